package makers

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"sync"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// known holds a recording of one second and a deck of one slide. The tests make them.
//
//go:embed known
var known embed.FS

// selfTestTime limits a self-test. LibreOffice may have to start first.
const selfTestTime = 3 * time.Minute

// SelfTest tells a sick machine from a bad file: it runs the tools of a step on known
// input.
type SelfTest struct {
	makers  map[plan.Kind]Maker
	scratch string

	mu   sync.Mutex
	last map[family]verdict
}

// family is a set of kinds of steps that use the same tools.
type family string

const (
	recordings family = "recording"
	decks      family = "deck"
	texts      family = "picture of text"
	files      family = "file" // no tool, only the disk
)

type verdict struct {
	began time.Time
	err   error
}

// NewSelfTest returns a self-test of makers that work below scratch.
func NewSelfTest(makers map[plan.Kind]Maker, scratch string) *SelfTest {
	return &SelfTest{makers: makers, scratch: scratch, last: map[family]verdict{}}
}

// Run tests the tools of a kind of step. It returns an error marked by [fault.Worker] if
// they fail on known input. Concurrent calls share a test that begins after them.
func (s *SelfTest) Run(ctx context.Context, kind plan.Kind) error {
	for _, f := range familiesOf(kind) {
		if err := s.run(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

func familiesOf(kind plan.Kind) []family {
	switch kind {
	case plan.Probe: // reads both
		return []family{recordings, decks}
	case plan.Text, plan.Deck, plan.Document: // PDF documents are edited by a tool for decks
		return []family{decks}
	case plan.Reconstruct: // makes page images of a recording
		return []family{recordings, decks}
	case plan.StillText:
		return []family{recordings, texts}
	case plan.OCR:
		return []family{texts}
	case plan.Offset, plan.CaptionJoin:
		return []family{files}
	case plan.Sample, plan.Audio, plan.Copy, plan.Chunk, plan.Package, plan.Progressive, plan.Fingerprint, plan.Captions, plan.Locate, plan.Align:
		return []family{recordings}
	}
	return []family{files}
}

func (s *SelfTest) run(ctx context.Context, f family) error {
	asked := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	if was, done := s.last[f]; done && was.began.After(asked) {
		return was.err
	}
	began := time.Now()
	limited, cancel := context.WithTimeout(ctx, selfTestTime)
	defer cancel()
	err := s.test(limited, f)
	if ctx.Err() != nil {
		return fmt.Errorf("test this machine: %w", context.Cause(ctx))
	}
	if err != nil && !fault.IsWorker(err) {
		err = fault.Worker(err, "the tools of this machine fail on a known %s", f)
	}
	s.last[f] = verdict{began, err}
	return err
}

// test processes the known file of a family in a folder of its own.
func (s *SelfTest) test(ctx context.Context, f family) (err error) {
	dir, err := os.MkdirTemp(s.scratch, "selftest-")
	if err != nil {
		return fault.Worker(err, "the scratch folder cannot be written")
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	// As much as small steps write, since a full disk may still take a folder.
	if err = os.WriteFile(filepath.Join(dir, "space"), make([]byte, 1<<20), 0o600); err != nil {
		return fault.Worker(err, "the scratch folder cannot be written")
	}
	t := selfTestRun{SelfTest: s, ctx: ctx, dir: dir, outputs: map[string]string{}}
	switch f {
	case recordings:
		return t.recording()
	case decks:
		_, err = t.deck()
		return err
	case texts:
		return t.text()
	case files:
	}
	return nil
}

// selfTestRun is one run of a self-test.
type selfTestRun struct {
	*SelfTest

	ctx     context.Context //nolint:containedctx // of one call
	dir     string
	outputs map[string]string // folders by the keys of their steps
}

// recording probes the known recording, encodes its audio and video, and packages them.
func (t selfTestRun) recording() error {
	src := meeting.Source{SHA256: "known", Name: "recording"}
	found, err := t.probe(src)
	if err != nil {
		return err
	}
	if found.Media == nil || found.Media.Video == nil {
		return errors.New("the known recording is found to have no video")
	}
	r, err := plan.ForRecording(meeting.Meeting{}, src, *found.Media)
	if err != nil {
		return fmt.Errorf("plan the known recording: %w", err)
	}
	todo := r.Chunks(plan.Decided{})
	if audio, has := r.Audio(); has {
		todo = append(todo, audio)
	}
	var made []steps.Result
	for _, step := range todo {
		one, makeErr := t.make(src, step)
		if makeErr != nil {
			return makeErr
		}
		made = append(made, one)
	}
	_, err = t.make(src, r.Package(todo, true, nil), made...)
	return err
}

// deck probes and renders the known deck.
func (t selfTestRun) deck() (steps.Result, error) {
	src := meeting.Source{SHA256: "known", Name: "deck"}
	found, err := t.probe(src)
	if err != nil {
		return steps.Result{}, err
	}
	made, err := t.make(src, plan.ForDeck(meeting.Meeting{}, src, found))
	if err == nil && (made.Deck == nil || len(made.Deck.Pages) != 1) {
		err = errors.New("the known deck is rendered without its slide")
	}
	return made, err
}

// text renders the known deck, and reads the words of its page by OCR.
func (t selfTestRun) text() error {
	deck, err := t.deck()
	if err != nil {
		return err
	}
	src := meeting.Source{SHA256: "known", Name: "deck"}
	made, err := t.make(src, plan.ForOCR(meeting.Meeting{}, src, deck.Step, plan.OCRParams{PDF: deck.Deck.PDF, Pages: []int{1}}), deck)
	if err == nil && (made.OCR == nil || len(made.OCR.Pages) != 1 || made.OCR.Pages[0].Body == "") {
		err = errors.New("no words are found on the known slide")
	}
	return err
}

// open opens an object of a step of this run.
func (t selfTestRun) open(_ context.Context, piece meeting.Piece, offset, length int64) (io.ReadCloser, error) {
	f, err := os.Open(filepath.Join(t.outputs[piece.Step], filepath.FromSlash(piece.Name)))
	if err != nil {
		return nil, fmt.Errorf("read the output of a known step: %w", err)
	}
	if length < 0 {
		length = math.MaxInt64 - offset
	}
	return struct {
		io.Reader
		io.Closer
	}{io.NewSectionReader(f, offset, length), f}, nil
}

func (t selfTestRun) probe(src meeting.Source) (meeting.Probe, error) {
	made, err := t.make(src, plan.ForProbe(src))
	if err != nil {
		return meeting.Probe{}, err
	}
	return *made.Probe, nil
}

// make runs the maker of a step on a known file and the results of other steps.
func (t selfTestRun) make(src meeting.Source, step plan.Step, needs ...steps.Result) (steps.Result, error) {
	data, err := known.ReadFile("known/" + src.Name)
	if err != nil {
		return steps.Result{}, fmt.Errorf("read the known %s: %w", src.Name, err)
	}
	task := Task{Step: step, Source: filepath.Join(t.dir, src.Name), Progress: func(float64) {}, Needs: needs, Open: t.open}
	if err = os.WriteFile(task.Source, data, 0o600); err != nil {
		return steps.Result{}, fault.Worker(err, "the scratch folder cannot be written")
	}
	// Some makers write beside their output folder.
	work, err := os.MkdirTemp(t.dir, string(step.Kind)+"-")
	if err != nil {
		return steps.Result{}, fault.Worker(err, "the scratch folder cannot be written")
	}
	task.Dir = filepath.Join(work, "out")
	if err = os.Mkdir(task.Dir, 0o700); err != nil {
		return steps.Result{}, fault.Worker(err, "the scratch folder cannot be written")
	}
	made, err := t.makers[step.Kind](t.ctx, &task)
	if err != nil {
		return made, fmt.Errorf("run the step %q on the known %s: %w", step.Kind, src.Name, err)
	}
	t.outputs[step.Key()] = task.Dir
	made.Step = step
	made.Objects, err = steps.Describe(task.Dir)
	return made, err
}

package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/intake"
	"proceedings/internal/meeting"
	"proceedings/internal/pdfium"
	"proceedings/internal/plan"
	"proceedings/internal/probe"
	"proceedings/internal/proc"
	"proceedings/internal/slides"
)

// planTools are the tools that a plan reads files with.
type planTools struct {
	prober *probe.Prober
	decks  *slides.Converter
	close  func()
}

// newPlanTools starts them in a temporary folder.
func newPlanTools(ctx context.Context, c *console) (planTools, error) {
	work, err := os.MkdirTemp("", "proceedings-plan-")
	if err != nil {
		return planTools{}, fmt.Errorf("make a working folder: %w", err)
	}
	remove := func() { _ = os.RemoveAll(work) } // temporary
	stop, err := proc.StartKeeper(c.self, work)
	if err != nil {
		remove()
		return planTools{}, err
	}
	sandbox, err := proc.DetectSandbox(ctx, work)
	if err != nil && ctx.Err() != nil {
		stop()
		remove()
		return planTools{}, context.Cause(ctx)
	}
	runner := &proc.Runner{Grace: time.Second, Sandbox: sandbox, Owner: work}
	t := planTools{&probe.Prober{Runner: runner}, slides.New(runner, ""), func() { stop(); remove() }}
	if c.self != "" {
		second := pdfium.New(runner, c.self, work)
		t.prober.Second, t.decks.Fallback = second, second
	}
	return t, nil
}

// effort is the estimated effort for a batch.
type effort struct {
	CPU       float64 // seconds
	Originals int64   // bytes
	Output    int64   // bytes
	Recorded  float64 // seconds of recordings
}

// Estimates for what a plan does not measure: CPU seconds and bytes.
const (
	deckCost      = 15 // a deck of 30 slides
	deckOutput    = 6 << 20
	documentCost  = 1
	meetingOutput = 1 << 20 // pages and the manifest
	restCost      = 0.06    // for each second of a recording: packaging, loudness, slide times
	restOutput    = 0.1     // of the size of the renditions: MP4 files share them, thumbnails do not
)

// add adds a file. refused is the reason why it would be refused, a predicate.
func (e *effort) add(ctx context.Context, tools planTools, m meeting.Meeting, f intake.File) (refused string, err error) {
	e.Originals += f.Source.Size
	switch {
	case f.Format.Role == meeting.Deck || f.Source.Role == meeting.Deck:
		e.CPU += deckCost
		e.Output += deckOutput
		return "", nil
	case f.Format.Role != meeting.Recording || f.Source.Role == meeting.Document:
		e.CPU += documentCost
		return "", nil
	}
	found, err := tools.prober.Locked(ctx, f.Path, f.Source.Role, f.Source.Password)
	if fault.IsPermanent(err) {
		return fault.Reason(err), nil
	}
	if err != nil || found.Media == nil {
		return "", err
	}
	rec, err := plan.ForRecording(m, f.Source, *found.Media)
	if err != nil {
		return "", err
	}
	e.recording(rec)
	return "", nil
}

// recording adds what the plan of a recording estimates.
func (e *effort) recording(rec plan.Recording) {
	_, copied := rec.Copy()
	for _, step := range rec.Chunks(plan.Decided{Copied: copied}) {
		e.CPU += step.Cost
	}
	if sound, has := rec.Audio(); has {
		e.CPU += sound.Cost
	}
	e.CPU += restCost * rec.Duration
	e.Recorded += rec.Duration
	bits := 0.0
	for _, rung := range rec.Rungs {
		bits += float64(rung.MaxRate) / 4 // slides need far less than the limit
	}
	for _, track := range rec.Tracks {
		bits += float64(track.BitRate)
	}
	e.Output += int64(bits / 8 * rec.Duration * 2 * (1 + restOutput)) // streams, and a file to download
}

// wall returns the time on a number of workers like this machine.
func (e effort) wall(workers int) time.Duration {
	return time.Duration(e.CPU / float64(max(1, workers)*runtime.NumCPU()) * float64(time.Second))
}

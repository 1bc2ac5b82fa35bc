package pipeline_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"log/slog"
	"os"
	"path"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/secret"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// worker simulates one process: a pipeline with its own disk, and makers that write
// small files.
type worker struct {
	*pipeline.Pipeline

	makers *fakeMakers
}

func newWorker(t *testing.T, store storage.Store) *worker {
	t.Helper()
	m := &fakeMakers{}
	dir := t.TempDir()
	for _, sub := range []string{"sources", "steps"} {
		if err := os.Mkdir(filepath.Join(dir, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return &worker{makers: m, Pipeline: &pipeline.Pipeline{
		Store:   store,
		Sources: originals.NewCache(store, filepath.Join(dir, "sources"), 1<<20),
		Scratch: filepath.Join(dir, "steps"),
		Make:    m.all(),
		Log:     slog.New(slog.DiscardHandler),
		Now:     func() time.Time { return time.Date(2026, 3, 4, 5, 6, 7, 0, time.UTC) },
	}}
}

// settle runs a meeting as a queue does, until no step is missing or an error occurs.
func (w *worker) settle(ctx context.Context, id string) error {
	reconcile := w.Reconcile
	for {
		list, err := reconcile(ctx, id)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, s := range list {
			if err := w.step(ctx, s); err != nil {
				return err
			}
		}
		reconcile = w.Continue
	}
}

// step runs a step.
func (w *worker) step(ctx context.Context, s plan.Step) error {
	return w.RunStep(ctx, s.Key(), func(float64) {})
}

// unfinished lists the meetings that are not final.
func (w *worker) unfinished(t *testing.T) ([]string, error) {
	t.Helper()
	return archive.Unfinished(t.Context(), w.Store, w.Log, w.Now)
}

// settled calls settle and fails the test on an error.
func (w *worker) settled(t *testing.T, id string) {
	t.Helper()
	if err := w.settle(t.Context(), id); err != nil {
		t.Fatal(err)
	}
}

// ahead runs all steps of a meeting, so that the next Reconcile publishes it.
func (w *worker) ahead(t *testing.T, id string) {
	t.Helper()
	for range 6 { // a probe, then the steps that depend on it
		list, err := w.Reconcile(t.Context(), id)
		if err != nil {
			t.Fatal(err)
		}
		if len(list) == 0 {
			return
		}
		for _, s := range list {
			if err := w.RunStep(t.Context(), s.Key(), func(float64) {}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// fakeMakers replace the tools. The first word of a file determines its kind.
type fakeMakers struct {
	mu   sync.Mutex
	runs map[plan.Kind]int

	// instead, if not nil, may replace a maker.
	instead func(ctx context.Context, t *makers.Task) (r steps.Result, done bool, err error)
}

// probed applies change to the media of every probe.
func (m *fakeMakers) probed(change func(*makers.Task, *meeting.Media)) {
	m.instead = func(ctx context.Context, t *makers.Task) (r steps.Result, done bool, err error) {
		if t.Step.Kind != plan.Probe {
			return r, false, nil
		}
		if r, err = probeMaker(ctx, t); err == nil && r.Probe.Media != nil {
			change(t, r.Probe.Media)
		}
		return r, true, err
	}
}

func (m *fakeMakers) all() map[plan.Kind]makers.Maker {
	made := map[plan.Kind]makers.Maker{}
	for kind, maker := range map[plan.Kind]makers.Maker{
		plan.Probe: probeMaker, plan.Text: textMaker, plan.Deck: deckMaker, plan.Document: documentMaker,
		plan.Audio: audioMaker, plan.Chunk: chunkMaker, plan.Package: packageMaker, plan.Progressive: progressiveMaker,
		plan.Locate: locateMaker, plan.Align: alignMaker, plan.StillText: stillTextMaker, plan.Reconstruct: reconstructMaker, plan.OCR: ocrMaker,
	} {
		made[kind] = func(ctx context.Context, t *makers.Task) (steps.Result, error) {
			m.mu.Lock()
			if m.runs == nil {
				m.runs = map[plan.Kind]int{}
			}
			m.runs[kind]++
			instead := m.instead
			m.mu.Unlock()
			if instead != nil {
				if r, done, err := instead(ctx, t); done {
					return r, err
				}
			}
			return maker(ctx, t)
		}
	}
	return made
}

func (m *fakeMakers) count(kind plan.Kind) int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.runs[kind]
}

func (m *fakeMakers) total() (n int) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, runs := range m.runs {
		n += runs
	}
	return n
}

// noProgress is a Watcher that ignores progress.
type noProgress struct{}

func (noProgress) File(string, int64) func(int64) { return func(int64) {} }

// file is the name and content of a submitted file.
type file struct{ name, content string }

// input returns a meeting to submit, with its files on disk.
func input(t *testing.T, id string, visibility meeting.Visibility, files ...file) intake.Input {
	t.Helper()
	in := intake.Input{Meeting: meeting.Meeting{ID: id, Title: "Board, March", Date: "2026-03-04", Visibility: visibility, Profile: "meeting"}}
	dir := t.TempDir()
	for _, f := range files {
		src := meeting.Source{ID: sourceID(f.name), Name: f.name, Size: int64(len(f.content))}
		p := filepath.Join(dir, src.ID)
		if err := os.WriteFile(p, []byte(f.content), 0o600); err != nil {
			t.Fatal(err)
		}
		in.Meeting.Sources = append(in.Meeting.Sources, src)
		in.Files = append(in.Files, intake.File{Path: p, Source: src})
	}
	return in
}

func sourceID(name string) string { return name[:len(name)-len(path.Ext(name))] }

func submit(t *testing.T, store storage.Store, in intake.Input) meeting.Meeting {
	t.Helper()
	m, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{})
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func readManifest(t *testing.T, store storage.Store, space layout.Space, id string) manifest.Manifest {
	t.Helper()
	var m manifest.Manifest
	if _, err := storage.ReadJSON(t.Context(), store, space.Meeting(id, layout.Manifest), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

func readState(t *testing.T, store storage.Store, id string) archive.State {
	t.Helper()
	s, err := archive.ReadState(t.Context(), store, id)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func readStatus(t *testing.T, store storage.Store, s plan.Step) steps.Status {
	t.Helper()
	var st steps.Status
	if _, err := storage.ReadJSON(t.Context(), store, layout.StepStatus(s.Key()), &st); err != nil {
		t.Fatal(err)
	}
	return st
}

// checkWhole checks that every file in a published manifest exists, with the stated
// size, hash and type.
func checkWhole(t *testing.T, store storage.Store, space layout.Space, id string) {
	t.Helper()
	m := readManifest(t, store, space, id)
	files := 0
	for f := range m.Files() {
		files++
		key := space.Meeting(id, f.URL)
		body, info, err := store.Get(t.Context(), key, 0, -1)
		if err != nil {
			t.Errorf("the manifest names %s: %v", f.URL, err)
			continue
		}
		h := sha256.New()
		size, err := copyAll(h, body)
		if err != nil {
			t.Fatal(err)
		}
		sum := hex.EncodeToString(h.Sum(nil))
		if copied, _, err := storage.ReadAll(t.Context(), store, space.Meeting(id, f.Fixed())); err != nil || sha256.Sum256(copied) != [32]byte(h.Sum(nil)) {
			t.Errorf("%s differs from %s: %v", f.Fixed(), f.URL, err)
		}
		if sum != f.SHA256 || size != f.Size || info.ContentType != f.Type {
			t.Errorf("%s holds %d bytes of %s with hash %.8s; the manifest has %d, %s, %.8s",
				f.URL, size, info.ContentType, sum, f.Size, f.Type, f.SHA256)
		}
	}
	if files == 0 {
		t.Error("the manifest names no file")
	}
}

// keys lists the keys with a prefix.
func keys(t *testing.T, store storage.Store, prefix string) []string {
	t.Helper()
	var list []string
	for info, err := range store.List(context.WithoutCancel(t.Context()), prefix) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, info.Key)
	}
	return list
}

func isThere(t *testing.T, store storage.Store, key string) bool {
	t.Helper()
	_, err := store.Stat(t.Context(), key)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		t.Fatal(err)
	}
	return err == nil
}

// fileOf writes a file with that content and returns its path.
func fileOf(t *testing.T, content string) string {
	t.Helper()
	p := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(p, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

package jobs

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/alicebob/miniredis/v2"

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

// patience is the timeout of waits in tests, long enough for a busy machine.
const patience = 5 * time.Minute

// until polls ok until it returns true. It is for conditions without an event.
func until(t *testing.T, what string, ok func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-deadline:
			t.Fatalf("timeout after %s: %s", patience, what)
		case <-tick.C:
		}
	}
}

// await receives from c, with a timeout.
func await[T any](t *testing.T, what string, c <-chan T) T {
	t.Helper()
	select {
	case v := <-c:
		return v
	case <-time.After(patience):
		t.Fatalf("timeout after %s: %s", patience, what)
		panic("not reached")
	}
}

func open(t *testing.T, address string) *Redis {
	t.Helper()
	r, err := OpenRedis(address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return r
}

// small returns a miniredis and a connection to it.
func small(t *testing.T) (*miniredis.Miniredis, *Redis) {
	t.Helper()
	m := miniredis.RunT(t)
	return m, open(t, "redis://"+m.Addr())
}

// tools are makers that write one small file. meet, if set, runs in each of them.
type tools struct {
	mu   sync.Mutex
	meet func(ctx context.Context, t *makers.Task) error
}

func (o *tools) makers() map[plan.Kind]makers.Maker {
	return map[plan.Kind]makers.Maker{
		plan.Probe: func(ctx context.Context, t *makers.Task) (steps.Result, error) {
			return steps.Result{Probe: &meeting.Probe{Format: "text", Role: meeting.Document}}, o.met(ctx, t)
		},
		plan.Document: func(ctx context.Context, t *makers.Task) (steps.Result, error) {
			if err := o.met(ctx, t); err != nil {
				return steps.Result{}, err
			}
			return steps.Result{Document: &steps.Document{Original: "original.txt"}},
				os.WriteFile(filepath.Join(t.Dir, "original.txt"), []byte("a paper"), 0o600)
		},
	}
}

func (o *tools) met(ctx context.Context, t *makers.Task) error {
	o.mu.Lock()
	meet := o.meet
	o.mu.Unlock()
	if meet == nil {
		return nil
	}
	return meet(ctx, t)
}

// worker returns a worker on r and store with these tools, not started.
func worker(t *testing.T, r *Redis, store storage.Store, o *tools) *Worker {
	t.Helper()
	scratch, clean, err := makers.OpenScratch(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(clean)
	log := discard()
	return &Worker{
		Redis: r,
		Pipeline: &pipeline.Pipeline{
			Store: store, Sources: originals.NewCache(store, filepath.Join(scratch, "sources"), 1<<20),
			Scratch: filepath.Join(scratch, "steps"), Make: o.makers(), Log: log, Now: time.Now,
		},
		Concurrency: 2, Grace: patience, Sweep: time.Hour, Log: log,
	}
}

func discard() *slog.Logger { return slog.New(slog.DiscardHandler) }

// start runs w until the test ends or stop is called. stop waits for its end.
func start(t *testing.T, w *Worker) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- w.Run(ctx) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := await(t, "the worker to end", ended); err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(stop)
	return stop
}

// submit submits a meeting with one document for each text.
func submit(t *testing.T, store storage.Store, id string, texts ...string) {
	t.Helper()
	submitWith(t, store, meeting.Meeting{ID: id}, texts...)
}

// submitWith is submit with a date, a priority or a batch.
func submitWith(t *testing.T, store storage.Store, m meeting.Meeting, texts ...string) {
	t.Helper()
	m.Title, m.Visibility, m.Profile = "Board", meeting.Public, "meeting"
	in := intake.Input{Meeting: m}
	for i, text := range texts {
		name := string(rune('a'+i)) + ".txt"
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		src := meeting.Source{ID: name[:1], Name: name, Size: int64(len(text))}
		in.Meeting.Sources = append(in.Meeting.Sources, src)
		in.Files = append(in.Files, intake.File{Path: path, Source: src})
	}
	if _, _, err := pipeline.Submit(t.Context(), store, in, secret.Key{}, noProgress{}); err != nil {
		t.Fatal(err)
	}
}

// noProgress is a Watcher that ignores progress.
type noProgress struct{}

func (noProgress) File(string, int64) func(int64) { return func(int64) {} }

// isFinal reports whether a meeting's state is final.
func isFinal(t *testing.T, store storage.Store, id string) bool {
	t.Helper()
	s, err := archive.ReadState(t.Context(), store, id)
	return err == nil && s.Final()
}

// published waits until a meeting is final, and returns its manifest.
func published(t *testing.T, store storage.Store, id string) manifest.Manifest {
	t.Helper()
	until(t, id+" to be published", func() bool { return isFinal(t, store, id) })
	var m manifest.Manifest
	if _, err := storage.ReadJSON(t.Context(), store, layout.Public.Meeting(id, layout.Manifest), &m); err != nil {
		t.Fatal(err)
	}
	return m
}

// normal is the slot of a step of a single meeting.
func normal() plan.Slot { return plan.Slot{Priority: meeting.Default, Own: meeting.Default} }

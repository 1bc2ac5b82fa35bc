package jobs

import (
	"context"
	"errors"
	"io"
	"path"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func TestWorkerPublishes(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper", "another paper")
	submit(t, store, "council", "a paper")
	var made atomic.Int32
	o := &tools{meet: func(_ context.Context, task *makers.Task) error {
		if task.Step.Kind == plan.Document {
			made.Add(1)
		}
		return nil
	}}
	start(t, worker(t, r, store, o))
	c := NewClient(r)
	for _, id := range []string{"board", "council"} {
		if err := c.Reconcile(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	for id, documents := range map[string]int{"board": 2, "council": 1} {
		m := published(t, store, id)
		if m.State != manifest.Published || len(m.Documents) != documents {
			t.Errorf("%s: %+v", id, m)
		}
		for f := range m.Files() {
			if info, err := store.Stat(t.Context(), layout.Public.Meeting(id, f.URL)); err != nil || info.Size != f.Size {
				t.Errorf("%s names %s: %d bytes, %v", id, f.URL, info.Size, err)
			}
		}
	}
	if n := made.Load(); n != 2 {
		t.Errorf("%d runs of documents, want one for each", n)
	}
}

// TestStoppingWorkerReleasesItsStep stops a worker during a step. It cancels the step
// after Grace and waits for its end; another worker runs the step again.
func TestStoppingWorkerReleasesItsStep(t *testing.T) {
	t.Parallel()
	m, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	running, cancelled, release := make(chan plan.Step, 1), make(chan struct{}), make(chan struct{})
	var ended atomic.Bool
	w := worker(t, r, store, &tools{meet: func(ctx context.Context, task *makers.Task) error {
		if task.Step.Kind != plan.Document {
			return nil
		}
		running <- task.Step
		<-ctx.Done()
		close(cancelled)
		<-release // a tool that ends slowly
		ended.Store(true)
		return errors.New("ffmpeg exited with 255")
	}})
	w.Grace = 50 * time.Millisecond
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	result := make(chan error, 1)
	go func() { result <- w.Run(ctx) }()
	c := NewClient(open(t, "redis://"+m.Addr()))
	if err := c.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	step := await(t, "the step to run", running)
	cancel()
	await(t, "the step to be cancelled", cancelled)
	until(t, "asynq to have shut down", func() bool {
		connected, err := c.HasWorker()
		return err == nil && !connected
	})
	select {
	case err := <-result:
		t.Errorf("the worker ended while its step was running: %v", err)
	default:
	}
	close(release)
	if err := await(t, "the worker to end", result); err != nil || !ended.Load() {
		t.Errorf("the worker ended with %v; its step had ended: %v", err, ended.Load())
	}

	var st steps.Status
	if _, err := storage.ReadJSON(t.Context(), store, layout.StepStatus(step.Key()), &st); err != nil || st.Starts != 0 || st.LastError != "" {
		t.Errorf("status = %+v, %v; want no counted attempt", st, err)
	}
	if got := state(c, step.Key()); got != asynq.TaskStatePending {
		t.Errorf("the task is %v, want a pending task", got)
	}
	start(t, worker(t, open(t, "redis://"+m.Addr()), store, &tools{}))
	if man := published(t, store, "board"); len(man.Documents) != 1 {
		t.Errorf("published %+v", man)
	}
}

// TestStoppingWorkerFinishesItsStep does the same with a step that ends within Grace. Its
// result is stored.
func TestStoppingWorkerFinishesItsStep(t *testing.T) {
	t.Parallel()
	m, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	running, release := make(chan plan.Step, 1), make(chan struct{})
	w := worker(t, r, store, &tools{meet: func(ctx context.Context, task *makers.Task) error {
		if task.Step.Kind != plan.Document {
			return nil
		}
		running <- task.Step
		select {
		case <-release:
			return nil
		case <-ctx.Done():
			return context.Cause(ctx)
		}
	}})
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	result := make(chan error, 1)
	go func() { result <- w.Run(ctx) }()
	c := NewClient(open(t, "redis://"+m.Addr()))
	if err := c.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	step := await(t, "the step to run", running)
	cancel()
	// A worker has two asynq servers; the one without a task ends at once.
	until(t, "the worker to be stopping", func() bool {
		servers, err := c.look.Servers()
		return err == nil && len(servers) == 1
	})
	close(release)
	if err := await(t, "the worker to end", result); err != nil {
		t.Error(err)
	}
	if _, err := store.Stat(t.Context(), layout.StepResult(step.Key())); err != nil {
		t.Errorf("the step has no result: %v", err)
	}
}

// notifier is a store that calls wrote after each write of a step's status or result, or
// of a meeting's state.
type notifier struct {
	*mem.Store

	wrote func()
}

func (s *notifier) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	info, err := s.Store.Put(ctx, key, body, attrs, cond)
	if name := path.Base(key); name == "status.json" || name == "result.json" || name == "state.json" {
		s.wrote()
	}
	return info, err
}

// TestWipedRedis loses the queue after each write: while a step runs, while one waits, and
// before a meeting is woken.
func TestWipedRedis(t *testing.T) {
	t.Parallel()
	m, r := small(t)
	var wiped atomic.Int32
	store := &notifier{Store: new(mem.Store), wrote: func() {
		m.FlushAll()
		wiped.Add(1)
	}}
	submit(t, store, "board", "a paper", "another")
	w := worker(t, r, store, &tools{})
	w.Sweep = 50 * time.Millisecond
	start(t, w) // the sweep alone queues the meeting
	if man := published(t, store, "board"); len(man.Documents) != 2 {
		t.Errorf("published %+v", man)
	}
	if wiped.Load() < 10 {
		t.Errorf("wiped %d times", wiped.Load())
	}
}

func TestUnreachableRedis(t *testing.T) {
	t.Parallel()
	m, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	running, release := make(chan struct{}, 1), make(chan struct{})
	w := worker(t, r, store, &tools{meet: func(_ context.Context, task *makers.Task) error {
		if task.Step.Kind == plan.Document {
			running <- struct{}{}
			<-release
		}
		return nil
	}})
	w.Sweep = 100 * time.Millisecond
	start(t, w)
	await(t, "the step to run", running)
	address := m.Addr()
	m.Close()
	c := NewClient(r)
	err := c.Reconcile(t.Context(), "board")
	if !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), "Redis at redis://"+address) {
		t.Errorf("Reconcile: %v", err)
	}
	if _, err = c.Running(); !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), address) {
		t.Errorf("Running: %v", err)
	}
	close(release)
	if err = m.Restart(); err != nil {
		t.Fatal(err)
	}
	// asynq recovers a task that ended just when Redis stopped, after its lease has
	// expired.
	until(t, "board to be published", func() bool { return isFinal(t, store, "board") })
	if man := published(t, store, "board"); len(man.Documents) != 1 {
		t.Errorf("published %+v", man)
	}
}

// TestReconcileOfAnUnknownMeetingIsArchived expects no retries.
func TestReconcileOfAnUnknownMeetingIsArchived(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	start(t, worker(t, r, new(mem.Store), &tools{}))
	c := NewClient(r)
	if err := c.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	until(t, "the task to be archived", func() bool {
		info, err := c.look.GetTaskInfo(queueControl, "reconcile-board")
		return err == nil && info.State == asynq.TaskStateArchived && strings.Contains(info.LastErr, "nothing was submitted")
	})
}

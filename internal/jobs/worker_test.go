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

func TestAWorkerPublishes(t *testing.T) {
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
	for id, papers := range map[string]int{"board": 2, "council": 1} {
		m := published(t, store, id)
		if m.State != manifest.Published || len(m.Documents) != papers {
			t.Errorf("%s: %+v", id, m)
		}
		for f := range m.Files() {
			if info, err := store.Stat(t.Context(), layout.Public.Meeting(id, f.URL)); err != nil || info.Size != f.Size {
				t.Errorf("%s names %s: %d bytes, %v", id, f.URL, info.Size, err)
			}
		}
	}
	if n := made.Load(); n != 2 {
		t.Errorf("%d papers were made, want each once", n)
	}
}

// TestAWorkerStops ends a worker while a step runs: the step is told to end
// after Grace, the worker waits until it has, and another one does it again
// from the start.
func TestAWorkerStops(t *testing.T) {
	t.Parallel()
	m, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	running, told, release := make(chan plan.Step, 1), make(chan struct{}), make(chan struct{})
	var ended atomic.Bool
	w := worker(t, r, store, &tools{meet: func(ctx context.Context, task *makers.Task) error {
		if task.Step.Kind != plan.Document {
			return nil
		}
		running <- task.Step
		<-ctx.Done()
		close(told)
		<-release // a tool that takes its time to end
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
	await(t, "the step to be told to end", told)
	until(t, "asynq to have gone", func() bool {
		servers, err := c.look.Servers()
		return err == nil && len(servers) == 0
	})
	select {
	case err := <-result:
		t.Errorf("the worker was gone while its step still ran: %v", err)
	default:
	}
	close(release)
	if err := await(t, "the worker to end", result); err != nil || !ended.Load() {
		t.Errorf("the worker ended with %v; its step had ended: %v", err, ended.Load())
	}

	var st steps.Status
	if _, err := storage.ReadJSON(t.Context(), store, layout.StepStatus(step.Key()), &st); err != nil || st.Starts != 0 || st.LastError != "" {
		t.Errorf("status = %+v, %v; want a start that does not count", st, err)
	}
	if got := state(c, step.Key()); got != asynq.TaskStatePending {
		t.Errorf("the task is %v, want one that waits for another worker", got)
	}
	start(t, worker(t, open(t, "redis://"+m.Addr()), store, &tools{}))
	if man := published(t, store, "board"); len(man.Documents) != 1 {
		t.Errorf("published %+v", man)
	}
}

// TestAWorkerFinishesWhatItHolds is the same with a step that ends within
// Grace: it is not thrown away.
func TestAWorkerFinishesWhatItHolds(t *testing.T) {
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
	// A worker has two servers of asynq, and the one that holds no task ends at once.
	until(t, "the worker to be stopping", func() bool {
		servers, err := c.look.Servers()
		return err == nil && len(servers) == 1
	})
	close(release)
	if err := await(t, "the worker to end", result); err != nil {
		t.Error(err)
	}
	if _, err := store.Stat(t.Context(), layout.StepResult(step.Key())); err != nil {
		t.Errorf("the step that was let finish has no result: %v", err)
	}
}

// notifier is a store that calls back after each write of a step's status, of a
// result or of a meeting's state.
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

// TestRedisIsWiped loses all that the queue holds after each write: while a step
// runs, while one waits, and before a meeting is woken.
func TestRedisIsWiped(t *testing.T) {
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
	start(t, w) // nobody asks for the meeting: the sweep finds it too
	if man := published(t, store, "board"); len(man.Documents) != 2 {
		t.Errorf("published %+v", man)
	}
	if wiped.Load() < 10 {
		t.Errorf("wiped %d times", wiped.Load())
	}
}

func TestRedisIsAway(t *testing.T) {
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
		t.Errorf("to ask for a look: %v", err)
	}
	if _, err = c.Running(); !errors.Is(err, ErrUnavailable) || !strings.Contains(err.Error(), address) {
		t.Errorf("to ask for progress: %v", err)
	}
	close(release)
	if err = m.Restart(); err != nil {
		t.Fatal(err)
	}
	// A task that ended at the very moment when Redis stopped is recovered by asynq
	// after its lease has expired.
	until(t, "board to be published", func() bool { return isFinal(t, store, "board") })
	if man := published(t, store, "board"); len(man.Documents) != 1 {
		t.Errorf("published %+v", man)
	}
}

// TestAMeetingThatIsNotThere holds that a look at nothing is put away and not
// tried for ever.
func TestAMeetingThatIsNotThere(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	start(t, worker(t, r, new(mem.Store), &tools{}))
	c := NewClient(r)
	if err := c.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	until(t, "the look to be put away", func() bool {
		info, err := c.look.GetTaskInfo(queueControl, "reconcile-board")
		return err == nil && info.State == asynq.TaskStateArchived && strings.Contains(info.LastErr, "nothing was submitted")
	})
}

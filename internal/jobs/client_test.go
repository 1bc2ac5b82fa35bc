package jobs

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/hibiken/asynq"

	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/storage/mem"
)

func light() plan.Step { return plan.Step{Kind: plan.Deck, Version: 1, Input: strings.Repeat("0", 64)} }

// TestAskingForAStepAgain asks for a step whose task is there already, in each
// state that it may be in.
func TestAskingForAStepAgain(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		to   func(t *testing.T, c *Client, id string) // brings a pending task there
		want asynq.TaskState
	}{
		{"one that waits goes on waiting", func(*testing.T, *Client, string) {}, asynq.TaskStatePending},
		{"one that was put away runs again", func(t *testing.T, c *Client, id string) {
			if err := c.look.ArchiveTask(queueLight, id); err != nil {
				t.Fatal(err)
			}
		}, asynq.TaskStatePending},
		{"one that is gone is asked for anew", func(t *testing.T, c *Client, id string) {
			if err := c.look.DeleteTask(queueLight, id); err != nil {
				t.Fatal(err)
			}
		}, asynq.TaskStatePending},
		{"one that waits for its next try is left to it", func(t *testing.T, c *Client, id string) {
			serve(t, c.redis, func(context.Context, *asynq.Task) error { return errors.New("broke off") })
			until(t, "the task to be tried", func() bool { return state(c, id) == asynq.TaskStateRetry })
		}, asynq.TaskStateRetry},
		{"one that was thrown away runs again", func(t *testing.T, c *Client, id string) {
			serve(t, c.redis, func(context.Context, *asynq.Task) error { return asynq.SkipRetry })
			until(t, "the task to be put away", func() bool { return state(c, id) == asynq.TaskStateArchived })
		}, asynq.TaskStatePending},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, r := small(t)
			c := NewClient(r)
			step := light()
			if err := c.step(t.Context(), step); err != nil {
				t.Fatal(err)
			}
			tt.to(t, c, step.Key())
			if err := c.step(t.Context(), step); err != nil {
				t.Fatal(err)
			}
			if got := state(c, step.Key()); got != tt.want {
				t.Errorf("the task is %v, want %v", got, tt.want)
			}
		})
	}
}

func TestAskingForAStepThatRuns(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	c, step := NewClient(r), light()
	if err := c.step(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	runs, release := make(chan struct{}, 2), make(chan struct{})
	srv := serve(t, r, func(context.Context, *asynq.Task) error {
		runs <- struct{}{}
		<-release
		return nil
	})
	await(t, "the task to run", runs)
	if err := c.step(t.Context(), step); err != nil {
		t.Error(err)
	}
	if got := state(c, step.Key()); got != asynq.TaskStateActive {
		t.Errorf("the task is %v", got)
	}
	close(release)
	until(t, "the task to end", func() bool { return state(c, step.Key()) == 0 })
	srv.Stop()
	if len(runs) != 0 {
		t.Error("it ran twice")
	}
	// One that is done is gone, so that it can be asked for again.
	if err := c.step(t.Context(), step); err != nil || state(c, step.Key()) != asynq.TaskStatePending {
		t.Errorf("the task is %v, %v", state(c, step.Key()), err)
	}
}

// serve runs a server of asynq's own over the light queue.
func serve(t *testing.T, r *Redis, do asynq.HandlerFunc) *asynq.Server {
	t.Helper()
	w := &Worker{Redis: r, Log: discard()}
	srv := w.server(1, map[string]int{queueLight: 1})
	if err := srv.Start(do); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Shutdown)
	return srv
}

// state is a light task's, or 0 if there is none.
func state(c *Client, id string) asynq.TaskState {
	info, err := c.look.GetTaskInfo(queueLight, id)
	if err != nil {
		return 0
	}
	return info.State
}

// TestEqualCauses holds that a look is asked for once for each cause that waits.
func TestEqualCauses(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	c := NewClient(r)
	for _, cause := range []string{"sweep", "sweep", "deck-1"} {
		if err := c.reconcile(t.Context(), "board", cause); err != nil {
			t.Fatal(err)
		}
	}
	for range 2 { // each request of a person is one of its own
		if err := c.Reconcile(t.Context(), "board"); err != nil {
			t.Fatal(err)
		}
	}
	waiting, err := c.look.ListPendingTasks(queueControl)
	if err != nil || len(waiting) != 4 {
		t.Errorf("%d looks wait, %v; want 4", len(waiting), err)
	}
}

// TestAskingAfterAWipe holds that a client which used the queue before Redis was
// wiped can use it after. asynq's own index of queues does not come back by
// itself.
func TestAskingAfterAWipe(t *testing.T) {
	t.Parallel()
	m, r := small(t)
	c, step := NewClient(r), light()
	if err := c.step(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	m.FlushAll()
	for range 2 { // the second meets the task of the first
		if err := c.step(t.Context(), step); err != nil {
			t.Error(err)
		}
	}
	if got := state(c, step.Key()); got != asynq.TaskStatePending {
		t.Errorf("the task is %v", got)
	}
}

func TestProgress(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	c := NewClient(r)
	if p, err := c.Progress(plan.Deck, "deck-unknown"); err != nil || p != (Progress{}) {
		t.Errorf("of a queue that was never used: %+v, %v", p, err)
	}
	step := light()
	if err := c.step(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	if p, err := c.Progress(plan.Deck, "deck-unknown"); err != nil || p != (Progress{}) {
		t.Errorf("of a task that is not there: %+v, %v", p, err)
	}
	if p, err := c.Progress(plan.Deck, step.Key()); err != nil || p != (Progress{}) {
		t.Errorf("of a task that waits: %+v, %v", p, err)
	}
	serve(t, r, func(context.Context, *asynq.Task) error { return errors.New("no space left") })
	until(t, "the task to fail", func() bool {
		p, err := c.Progress(plan.Deck, step.Key())
		return err == nil && p == Progress{Retry: "no space left"}
	})
}

// TestProgressWhileItRuns reads what a step of a worker reports.
func TestProgressWhileItRuns(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	handIn(t, store, "board", "a paper")
	at, release := make(chan plan.Step, 1), make(chan struct{})
	o := &tools{meet: func(_ context.Context, task pipeline.Task) error {
		if task.Step.Kind == plan.Document {
			task.Progress(0.25)
			task.Progress(0.5) // within the same second: not worth a write
			at <- task.Step
			<-release
		}
		return nil
	}}
	start(t, worker(t, r, store, o))
	c := NewClient(r)
	if err := c.Reconcile(t.Context(), "board"); err != nil {
		t.Fatal(err)
	}
	step := await(t, "the step to run", at)
	if p, err := c.Progress(step.Kind, step.Key()); err != nil || p != (Progress{Running: true, Done: 0.25}) {
		t.Errorf("progress = %+v, %v", p, err)
	}
	close(release)
	if m := published(t, store, "board"); len(m.Documents) != 1 {
		t.Errorf("published %+v", m)
	}
}

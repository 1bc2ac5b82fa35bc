package jobs

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"proceedings/internal/plan"
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
			if err := c.look.ArchiveTask(string(plan.Light), id); err != nil {
				t.Fatal(err)
			}
		}, asynq.TaskStatePending},
		{"one that is gone is asked for anew", func(t *testing.T, c *Client, id string) {
			if err := c.look.DeleteTask(string(plan.Light), id); err != nil {
				t.Fatal(err)
			}
		}, asynq.TaskStatePending},
		{"one that waits for its next try is left to it", func(t *testing.T, c *Client, id string) {
			srv := serve(t, c.redis, func(context.Context, *asynq.Task) error { return errors.New("broke off") })
			until(t, "the task to be tried", func() bool { return state(c, id) == asynq.TaskStateRetry })
			srv.Shutdown()
		}, asynq.TaskStateRetry},
		{"one that was thrown away runs again", func(t *testing.T, c *Client, id string) {
			srv := serve(t, c.redis, func(context.Context, *asynq.Task) error { return asynq.SkipRetry })
			until(t, "the task to be put away", func() bool { return state(c, id) == asynq.TaskStateArchived })
			srv.Shutdown() // or it throws the task away again before its state is looked at
		}, asynq.TaskStatePending},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, r := small(t)
			c := NewClient(r)
			step := light()
			if err := c.step(t.Context(), step, normal()); err != nil {
				t.Fatal(err)
			}
			tt.to(t, c, step.Key())
			if err := c.step(t.Context(), step, normal()); err != nil {
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
	if err := c.step(t.Context(), step, normal()); err != nil {
		t.Fatal(err)
	}
	runs, release := make(chan struct{}, 2), make(chan struct{})
	srv := serve(t, r, func(context.Context, *asynq.Task) error {
		runs <- struct{}{}
		<-release
		return nil
	})
	await(t, "the task to run", runs)
	if err := c.step(t.Context(), step, normal()); err != nil {
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
	if err := c.step(t.Context(), step, normal()); err != nil || state(c, step.Key()) != asynq.TaskStatePending {
		t.Errorf("the task is %v, %v", state(c, step.Key()), err)
	}
}

// serve runs a server of asynq's own over the light queue.
func serve(t *testing.T, r *Redis, do asynq.HandlerFunc) *asynq.Server {
	t.Helper()
	w := &Worker{Redis: r, Log: discard()}
	srv := w.server(1, map[string]int{string(plan.Light): 1})
	if err := srv.Start(do); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Shutdown)
	return srv
}

// state is a light task's, or 0 if there is none.
func state(c *Client, id string) asynq.TaskState {
	info, err := c.look.GetTaskInfo(string(plan.Light), id)
	if err != nil {
		return 0
	}
	return info.State
}

// TestReconcilesAreShared holds that all who ask while a reconcile waits share it,
// that it runs when the first of them wants it, and that one which runs gets a
// successor.
func TestReconcilesAreShared(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	c := NewClient(r)
	ask := func(woken bool, delay time.Duration) {
		t.Helper()
		if err := c.reconcile(t.Context(), reconcileJob{Meeting: "board", Woken: woken}, delay); err != nil {
			t.Fatal(err)
		}
	}
	ids := func(list func(string, ...asynq.ListOption) ([]*asynq.TaskInfo, error)) (ids []string) {
		t.Helper()
		infos, err := list(queueControl)
		if err != nil {
			t.Fatal(err)
		}
		for _, info := range infos {
			ids = append(ids, info.ID)
		}
		slices.Sort(ids)
		return ids
	}
	ask(true, time.Hour)
	ask(true, 2*time.Hour)
	if got := ids(c.look.ListScheduledTasks); !slices.Equal(got, []string{"continue-board"}) {
		t.Errorf("for later there wait %v", got)
	}
	ask(true, 0)
	ask(false, 0)
	ask(false, 0)
	if got := ids(c.look.ListPendingTasks); !slices.Equal(got, []string{"continue-board", "reconcile-board"}) {
		t.Errorf("for now there wait %v", got)
	}

	runs, release := make(chan struct{}, 2), make(chan struct{})
	w := &Worker{Redis: r, Log: discard()}
	srv := w.server(2, map[string]int{queueControl: 1})
	err := srv.Start(asynq.HandlerFunc(func(context.Context, *asynq.Task) error {
		runs <- struct{}{}
		<-release
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Shutdown)
	t.Cleanup(func() { close(release) })
	await(t, "the first to run", runs)
	await(t, "the second to run", runs)
	ask(false, 0)
	ask(false, 0)
	if got := ids(c.look.ListScheduledTasks); !slices.Equal(got, []string{"reconcile2-board"}) {
		t.Errorf("while one runs there wait %v", got)
	}
}

// TestAskingWhileATaskEnds requests a reconcile and a step whose tasks end between the two
// calls of the request. What they read may be older, so they run again.
func TestAskingWhileATaskEnds(t *testing.T) {
	t.Parallel()
	for queue, ask := range map[string]func(context.Context, *Client) error{
		queueControl:       func(ctx context.Context, c *Client) error { return c.Reconcile(ctx, "board") },
		string(plan.Light): func(ctx context.Context, c *Client) error { return c.step(ctx, light(), normal()) },
	} {
		t.Run(queue, func(t *testing.T) {
			t.Parallel()
			_, r := small(t)
			c := NewClient(r)
			if err := ask(t.Context(), c); err != nil {
				t.Fatal(err)
			}
			list, err := c.look.ListPendingTasks(queue)
			if err != nil || len(list) != 1 {
				t.Fatalf("pending tasks are %v, %v", list, err)
			}
			conflict := &onFirst{command: "sadd", do: func() { err = c.look.DeleteTask(queue, list[0].ID) }}
			r.client.AddHook(conflict)
			if failed := ask(t.Context(), c); failed != nil || err != nil {
				t.Fatal(failed, err)
			}
			if list, err = c.look.ListPendingTasks(queue); err != nil || len(list) != 1 || !conflict.done {
				t.Errorf("pending tasks are %v, %v; the first ended: %v", list, err, conflict.done)
			}
		})
	}
}

// onFirst is a hook that does something before the first command of a name.
type onFirst struct {
	command string
	do      func()
	done    bool
}

func (h *onFirst) DialHook(next redis.DialHook) redis.DialHook { return next }

func (h *onFirst) ProcessHook(next redis.ProcessHook) redis.ProcessHook {
	return func(ctx context.Context, cmd redis.Cmder) error {
		if cmd.Name() == h.command && !h.done {
			h.done = true
			h.do()
		}
		return next(ctx, cmd)
	}
}

func (h *onFirst) ProcessPipelineHook(next redis.ProcessPipelineHook) redis.ProcessPipelineHook {
	return next
}

// TestTheLastChunkWakesAtOnce holds that a meeting whose other chunks are still
// open is woken later, and for all of them once.
func TestTheLastChunkWakesAtOnce(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	c := NewClient(r)
	var chunks []plan.Step
	for i := range 3 {
		chunks = append(chunks, plan.Step{Kind: plan.Chunk, Version: 1, Input: strings.Repeat(strconv.Itoa(i), 64)})
	}
	if err := r.expect(t.Context(), "board", chunks, true); err != nil {
		t.Fatal(err)
	}
	for i, want := range []asynq.TaskState{asynq.TaskStateScheduled, asynq.TaskStateScheduled, asynq.TaskStatePending} {
		if err := c.wake(t.Context(), "board", chunks[i].Key()); err != nil {
			t.Fatal(err)
		}
		info, err := c.look.GetTaskInfo(queueControl, "continue-board")
		if err != nil || info.State != want {
			t.Errorf("after chunk %d the reconcile is %v, %v; want %v", i, info.State, err, want)
		}
	}
}

// TestAskingAfterAWipe holds that a client which used the queue before Redis was
// wiped can use it after. asynq's own index of queues does not come back by
// itself.
func TestAskingAfterAWipe(t *testing.T) {
	t.Parallel()
	m, r := small(t)
	c, step := NewClient(r), light()
	if err := c.step(t.Context(), step, normal()); err != nil {
		t.Fatal(err)
	}
	m.FlushAll()
	for range 2 { // the second meets the task of the first
		if err := c.step(t.Context(), step, normal()); err != nil {
			t.Error(err)
		}
	}
	if got := state(c, step.Key()); got != asynq.TaskStatePending {
		t.Errorf("the task is %v", got)
	}
}

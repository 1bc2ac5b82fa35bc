package jobs

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/plan"
)

// TestProgressAfterAWipe wipes Redis during a step that then reports progress. That must
// not create a task without a message, which would block the step.
func TestProgressAfterAWipe(t *testing.T) {
	t.Parallel()
	m, r := small(t)
	c, step := NewClient(r), light()
	if err := c.step(t.Context(), step, normal()); err != nil {
		t.Fatal(err)
	}
	reported, release := make(chan struct{}), make(chan struct{})
	srv := serve(t, r, func(ctx context.Context, _ *asynq.Task) error {
		tell := reporter(r.resultWriter(ctx), time.Now)
		if !m.Exists(taskKey(string(plan.Light), step.Key())) {
			t.Error("asynq keeps its tasks elsewhere now")
		}
		m.FlushAll()
		tell(0.5)
		close(reported)
		<-release
		return nil
	})
	await(t, "the step to report", reported)
	if keys := m.Keys(); slices.Contains(keys, taskKey(string(plan.Light), step.Key())) {
		t.Errorf("a task without a message was created: %v", keys)
	}
	close(release)
	srv.Shutdown()
	if err := r.announce(t.Context()); err != nil { // as a sweep does
		t.Fatal(err)
	}
	if err := c.step(t.Context(), step, normal()); err != nil || state(c, step.Key()) != asynq.TaskStatePending {
		t.Errorf("queued again, the task is %v, %v", state(c, step.Key()), err)
	}
}

// TestBrokenTaskIsReplaced finds a task without a message, as an earlier release left it.
func TestBrokenTaskIsReplaced(t *testing.T) {
	t.Parallel()
	m, r := small(t)
	c, step := NewClient(r), light()
	key := taskKey(string(plan.Light), step.Key())
	m.HSet(key, "result", `{"done":0.5}`)
	if listed, err := r.listed(t.Context()); err != nil || listed[step.Key()] {
		t.Errorf("a broken task counts as queued: %v, %v", listed, err)
	}
	if err := c.step(t.Context(), step, normal()); err != nil {
		t.Fatal(err)
	}
	if got := state(c, step.Key()); got != asynq.TaskStatePending {
		t.Errorf("the task is %v", got)
	}
}

// TestTaskThatIsInNoListIsReplaced: Redis may have lost the list of a task's state. Such a
// task would never run, and block its ID.
func TestTaskThatIsInNoListIsReplaced(t *testing.T) {
	t.Parallel()
	for _, state := range []string{"pending", "active", "retry", "scheduled"} {
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			m, r := small(t)
			c, step := NewClient(r), light()
			if err := c.step(t.Context(), step, normal()); err != nil {
				t.Fatal(err)
			}
			if listed, err := r.listed(t.Context()); err != nil || !listed[step.Key()] {
				t.Fatalf("the task is not listed: %v, %v", listed, err)
			}
			m.Del(queueKey("light", "pending"))
			m.HSet(taskKey("light", step.Key()), "state", state)
			if listed, err := r.listed(t.Context()); err != nil || listed[step.Key()] {
				t.Errorf("the lost task is listed: %v, %v", listed, err)
			}
			if err := c.step(t.Context(), step, normal()); err != nil {
				t.Fatal(err)
			}
			if listed, err := r.listed(t.Context()); err != nil || !listed[step.Key()] {
				t.Errorf("the task is not replaced: %v, %v", listed, err)
			}
		})
	}
}

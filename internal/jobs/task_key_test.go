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
	if err := c.step(t.Context(), step); err != nil {
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
	if err := c.step(t.Context(), step); err != nil || state(c, step.Key()) != asynq.TaskStatePending {
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
	if queued, err := c.queued(t.Context(), step.Key()); err != nil || queued || m.Exists(key) {
		t.Errorf("a broken task counts as queued: %t, %v", queued, err)
	}
	m.HSet(key, "result", `{"done":0.5}`)
	if err := c.step(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	if got := state(c, step.Key()); got != asynq.TaskStatePending {
		t.Errorf("the task is %v", got)
	}
}

package jobs

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hibiken/asynq"

	"proceedings/internal/makers"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/storage/mem"
)

// running returns the running and the failing steps in the queue.
func running(t *testing.T, c *Client) (map[string]progress.Run, map[string]string) {
	t.Helper()
	steps, err := c.Running()
	if err != nil {
		t.Fatal(err)
	}
	failing, err := c.Failing()
	if err != nil {
		t.Fatal(err)
	}
	return steps, failing
}

func TestRunning(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	c := NewClient(r)
	nothing := func(when string) {
		t.Helper()
		if steps, failing := running(t, c); len(steps)+len(failing) > 0 {
			t.Errorf("%s: %+v run, %+v failed; want nothing", when, steps, failing)
		}
	}
	nothing("with a queue that was never used")
	step := light()
	if err := c.step(t.Context(), step, normal()); err != nil {
		t.Fatal(err)
	}
	nothing("with a task that waits")
	if err := c.Reconcile(t.Context(), "board"); err != nil { // not a step, so not listed
		t.Fatal(err)
	}
	serve(t, r, func(context.Context, *asynq.Task) error { return errors.New("no space left") })
	until(t, "the task to fail", func() bool {
		steps, failing := running(t, c)
		return len(steps) == 0 && cmp.Equal(failing, map[string]string{step.Key(): "no space left"})
	})
}

// TestRunningOfManySteps lists more than one page of tasks, on a real Redis.
func TestRunningOfManySteps(t *testing.T) {
	t.Parallel()
	const n = pageSize + pageSize/2
	r := open(t, real(t))
	c, release := NewClient(r), make(chan struct{})
	want := map[string]progress.Run{}
	for i := range n {
		step := light()
		step.Version = i
		if i%2 > 0 {
			step.Kind = plan.Chunk
		}
		if err := c.step(t.Context(), step, normal()); err != nil {
			t.Fatal(err)
		}
		want[step.Key()] = progress.Run{Running: true, Done: 0.5, Elapsed: 2500 * time.Millisecond}
	}
	w := &Worker{Redis: r, Log: discard()}
	reported := make(chan struct{}, n)
	srv := w.server(n, weights())
	err := srv.Start(asynq.HandlerFunc(func(ctx context.Context, _ *asynq.Task) error {
		began := time.Now()
		now := began
		tell := reporter(r.resultWriter(ctx), func() time.Time { return now })
		now = began.Add(2500 * time.Millisecond)
		tell(0.5)
		tell(0.75) // within the same second: not stored
		reported <- struct{}{}
		<-release
		return nil
	}))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(srv.Shutdown)
	t.Cleanup(func() { close(release) })
	for range n {
		await(t, "a step to report its progress", reported)
	}
	steps, failing := running(t, c)
	if diff := cmp.Diff(want, steps); diff != "" || len(failing) > 0 {
		t.Errorf("%d steps run, %d failed; want %d (-want +got):\n%s", len(steps), len(failing), n, diff)
	}
}

// TestProgressOfANewRunStartsAtZero runs a step twice; the first run reports progress.
func TestProgressOfANewRunStartsAtZero(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	c, step := NewClient(r), light()
	if err := c.step(t.Context(), step, normal()); err != nil {
		t.Fatal(err)
	}
	runs, release := make(chan int, 2), make(chan struct{})
	count := 0
	serve(t, r, func(ctx context.Context, _ *asynq.Task) error {
		tell := reporter(r.resultWriter(ctx), time.Now)
		count++
		if count == 1 {
			tell(0.9)
			return errors.New("broke off")
		}
		runs <- count
		<-release
		return nil
	})
	t.Cleanup(func() { close(release) })
	await(t, "the second run", runs)
	steps, _ := running(t, c)
	if want := map[string]progress.Run{step.Key(): {Running: true}}; !cmp.Equal(want, steps) {
		t.Errorf("running steps %+v, want %+v", steps, want)
	}
}

// TestProgressWhileItRuns reads the progress that a worker reports.
func TestProgressWhileItRuns(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	submit(t, store, "board", "a paper")
	at, release := make(chan plan.Step, 1), make(chan struct{})
	o := &tools{meet: func(_ context.Context, task *makers.Task) error {
		if task.Step.Kind == plan.Document {
			task.Progress(0.25)
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
	end := sync.OnceFunc(func() { close(release) })
	t.Cleanup(end)
	step := await(t, "the step to run", at)
	// The probe woke the meeting before its own task ended, so it may still be active.
	until(t, "the probe's task to end", func() bool {
		steps, _ := running(t, c)
		return len(steps) == 1
	})
	steps, _ := running(t, c)
	if p := steps[step.Key()]; !p.Running || p.Done != 0.25 || len(steps) != 1 {
		t.Errorf("running steps %+v", steps)
	}
	end()
	if m := published(t, store, "board"); len(m.Documents) != 1 {
		t.Errorf("published %+v", m)
	}
}

func TestProgressOf(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, result string
		want         progress.Run
	}{
		{"no report", "", progress.Run{Running: true}},
		{"a share and a time", `{"done":0.43,"elapsed":12.5}`, progress.Run{Running: true, Done: 0.43, Elapsed: 12500 * time.Millisecond}},
		{"a number, as from an older worker", "0.4300", progress.Run{Running: true}},
		{"invalid JSON", `{"done":`, progress.Run{Running: true}},
		{"values out of range", `{"done":7,"elapsed":-3}`, progress.Run{Running: true, Done: 1}},
		{"a huge time", `{"elapsed":1e300}`, progress.Run{Running: true, Elapsed: time.Duration(progress.MaxSeconds * float64(time.Second))}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := progressOf([]byte(tt.result)); got != tt.want {
				t.Errorf("progressOf(%s) = %+v, want %+v", strings.TrimSpace(tt.result), got, tt.want)
			}
		})
	}
}

package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hibiken/asynq"

	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func sampleStep() plan.Step {
	return plan.Step{
		Kind: plan.Chunk, Version: 1, Input: strings.Repeat("ab", 32), Needs: []string{"copy-1"}, Space: layout.Public,
		Params: json.RawMessage(`{"from":0,"to":5400000}`), Budget: 2 * time.Hour, Cost: 38.5, Bytes: []plan.Range{{From: 40, To: 7_000_000}},
	}
}

// TestPayloads compares the payloads of all kinds with golden files. Tasks outlive a
// release: a new kind adds a file, and a changed file breaks queued tasks.
func TestPayloads(t *testing.T) {
	t.Parallel()
	for _, j := range []job{reconcileJob{Meeting: "2026-03-04-board"}, stepJob{Key: sampleStep().Key(), step: sampleStep()}, oldStepJob{Step: sampleStep()}} {
		task, _, err := task(j)
		if err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", strings.ReplaceAll(j.kind(), ":", "-")+".json")
		if *update {
			if err = os.MkdirAll("testdata", 0o755); err != nil {
				t.Fatal(err)
			}
			if err = os.WriteFile(path, append(task.Payload(), '\n'), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatalf("%v: run the test with -update", err)
		}
		if diff := cmp.Diff(string(want), string(task.Payload())+"\n"); diff != "" {
			t.Errorf("%s (-want +got):\n%s", path, diff)
		}
		if task.Type() != j.kind() {
			t.Errorf("a %s has the task type %s", j.kind(), task.Type())
		}
	}
}

func TestQueueAndTimeoutOfTasks(t *testing.T) {
	t.Parallel()
	step := func(kind plan.Kind, budget time.Duration) job {
		return stepJob{step: plan.Step{Kind: kind, Version: 1, Budget: budget}}
	}
	tests := []struct {
		name    string
		job     job
		queue   string
		timeout time.Duration
	}{
		{"a reconcile", reconcileJob{Meeting: "board"}, queueControl, 15 * time.Minute},
		{"a probe", step(plan.Probe, 2*time.Hour), string(plan.Light), 2*time.Hour + 10*time.Minute},
		{"a deck", step(plan.Deck, time.Hour), string(plan.Light), time.Hour + 10*time.Minute},
		{"a sample of a recording", step(plan.Sample, time.Hour), string(plan.Light), time.Hour + 10*time.Minute},
		{"a chunk of a recording", step(plan.Chunk, 9*time.Hour), string(plan.Chunks), 9*time.Hour + 10*time.Minute},
		{"a fingerprint of the audio", step(plan.Fingerprint, 9*time.Hour), string(plan.Heavy), 9*time.Hour + 10*time.Minute},
		{"the offset of two recordings", step(plan.Offset, time.Hour), string(plan.Light), time.Hour + 10*time.Minute},
		{"the audio of a recording", step(plan.Audio, 9*time.Hour), string(plan.Heavy), 9*time.Hour + 10*time.Minute},
		{"a step without a budget", step(plan.Document, 0), string(plan.Light), 10 * time.Minute},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, opts, err := task(tt.job)
			if err != nil {
				t.Fatal(err)
			}
			got := map[asynq.OptionType]any{}
			for _, o := range opts {
				got[o.Type()] = o.Value()
			}
			want := map[asynq.OptionType]any{asynq.QueueOpt: tt.queue, asynq.TimeoutOpt: tt.timeout, asynq.MaxRetryOpt: maxRetry}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("options (-want +got):\n%s", diff)
			}
		})
	}
}

func TestRetryDelay(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]time.Duration{
		0: time.Second, 1: 2 * time.Second, 5: 32 * time.Second, 6: time.Minute, 7: time.Minute, 63: time.Minute, 64: time.Minute, maxRetry: time.Minute,
	} {
		if got := retryDelay(n, nil, nil); got != want {
			t.Errorf("before retry %d: %v, want %v", n, got, want)
		}
	}
}

// TestTasksOfEarlierVersionsNameTheSameStep: tasks outlive a release.
func TestTasksOfEarlierVersionsNameTheSameStep(t *testing.T) {
	t.Parallel()
	key := func(j job) (named string) {
		task, _, err := task(j)
		if err != nil {
			t.Fatal(err)
		}
		mux := asynq.NewServeMux()
		handle(mux, func(_ context.Context, j stepJob) error { named = j.Key; return nil })
		handle(mux, func(_ context.Context, j oldStepJob) error { named = j.Step.Key(); return nil })
		if err := mux.ProcessTask(t.Context(), task); err != nil {
			t.Error(err)
		}
		return named
	}
	step := sampleStep()
	if now, then := key(stepJob{Key: step.Key(), step: step}), key(oldStepJob{Step: step}); now != then || now != step.Key() {
		t.Errorf("the tasks name %s and %s, want %s", now, then, step.Key())
	}
}

func TestHandle(t *testing.T) {
	t.Parallel()
	golden, err := os.ReadFile("testdata/step-v1.json")
	if err != nil {
		t.Fatal(err)
	}
	broken := errors.New("interrupted")
	tests := []struct {
		name, kind, payload string
		answer              error
		done                bool
		want                error
		words               string
	}{
		{"runs a task of the kind", "step:v1", string(golden), nil, true, nil, ""},
		{"returns the error", "step:v1", string(golden), broken, true, broken, ""},
		{"refuses a later version with the same prefix", "step:v10", string(golden), nil, false, nil, "handler not found"},
		{"refuses an unknown kind", "other:v1", "{}", nil, false, nil, "handler not found"},
		{"does not retry an invalid payload", "step:v1", "{", nil, false, asynq.SkipRetry, "decode step:v1"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got *oldStepJob
			mux := asynq.NewServeMux()
			handle(mux, func(_ context.Context, j oldStepJob) error {
				got = &j
				return tt.answer
			})
			err := mux.ProcessTask(t.Context(), asynq.NewTask(tt.kind, []byte(tt.payload)))
			if (got != nil) != tt.done {
				t.Fatalf("done: %v, want %v", got != nil, tt.done)
			}
			if tt.want != nil && !errors.Is(err, tt.want) || tt.words == "" && tt.want == nil && err != nil ||
				tt.words != "" && (err == nil || !strings.Contains(err.Error(), tt.words)) {
				t.Errorf("err = %v", err)
			}
			if tt.words == "handler not found" && errors.Is(err, asynq.SkipRetry) {
				t.Error("the task is archived, although a newer worker could run it")
			}
			if tt.done {
				if diff := cmp.Diff(sampleStep(), got.Step); diff != "" {
					t.Errorf("decoded step (-want +got):\n%s", diff)
				}
			}
		})
	}
}

// TestStepsOfEarlierPlans: during an upgrade, an earlier version has requested a step that this one
// does not plan. Its meeting is planned again, without waiting for a sweep.
func TestStepsOfEarlierPlans(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	w := worker(t, r, store, &tools{})
	start(t, w)
	until(t, "the sweep at the start", func() bool { return w.Status().Swept })
	submit(t, store, "board", "paper")
	step := plan.Step{Kind: plan.Document, Version: 99, Input: strings.Repeat("ab", 32), Space: layout.Public}
	if err := storage.WriteJSON(t.Context(), store, layout.StepStatus(step.Key()), steps.Status{Waiting: []string{"board"}}, storage.Always); err != nil {
		t.Fatal(err)
	}
	c := NewClient(r)
	if err := c.step(t.Context(), step, normal()); err != nil {
		t.Fatal(err)
	}
	published(t, store, "board")
	if got := state(c, step.Key()); got != asynq.TaskStateArchived {
		t.Errorf("the task is %v, want it archived", got)
	}
}

// TestGarbageTasksAreArchived puts tasks into the queue as anybody with access to Redis can.
func TestGarbageTasksAreArchived(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	store := new(mem.Store)
	var made atomic.Int32
	start(t, worker(t, r, store, &tools{meet: func(context.Context, *makers.Task) error {
		made.Add(1)
		return nil
	}}))
	c := NewClient(r)
	step := plan.Step{Kind: plan.Document, Version: 1, Input: strings.Repeat("ab", 32), Space: layout.Public, Params: json.RawMessage(`{"format":"text","original":true}`)}
	payload, err := json.Marshal(oldStepJob{Step: step})
	if err != nil {
		t.Fatal(err)
	}
	for id, task := range map[string]*asynq.Task{
		"unknown type": asynq.NewTask("other:v1", nil), "no JSON": asynq.NewTask("step:v2", []byte("{")),
		"a path": asynq.NewTask("step:v2", []byte(`{"key":"../../archive"}`)), "forged step": asynq.NewTask("step:v1", payload),
	} {
		if _, err := c.queue.EnqueueContext(t.Context(), task, asynq.Queue(string(plan.Light)), asynq.TaskID(id), asynq.MaxRetry(maxRetry)); err != nil {
			t.Fatal(err)
		}
		until(t, id+" to be archived", func() bool { return state(c, id) == asynq.TaskStateArchived })
	}
	if n := made.Load(); n != 0 {
		t.Errorf("%d garbage tasks were run", n)
	}
}

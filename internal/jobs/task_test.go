package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/hibiken/asynq"

	"proceedings/internal/layout"
	"proceedings/internal/plan"
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
	for _, j := range []job{reconcileJob{Meeting: "2026-03-04-board"}, stepJob{Step: sampleStep()}} {
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
		return stepJob{Step: plan.Step{Kind: kind, Version: 1, Budget: budget}}
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
			var got *stepJob
			mux := asynq.NewServeMux()
			handle(mux, func(_ context.Context, j stepJob) error {
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

package jobs

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/plan"
)

// queueControl is for reconciles, which take milliseconds. Two servers in a worker
// take from the queues: a long encode must not keep a reconcile waiting.
const queueControl = "control"

// weights are the queues of steps, and how often each is looked into first.
func weights() map[string]int {
	return map[string]int{string(plan.Light): 9, string(plan.Heavy): 6, string(plan.Chunks): 1, string(plan.Idle): 1}
}

// queues are all queues.
func queues() []string {
	return append(slices.Sorted(maps.Keys(weights())), queueControl)
}

// job is a task's payload. Its kind names it on the queue; tasks outlive a
// release, so a payload that changes its meaning takes a new kind.
type job interface{ kind() string }

// reconcileJob asks for a reconcile of a meeting.
type reconcileJob struct {
	Meeting string `json:"meeting"`
	Woken   bool   `json:"woken,omitempty"` // one of its steps has settled: what was seen before still holds
}

func (reconcileJob) kind() string { return "reconcile:v1" }

// stepJob asks for a step. The step is its own description; nothing else is
// needed to run it.
type stepJob struct {
	Step plan.Step `json:"step"`
}

func (stepJob) kind() string { return "step:v1" }

// handle registers work for the jobs of type T: decode, do, say in the queue's
// words how it ended.
func handle[T job](mux *asynq.ServeMux, work func(context.Context, T) error) {
	var zero T
	mux.HandleFunc(zero.kind(), func(ctx context.Context, task *asynq.Task) error {
		if task.Type() != zero.kind() { // the mux matches by prefix
			return asynq.NotFound(ctx, task)
		}
		var j T
		if err := json.Unmarshal(task.Payload(), &j); err != nil {
			return fmt.Errorf("decode %s: %w: %w", zero.kind(), err, asynq.SkipRetry)
		}
		return work(ctx, j)
	})
}

// The queue's own count of retries must never end a task: steps count their
// starts in the storage, and a service that is away for a weekend is no reason
// to forget one.
const maxRetry = 1 << 20

// reconcileTimeout is many times what a meeting of a thousand sources takes.
const reconcileTimeout = 15 * time.Minute

// task is j as the queue takes it, with everything but its ID.
func task(j job) (*asynq.Task, []asynq.Option, error) {
	payload, err := json.Marshal(j)
	if err != nil {
		return nil, nil, fmt.Errorf("encode %s: %w", j.kind(), err)
	}
	// asynq takes a timeout of zero for 30 minutes, so there is always one.
	timeout, queue := reconcileTimeout, queueControl
	if s, ok := j.(stepJob); ok {
		// The pipeline ends a step at its budget and says so; the queue's limit
		// only catches one that does not even end then.
		timeout, queue = s.Step.Budget+10*time.Minute, string(cmp.Or(s.Step.Kind.Traits().Queue, plan.Light))
	}
	return asynq.NewTask(j.kind(), payload),
		[]asynq.Option{asynq.Queue(queue), asynq.Timeout(timeout), asynq.MaxRetry(maxRetry)}, nil
}

// retryDelay doubles from a second to a minute.
func retryDelay(n int, _ error, _ *asynq.Task) time.Duration {
	return min(time.Minute, time.Second<<min(n, 6))
}

package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/fault"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// queueControl is the queue of reconciles, which take milliseconds. It has its own
// server in each worker, so that reconciles never wait for a long encode.
const queueControl = "control"

// levelFactor is the weight of a priority relative to the next lower one. asynq asks the
// queues in a random order by weight, so that a worker takes a sixth of its steps from the
// lower of two busy ones.
const levelFactor = 5

// weights returns the queues of steps and their asynq weights.
func weights() map[string]int {
	all := map[string]int{}
	for queue, weight := range map[plan.Queue]int{plan.Light: 9, plan.Heavy: 6, plan.Chunks: 1, plan.Idle: 1} {
		for _, p := range slices.Backward(plan.Levels()) {
			all[queue.At(p)] = weight
			weight *= levelFactor
		}
	}
	return all
}

// queues returns the names of all queues.
func queues() []string {
	return append(slices.Sorted(maps.Keys(weights())), queueControl)
}

// job is a task's payload. kind is its task type. Tasks outlive a release, so a payload
// with a new meaning needs a new kind.
type job interface{ kind() string }

// reconcileJob requests a reconcile of a meeting.
type reconcileJob struct {
	Meeting string `json:"meeting"`
	Woken   bool   `json:"woken,omitempty"` // a step has settled: known results are still valid
}

func (reconcileJob) kind() string { return "reconcile:v1" }

// stepJob requests a run of a step. It only names the step: what is made and where it goes
// is decided by the storage.
type stepJob struct {
	Key string `json:"key"`

	step     plan.Step // of the client, for the options of the task
	priority meeting.Priority
}

func (stepJob) kind() string { return "step:v2" }

// oldStepJob is a stepJob of an earlier version, which contained the step.
type oldStepJob struct {
	Step plan.Step `json:"step"`
}

func (oldStepJob) kind() string { return "step:v1" }

// ours reports whether a task type is of this program, perhaps of a later version. A
// worker of that version can run it.
func ours(kind string) bool {
	name, _, _ := strings.Cut(kind, ":")
	return name == "reconcile" || name == "step"
}

// handle registers work as the handler of jobs of type T.
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

// maxRetry is practically unlimited: the storage counts attempts, and a long outage of
// a service must not drop a task.
const maxRetry = 1 << 20

// reconcileTimeout is far longer than a reconcile of a thousand sources.
const reconcileTimeout = 15 * time.Minute

// task encodes j as an asynq task, with all options but the ID. The queue is first.
func task(j job) (*asynq.Task, []asynq.Option, error) {
	payload, err := json.Marshal(j)
	if err != nil {
		return nil, nil, fmt.Errorf("encode %s: %w", j.kind(), err)
	}
	// asynq replaces a zero timeout by 30 minutes, so always set one.
	timeout, queue := reconcileTimeout, queueControl
	if s, ok := j.(stepJob); ok {
		// The pipeline stops a step at its budget. The timeout of the task is only a
		// fallback.
		timeout, queue = s.step.Budget+10*time.Minute, s.step.Queue().At(s.priority)
	}
	return asynq.NewTask(j.kind(), payload),
		[]asynq.Option{asynq.Queue(queue), asynq.Timeout(timeout), asynq.MaxRetry(maxRetry)}, nil
}

// roomDelay is the first delay of a step that does not fit on the disk of a worker.
const roomDelay = 5 * time.Second

// retryDelay doubles from a second to a minute. A task that failed because of its
// machine may run on another one at once. One that does not fit on a disk is tried again
// soon, by any worker.
func retryDelay(n int, err error, _ *asynq.Task) time.Duration {
	switch {
	case fault.IsWorker(err):
		return time.Second
	case errors.Is(err, errElsewhere): // random, in case two workers started it at the same moment
		return time.Second + rand.N(4*time.Second)
	}
	if noRoom, is := errors.AsType[*makers.NoRoomError](err); is {
		delay := roomDelay << min(n, 2)
		if noRoom.Never() {
			delay *= 3
		}
		return delay
	}
	return min(time.Minute, time.Second<<min(n, 6))
}

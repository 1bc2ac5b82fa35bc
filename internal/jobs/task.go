package jobs

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/plan"
)

// Queues, by what their tasks need. Two servers in a worker take from them: a
// long encode must not keep a look at the storage waiting.
const (
	queueControl = "control" // reconcile: milliseconds
	queueLight   = "light"   // probes, samples, offsets, playlists, decks, documents: seconds
	queueHeavy   = "heavy"   // a recording's sound and its fingerprint, its copy, its plain files: minutes, and few
	queueChunk   = "chunks"  // the chunks of recordings: minutes, and many
	queueOCR     = "ocr"     // pictures of pages to read: minutes, and nobody waits
)

// weights are the queues of steps, and how often each is looked into first.
func weights() map[string]int {
	return map[string]int{queueLight: 9, queueHeavy: 6, queueChunk: 1, queueOCR: 1}
}

// job is a task's payload. Its kind names it on the queue; tasks outlive a
// release, so a payload that changes its meaning takes a new kind.
type job interface{ kind() string }

// reconcileJob asks for a look at a meeting.
type reconcileJob struct {
	Meeting string `json:"meeting"`
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
func handle[T job](mux *asynq.ServeMux, work func(context.Context, T, *asynq.Task) error) {
	var zero T
	mux.HandleFunc(zero.kind(), func(ctx context.Context, task *asynq.Task) error {
		if task.Type() != zero.kind() { // the mux matches by prefix
			return asynq.NotFound(ctx, task)
		}
		var j T
		if err := json.Unmarshal(task.Payload(), &j); err != nil {
			return fmt.Errorf("decode %s: %w: %w", zero.kind(), err, asynq.SkipRetry)
		}
		return work(ctx, j, task)
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
		timeout, queue = s.Step.Budget+10*time.Minute, queueLight
		switch {
		case s.Step.Kind == plan.Chunk: // another meeting's last step must not wait for all of them
			queue = queueChunk
		case s.Step.Kind == plan.OCR: // nothing waits for it
			queue = queueOCR
		case s.Step.Kind.Heavy():
			queue = queueHeavy
		}
	}
	return asynq.NewTask(j.kind(), payload),
		[]asynq.Option{asynq.Queue(queue), asynq.Timeout(timeout), asynq.MaxRetry(maxRetry)}, nil
}

// retryDelay doubles from a second to a minute.
func retryDelay(n int, _ error, _ *asynq.Task) time.Duration {
	return min(time.Minute, time.Second<<min(n, 6))
}

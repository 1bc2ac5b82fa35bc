package jobs

import (
	"encoding/json"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/plan"
)

// Progress is how far a step's run is, as the queue knows it.
type Progress struct {
	Running bool    `json:"running"`
	Done    float64 `json:"done"`            // 0 to 1
	Retry   string  `json:"retry,omitempty"` // the last error, while it waits to run again
}

// Progress asks the queue about a step. A step that it does not know is not
// running.
func (c *Client) Progress(kind plan.Kind, key string) (Progress, error) {
	queue := queueLight
	if kind == plan.Recording {
		queue = queueHeavy
	}
	info, err := c.look.GetTaskInfo(queue, key)
	if errors.Is(err, asynq.ErrTaskNotFound) || errors.Is(err, asynq.ErrQueueNotFound) {
		return Progress{}, nil
	}
	if err != nil {
		return Progress{}, c.redis.unavailable("ask for the progress of "+key, err)
	}
	p := Progress{Running: info.State == asynq.TaskStateActive}
	if len(info.Result) > 0 {
		if err := json.Unmarshal(info.Result, &p.Done); err != nil {
			return p, fmt.Errorf("read the progress of %s: %w", key, err)
		}
	}
	if info.State == asynq.TaskStateRetry {
		p.Retry = info.LastErr
	}
	return p, nil
}

// reporter writes a task's progress where [Client.Progress] finds it, at most
// once a second: tools report far more often.
func reporter(task *asynq.Task, now func() time.Time) func(float64) {
	var (
		mu   sync.Mutex
		last time.Time
	)
	return func(done float64) {
		mu.Lock()
		defer mu.Unlock()
		if t := now(); t.Sub(last) >= time.Second {
			last = t
			// A figure that cannot be shown is no reason to end the work.
			_, _ = fmt.Fprintf(task.ResultWriter(), "%.4f", done)
		}
	}
}

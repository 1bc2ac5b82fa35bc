package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/hibiken/asynq"
	"github.com/redis/go-redis/v9"

	"proceedings/internal/progress"
)

// Running returns the running steps, by key. It lists the active tasks, since a long
// recording has hundreds of steps and few of them run.
func (c *Client) Running() (map[string]progress.Run, error) {
	steps := map[string]progress.Run{}
	err := c.each("list the running tasks", "active", c.look.ListActiveTasks, func(info *asynq.TaskInfo) {
		if !info.IsOrphaned { // its worker is dead
			steps[info.ID] = progressOf(info.Result)
		}
	})
	return steps, err
}

// Failing returns the last error of each step that waits for a retry, by key. If a step fits
// on the disk of no worker, that is its error.
func (c *Client) Failing() (map[string]string, error) {
	steps := map[string]string{}
	err := c.each("list the tasks to retry", "retry", c.look.ListRetryTasks, func(info *asynq.TaskInfo) {
		steps[info.ID] = strings.TrimPrefix(info.LastErr, "step "+info.ID+": ") // users know no keys
		if info.LastErr == asynq.ErrLeaseExpired.Error() {
			steps[info.ID] = "its worker stopped"
		}
	})
	if err != nil {
		return nil, err
	}
	return steps, c.noRoomAnywhere(steps)
}

// HasWorker reports whether a worker is connected to Redis. A worker that was killed
// counts for up to ten seconds.
func (c *Client) HasWorker() (bool, error) {
	servers, err := c.look.Servers()
	if err != nil {
		return false, c.redis.unavailable("list the workers", err)
	}
	return len(servers) > 0, nil
}

// Paging of task lists. maxPages limits the list if all steps fail because a service is
// unreachable.
const (
	pageSize = 100
	maxPages = 20
)

// each calls yield for each step with a state, over all queues. list is asynq's function
// for that state.
func (c *Client) each(what, state string, list func(string, ...asynq.ListOption) ([]*asynq.TaskInfo, error), yield func(*asynq.TaskInfo)) error {
	busy, err := c.redis.queuesWith(context.Background(), state)
	if err != nil {
		return c.redis.unavailable(what, err)
	}
	for _, queue := range busy {
		for page := 1; page <= maxPages; page++ {
			tasks, err := list(queue, asynq.Page(page), asynq.PageSize(pageSize))
			if errors.Is(err, asynq.ErrQueueNotFound) {
				break // the queue never had a task
			}
			if err != nil {
				return c.redis.unavailable(what, err)
			}
			for _, info := range tasks {
				yield(info)
			}
			if len(tasks) < pageSize {
				break
			}
		}
	}
	return nil
}

// queuesWith returns the queues of steps that have tasks with a state. Most have none, and
// asynq needs several calls for each.
func (r *Redis) queuesWith(ctx context.Context, state string) (busy []string, err error) {
	pipe, exist := r.client.Pipeline(), map[string]*redis.IntCmd{}
	for queue := range weights() {
		exist[queue] = pipe.Exists(ctx, queueKey(queue, state))
	}
	_, err = pipe.Exec(ctx)
	for queue, cmd := range exist {
		if cmd.Val() == 1 {
			busy = append(busy, queue)
		}
	}
	return busy, err //nolint:wrapcheck // the caller says what was tried
}

// report is a run's progress as stored in the queue.
type report struct {
	Done    float64 `json:"done"`    // 0 to 1
	Elapsed float64 `json:"elapsed"` // seconds since the run started
}

// progressOf decodes the progress of a running step. A report that cannot be decoded,
// for example of another release, counts as no progress.
func progressOf(result []byte) progress.Run {
	var r report
	if err := json.Unmarshal(result, &r); err != nil {
		return progress.Run{Running: true}
	}
	return progress.Run{Running: true, Done: progress.Fraction(r.Done), Elapsed: time.Duration(min(progress.MaxSeconds, progress.Finite(r.Elapsed)) * float64(time.Second))}
}

// reporter returns a function that stores a task's progress for [Client.Running], at
// most once a second, since tools report far more often.
func reporter(write func([]byte), now func() time.Time) func(float64) {
	var (
		mu    sync.Mutex
		last  time.Time
		began = now()
	)
	store := func(r report) {
		if data, err := json.Marshal(r); err == nil {
			write(data)
		}
	}
	store(report{}) // replaces the progress of an earlier run
	return func(done float64) {
		mu.Lock()
		defer mu.Unlock()
		if t := now(); t.Sub(last) >= time.Second {
			last = t
			store(report{Done: round(progress.Fraction(done), 4), Elapsed: round(t.Sub(began).Seconds(), 1)})
		}
	}
}

func round(x float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(x*scale) / scale
}

package jobs

import (
	"encoding/json"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/progress"
)

// Running asks the queue for the steps in work, by key. It is one question for
// all of them: a recording of a day has hundreds of steps, of which few run.
func (c *Client) Running() (map[string]progress.Run, error) {
	steps := map[string]progress.Run{}
	err := c.each("list what is in work", c.look.ListActiveTasks, func(info *asynq.TaskInfo) {
		if !info.IsOrphaned { // its worker is dead
			steps[info.ID] = progressOf(info.Result)
		}
	})
	return steps, err
}

// Failing asks the queue for the steps that wait to be tried again: the error
// of the last try, by key.
func (c *Client) Failing() (map[string]string, error) {
	steps := map[string]string{}
	err := c.each("list what is to be tried again", c.look.ListRetryTasks, func(info *asynq.TaskInfo) {
		steps[info.ID] = info.LastErr
		if info.LastErr == asynq.ErrLeaseExpired.Error() {
			steps[info.ID] = "its worker stopped"
		}
	})
	return steps, err
}

// Pages of a list. The bound is far above what any number of workers runs, and
// keeps a service that is away, when all steps fail, from making lists without
// end.
const (
	pageSize  = 100
	mostPages = 20
)

// each calls yield for the steps of a list that asynq has of every queue.
func (c *Client) each(what string, list func(string, ...asynq.ListOption) ([]*asynq.TaskInfo, error), yield func(*asynq.TaskInfo)) error {
	for queue := range weights() {
		for page := 1; page <= mostPages; page++ {
			tasks, err := list(queue, asynq.Page(page), asynq.PageSize(pageSize))
			if errors.Is(err, asynq.ErrQueueNotFound) {
				break // nothing was ever put into it
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

// report is a run's progress as it lies in the queue.
type report struct {
	Done    float64 `json:"done"`    // 0 to 1
	Elapsed float64 `json:"elapsed"` // seconds since the run began
}

// progressOf is the progress of a step in work. What cannot be read, as from a
// worker of another release, is no reason to show nothing else.
func progressOf(result []byte) progress.Run {
	var r report
	if err := json.Unmarshal(result, &r); err != nil {
		return progress.Run{Running: true}
	}
	return progress.Run{Running: true, Done: progress.Share(r.Done), Elapsed: time.Duration(min(progress.Longest, progress.Amount(r.Elapsed)) * float64(time.Second))}
}

// reporter writes a task's progress where [Client.Running] finds it, at most
// once a second: tools report far more often.
func reporter(write func([]byte), now func() time.Time) func(float64) {
	var (
		mu    sync.Mutex
		last  time.Time
		began = now()
	)
	say := func(r report) {
		if data, err := json.Marshal(r); err == nil {
			write(data)
		}
	}
	say(report{}) // over the last figure of an earlier run
	return func(done float64) {
		mu.Lock()
		defer mu.Unlock()
		if t := now(); t.Sub(last) >= time.Second {
			last = t
			say(report{Done: round(progress.Share(done), 4), Elapsed: round(t.Sub(began).Seconds(), 1)})
		}
	}
}

func round(x float64, digits int) float64 {
	scale := math.Pow10(digits)
	return math.Round(x*scale) / scale
}

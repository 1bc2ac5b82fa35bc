package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"proceedings/internal/makers"
	"proceedings/internal/words"
)

// roomKey is the key of a hash of the workers on whose disks a step cannot fit, by host and
// process.
func roomKey(step string) string { return "proceedings:room:" + step }

// roomLife is how long such a report counts: longer than a step waits between two workers
// that are busy.
const roomLife = 10 * time.Minute

// diskReport is a report of a worker on whose disk a step cannot fit.
type diskReport struct {
	Host     string    `json:"host"`
	Need     int64     `json:"need"`     // bytes
	Capacity int64     `json:"capacity"` // bytes
	Until    time.Time `json:"until"`
}

// reportNoRoom tells users if err says that a step can never fit on the disk of this
// worker. It ignores errors, since the log has the report, too.
func (r *Redis) reportNoRoom(ctx context.Context, step string, err error) {
	e, is := errors.AsType[*makers.NoRoomError](err)
	if !is || !e.Never() {
		return
	}
	data, err := json.Marshal(diskReport{e.Host, e.Need, e.Capacity, time.Now().Add(roomLife)})
	if err != nil {
		return
	}
	pipe := r.client.TxPipeline()
	pipe.HSet(ctx, roomKey(step), thisWorker().field(), data)
	pipe.Expire(ctx, roomKey(step), roomLife)
	_, _ = pipe.Exec(ctx)
}

// noRoomAnywhere replaces the errors of steps that fit on the disk of no connected worker.
func (c *Client) noRoomAnywhere(failing map[string]string) error {
	var workers []string
	for step, text := range failing {
		if !makers.SaysNoRoom(text) {
			continue
		}
		ctx, cancel := context.WithTimeout(context.Background(), replyTimeout)
		stored, err := c.redis.client.HGetAll(ctx, roomKey(step)).Result()
		cancel()
		if err != nil {
			return c.redis.unavailable("read the reports of full disks", err)
		}
		if len(stored) == 0 {
			continue
		}
		if workers == nil {
			if workers, err = c.workers(); err != nil {
				return err
			}
		}
		reports := map[string]diskReport{}
		for worker, data := range stored {
			var one diskReport
			if json.Unmarshal([]byte(data), &one) == nil && time.Now().Before(one.Until) {
				reports[worker] = one
			}
		}
		if reason := nowhere(reports, workers); reason != "" {
			failing[step] = reason
		}
	}
	return nil
}

// workers lists the connected workers that run steps, by host and process.
func (c *Client) workers() ([]string, error) {
	servers, err := c.look.Servers()
	if err != nil {
		return nil, c.redis.unavailable("list the workers", err)
	}
	list := []string{}
	for _, s := range servers {
		if _, control := s.Queues[queueControl]; !control {
			list = append(list, Sick{Host: s.Host, PID: s.PID}.field())
		}
	}
	return list, nil
}

// nowhere says that a step fits on the disk of none of the workers, if all have reported so;
// empty otherwise.
func nowhere(reports map[string]diskReport, workers []string) string {
	if len(workers) == 0 {
		return ""
	}
	var need int64
	var disks []string
	for _, worker := range workers {
		r, reported := reports[worker]
		if !reported {
			return ""
		}
		need = max(need, r.Need)
		disks = append(disks, fmt.Sprintf("%s of %s", words.Size(r.Capacity), r.Host))
	}
	slices.Sort(disks)
	return fmt.Sprintf("needs %s of disk space, more than any worker can give (%s): start a worker with a larger disk for --scratch",
		words.Size(need), strings.Join(slices.Compact(disks), ", "))
}

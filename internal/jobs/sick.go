package jobs

import (
	"context"
	"encoding/json"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hibiken/asynq"

	"proceedings/internal/fault"
	"proceedings/internal/logging"
	"proceedings/internal/plan"
)

// sickness is a step that failed because of this machine, and the reason in words.
type sickness struct {
	kind   plan.Kind // empty if it is the clock
	reason string
}

// noticeSickness has serveSteps take this worker out of service if its machine caused
// err.
func (w *Worker) noticeSickness(kind plan.Kind, err error) {
	reason := fault.WorkerReason(err)
	if reason == "" {
		return
	}
	select {
	case w.sick <- sickness{kind, reason}:
	default: // one is noticed already
	}
}

// serveSteps runs steps until ctx ends. While this machine cannot do its work, it accepts
// none, so that healthy workers run them. Reconciles need only the storage; they go on.
func (w *Worker) serveSteps(ctx context.Context, mux *asynq.ServeMux) {
	for ctx.Err() == nil {
		srv := w.server(w.Concurrency, weights())
		if err := srv.Start(mux); err != nil {
			w.Log.ErrorContext(ctx, "start serving the queue; trying again", "err", err)
			sleep(ctx, time.Second)
			continue
		}
		w.status.set(func(s *Status) { s.InService, s.Reason = true, "" })
		select {
		case <-ctx.Done():
			srv.Shutdown()
		case s := <-w.sick:
			w.status.set(func(now *Status) { now.InService, now.Reason = false, s.reason })
			w.Log.ErrorContext(ctx, "out of service: this machine fails; testing it until it works again", "reason", s.reason, logging.Kind, string(s.kind))
			w.Redis.reportSick(ctx, s.reason)
			srv.Shutdown()
			w.heal(ctx, s)
		}
	}
}

// The time between two self-tests doubles up to longestRest.
const (
	firstRest   = time.Second
	longestRest = 10 * time.Second
)

// heal returns when this machine passes its self-test.
func (w *Worker) heal(ctx context.Context, s sickness) {
	defer w.Redis.reportHealthy(context.WithoutCancel(ctx))
	for rest := firstRest; ; rest = min(longestRest, 2*rest) {
		if !sleep(ctx, rest) {
			return
		}
		err := w.testSelf(ctx, s.kind)
		if err == nil {
			select { // an error from before the test
			case <-w.sick:
			default:
			}
			w.Log.InfoContext(ctx, "in service again")
			return
		}
		if reason := fault.WorkerReason(err); reason != "" {
			s.reason = reason
		}
		w.status.set(func(now *Status) { now.Reason = s.reason })
		w.Redis.reportSick(ctx, s.reason)
		w.Log.DebugContext(ctx, "still out of service", "err", err)
	}
}

// testSelf tests the clock of this machine and its tools for steps of a kind.
func (w *Worker) testSelf(ctx context.Context, kind plan.Kind) error {
	_, ahead, err := w.Redis.clock(ctx)
	if err == nil {
		err = wrongClock(ahead)
	}
	if err != nil || kind == "" || w.Pipeline.SelfTest == nil {
		return err
	}
	return w.Pipeline.SelfTest(ctx, kind)
}

// sleep waits, and returns false if ctx ends first.
func sleep(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// sickKey is a hash of the workers that are out of service, by host and process.
const sickKey = "proceedings:sick"

// reportLife is how long a report counts, longer than the time between two.
const reportLife = 2 * longestRest

// Sick is a worker that is out of service.
type Sick struct {
	Host   string    `json:"host"`
	PID    int       `json:"pid"`
	Reason string    `json:"reason"` // in words
	Until  time.Time `json:"until"`  // the report counts until then
}

func thisWorker() Sick {
	host, _ := os.Hostname() // empty is good enough for a message
	return Sick{Host: host, PID: os.Getpid()}
}

func (s Sick) field() string { return s.Host + ":" + strconv.Itoa(s.PID) }

// reportSick tells users that this worker is out of service. It ignores errors, since
// the log has the report, too.
func (r *Redis) reportSick(ctx context.Context, reason string) {
	s := thisWorker()
	s.Reason, s.Until = reason, time.Now().Add(reportLife)
	if data, err := json.Marshal(s); err == nil {
		_ = r.client.HSet(ctx, sickKey, s.field(), data).Err()
	}
}

func (r *Redis) reportHealthy(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, replyTimeout)
	defer cancel()
	_ = r.client.HDel(ctx, sickKey, thisWorker().field()).Err() // it does not count for long
}

// SickWorkers lists the workers that are out of service.
func (c *Client) SickWorkers(ctx context.Context) ([]Sick, error) {
	reports, err := c.redis.client.HGetAll(ctx, sickKey).Result()
	if err != nil {
		return nil, c.redis.unavailable("list the workers that are out of service", err)
	}
	var list []Sick
	for _, data := range reports {
		var s Sick
		if json.Unmarshal([]byte(data), &s) == nil && time.Now().Before(s.Until) {
			list = append(list, s)
		}
	}
	slices.SortFunc(list, func(a, b Sick) int { return strings.Compare(a.field(), b.field()) })
	return list, nil
}

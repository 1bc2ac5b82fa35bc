package jobs

import (
	"context"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/redis/go-redis/v9"

	"proceedings/internal/fault"
	"proceedings/internal/makers"
	"proceedings/internal/storage/mem"
)

func TestWrongClock(t *testing.T) {
	t.Parallel()
	tests := []struct {
		ahead time.Duration
		want  string
	}{
		{0, ""},
		{maxSkew, ""},
		{-maxSkew, ""},
		{2*time.Hour + 300*time.Millisecond, "the clock of this machine is 2h0m0s ahead of that of the Redis server"},
		{-11 * time.Second, "the clock of this machine is 11s behind that of the Redis server"},
	}
	for _, tt := range tests {
		if got := fault.WorkerReason(wrongClock(tt.ahead)); got != tt.want {
			t.Errorf("%s ahead: %q, want %q", tt.ahead, got, tt.want)
		}
	}
}

// TestWorkerWithAWrongClockRunsNoSteps: it would take the tasks of others, which it takes for
// abandoned. It goes on when its clock is right.
func TestWorkerWithAWrongClockRunsNoSteps(t *testing.T) {
	t.Parallel()
	for name, skew := range map[string]time.Duration{"ahead": -3 * time.Hour, "behind": 3 * time.Hour} { // of the server
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m, r := small(t)
			m.SetTime(time.Now().Add(skew))
			store := new(mem.Store)
			var runs atomic.Int32
			start(t, worker(t, r, store, &tools{meet: func(context.Context, *makers.Task) error { runs.Add(1); return nil }}))
			c := NewClient(r)
			until(t, "the worker to say that its clock is wrong", func() bool {
				list, err := c.SickWorkers(t.Context())
				return err == nil && len(list) == 1 && strings.Contains(list[0].Reason, "3h0m0s "+name)
			})
			submit(t, store, "board", "a paper")
			if err := c.Reconcile(t.Context(), "board"); err != nil {
				t.Fatal(err)
			}
			until(t, "the first step to be queued", func() bool {
				pending, err := c.look.ListPendingTasks("light")
				return err == nil && len(pending) == 1
			})
			if n := runs.Load(); n != 0 {
				t.Errorf("%d steps ran", n)
			}
			m.SetTime(time.Time{}) // the right time
			if man := published(t, store, "board"); len(man.Documents) != 1 {
				t.Errorf("published %+v", man)
			}
		})
	}
}

// TestTimesOfAWrongClockAreCorrected: a lease and a delay that a wrong clock wrote do not last
// for hours.
func TestTimesOfAWrongClockAreCorrected(t *testing.T) {
	t.Parallel()
	_, r := small(t)
	now := time.Unix(time.Now().Unix(), 0)
	tests := []struct {
		list      string
		end, want time.Time
	}{
		{"lease", now.Add(leaseDuration), now.Add(leaseDuration)},
		{"lease", now.Add(2 * time.Hour), now.Add(leaseDuration)},
		{"scheduled", now.Add(time.Minute), now.Add(time.Minute)},
		{"scheduled", now.Add(2 * time.Hour), now},
		{"retry", now.Add(-time.Hour), now.Add(-time.Hour)},
		{"retry", now.Add(farAway + time.Second), now},
	}
	for _, tt := range tests {
		key, task := queueKey("light", tt.list), tt.list+tt.end.String()
		if err := r.client.ZAdd(t.Context(), key, redis.Z{Score: float64(tt.end.Unix()), Member: task}).Err(); err != nil {
			t.Fatal(err)
		}
		if err := r.correctTimes(t.Context(), "light", now); err != nil {
			t.Fatal(err)
		}
		if got, err := r.client.ZScore(t.Context(), key, task).Result(); err != nil || int64(got) != tt.want.Unix() {
			t.Errorf("%s at %s: %v, %v; want %s", tt.list, tt.end, int64(got), err, tt.want)
		}
	}
}

package jobs

import (
	"fmt"
	"sync"
	"time"
)

// Status is the condition of a worker, for probes and metrics.
type Status struct {
	Running   bool   // it accepts work, and was not told to stop
	InService bool   // it accepts steps
	Reason    string // why not, in words

	Swept      bool // it leads and has swept; only then the numbers below count
	Unfinished int  // meetings, at the last sweep
	Attention  int  // meetings that need attention, at the last sweep
}

// status is shared by a worker's loops and its readers.
type status struct {
	mu      sync.Mutex
	current Status
	turned  map[string]time.Time // by loop: its last turn
}

// Status returns the current condition.
func (w *Worker) Status() Status {
	w.status.mu.Lock()
	defer w.status.mu.Unlock()
	return w.status.current
}

func (s *status) set(change func(*Status)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	change(&s.current)
}

// The loops of a worker that must not stop before it.
const (
	sweepLoop   = "the loop that looks for unfinished meetings"
	recoverLoop = "the loop that looks for abandoned tasks"
)

// longestTurn is far longer than a turn of a loop takes, also one of a sweep over
// thousands of meetings, or one without Redis or storage.
const longestTurn = 20 * time.Minute

// turn notes that a loop turns.
func (s *status) turn(loop string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.turned == nil {
		s.turned = map[string]time.Time{}
	}
	s.turned[loop] = time.Now()
}

// end notes that a loop has ended, as it does when the worker stops.
func (s *status) end(loop string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.turned, loop)
}

// Alive returns an error if the worker must be restarted: one of its loops hangs.
func (w *Worker) Alive() error { return w.status.alive(time.Now()) }

func (s *status) alive(now time.Time) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for loop, at := range s.turned {
		if idle := now.Sub(at); idle > longestTurn {
			return fmt.Errorf("%s has not turned for %s", loop, idle.Round(time.Second))
		}
	}
	return nil
}

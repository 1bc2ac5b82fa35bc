package e2e_test

import (
	"fmt"
	"slices"
	"syscall"
	"testing"
	"time"
)

// tally counts what the runs of a scenario showed, for a row of docs/reliability.md.
type tally struct {
	runs, finished, meetings, versions  int
	lost, halfVisible, incomplete, left int             // each has to be 0
	recovery                            []time.Duration // from the end of the fault until all is published
	requeue                             []time.Duration // from the death of a worker until its steps are queued again
	takeover                            []time.Duration // the same, until others run them
}

// row returns a row of a Markdown table: the scenario, runs, meetings, versions, the four
// that have to be 0, and the medians and maxima of the three times.
func (t tally) row(scenario string) string {
	return fmt.Sprintf("| %s | %d of %d | %d | %d | %d | %d | %d | %d | %s | %s | %s |", scenario, t.finished, t.runs, t.meetings, t.versions,
		t.lost, t.halfVisible, t.incomplete, t.left, medianAndMost(t.recovery), medianAndMost(t.requeue), medianAndMost(t.takeover))
}

func medianAndMost(times []time.Duration) string {
	if len(times) == 0 {
		return "–"
	}
	slices.Sort(times)
	return fmt.Sprintf("%.1f s, %.1f s", times[len(times)/2].Seconds(), times[len(times)-1].Seconds())
}

// run runs a scenario once.
func run(t *testing.T, s scenario, seed uint64, all *tally) {
	t.Helper()
	all.runs++
	c := newChaos(t, seed, s.needs)
	r := &reader{store: c.store, want: complete}
	stop := r.watch(t, []string{"first", "second", "killed-0", "killed-1", "killed-2"})
	defer stop()
	c.submit("first")
	c.submit("second")
	s.disturb(c)
	calm := time.Now()
	c.settled()
	recovery := time.Since(calm)
	time.Sleep(time.Second) // for a last look of the reader
	stop()
	for _, problem := range r.problems {
		t.Error(problem)
	}
	left := c.endWorkers()
	t.Logf("published %s after the last fault; steps of a dead worker were queued again after %v and ran after %v; the reader saw %d versions",
		recovery.Round(100*time.Millisecond), c.requeue, c.takeover, r.versions)

	all.finished++
	all.meetings += len(c.ids)
	all.versions += r.versions
	all.lost += c.checkOriginals()
	all.halfVisible += len(r.problems) - r.incomplete
	all.incomplete += r.incomplete
	all.left += left
	all.recovery = append(all.recovery, recovery)
	all.requeue = append(all.requeue, c.requeue...)
	all.takeover = append(all.takeover, c.takeover...)
}

// endWorkers kills the workers and returns the number of their processes that are left after
// five seconds.
func (c *chaos) endWorkers() (left int) {
	c.t.Helper()
	for _, w := range c.workers {
		_ = w.Process.Signal(syscall.SIGKILL)
		w.code(c.t)
		for end := time.Now().Add(5 * time.Second); len(processIDs(c.t, w.scratch)) > 0 && time.Now().Before(end); {
			time.Sleep(100 * time.Millisecond)
		}
		if still := processes(c.t, w.scratch); len(still) > 0 {
			c.t.Errorf("processes are left after 5 s: %v", still)
			left += len(still)
		}
	}
	return left
}

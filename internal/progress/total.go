package progress

import (
	"math"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/plan"
)

// Total is how far all the work on a source is.
type Total struct {
	Running bool          // some step is in work
	Kind    plan.Kind     // of the largest step in work, or of those that wait if there is none
	Done    float64       // 0 to 1; 1 only when the source is done
	Left    time.Duration // until it is done, at the speed of the steps in work; 0 where unknown
	Retry   string        // the last error of a step that waits to run again
}

// nearly is the highest fraction shown for a source that is not done: its last
// steps are known only when all before them are done.
const nearly = 0.99

// Sum is how far a source is, by the cost of its steps. of says how far a step
// is that waits or is in work.
func Sum(src archive.SourceState, of func(step string) Run) Total {
	switch src.Status {
	case archive.StatusDone:
		return Total{Done: 1}
	case archive.StatusRefused:
		return Total{}
	}
	var t Total
	var largest float64
	w := work{all: Amount(src.Expected)}
	known := src.Expected > 0
	for _, s := range src.Steps {
		known = known || s.Kind != plan.Probe
		cost := Amount(s.Cost)
		if s.Status != archive.StatusWaiting {
			w.add(cost, 1)
			continue
		}
		p := of(s.Key)
		if p.Retry != "" {
			t.Retry = p.Retry
		}
		if t.Kind == "" || p.Running && !t.Running || p.Running == t.Running && cost > largest {
			t.Kind, largest = s.Kind, cost
		}
		if !p.Running {
			w.add(cost, 0)
			continue
		}
		t.Running = true
		w.add(cost, Share(p.Done))
		w.time(cost, p)
	}
	if known { // what is to be done with a source shows when it has been looked at
		t.Done, t.Left = w.share(), w.left()
	}
	return t
}

// work adds up costs, in seconds of a processor's time.
type work struct {
	all, done      float64
	speed          float64 // of the runs of which it is known, cost a second
	timed, untimed int     // runs whose speed is known, and runs for which it is too early
}

func (w *work) add(cost, done float64) {
	w.all += cost
	w.done += cost * done
}

// What a run says at its beginning tells little of its speed: it has fetched
// its original first, and an encoder looks ahead. A step that listens to all of
// a track before it makes the first of it would take days by its first second.
const (
	tellingTime  = 3 * time.Second
	tellingShare = 0.02
)

// time takes in how fast a run is.
func (w *work) time(cost float64, p Run) {
	switch {
	case p.Done >= 1: // it is over, and another will take its place
	case p.Elapsed >= tellingTime && p.Done >= tellingShare:
		w.speed += cost * Share(p.Done) / p.Elapsed.Seconds()
		w.timed++
	default:
		w.untimed++
	}
}

func (w *work) share() float64 {
	if w.all <= 0 {
		return 0
	}
	return min(nearly, Share(w.done/w.all))
}

// Longest is ten years, in seconds: nobody waits for that.
const Longest = 3e8

// left is the time for the rest. A run that has just begun is taken to be as
// fast as the others, or the time would jump whenever a step begins.
func (w *work) left() time.Duration {
	if w.timed == 0 || w.speed <= 0 {
		return 0
	}
	speed := w.speed * float64(w.timed+w.untimed) / float64(w.timed)
	seconds := max(0, w.all-w.done) / speed
	if !(seconds < Longest) {
		return 0
	}
	return time.Duration(seconds * float64(time.Second))
}

// Amount is a cost that can be added up.
func Amount(cost float64) float64 {
	if math.IsNaN(cost) || math.IsInf(cost, 0) {
		return 0
	}
	return max(0, cost)
}

// Run is how far a step's run is, as the queue knows it.
type Run struct {
	Running bool
	Done    float64       // 0 to 1
	Elapsed time.Duration // from the run's beginning to when it said so; 0 while it has said nothing
	Retry   string        // the last error, while it waits to run again
}

// Share is x as a part of a whole.
func Share(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return min(1, max(0, x))
}

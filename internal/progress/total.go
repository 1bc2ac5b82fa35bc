package progress

import (
	"math"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/plan"
)

// Total is the progress of a source.
type Total struct {
	Running bool          // a step is running
	Kind    plan.Kind     // of the largest running step, or else of the largest waiting one
	Done    float64       // 0 to 1; 1 only when the source is done
	Left    time.Duration // time left at the speed of the running steps; 0 if unknown
	Retry   string        // the last error of a step that waits for a retry
}

// maxUnfinished is the highest fraction shown for an unfinished source. Its last steps
// are known only after all others are done.
const maxUnfinished = 0.99

// Sum returns the progress of a source, weighted by the cost of its steps. of returns
// the run of a step that waits or is running.
func Sum(src archive.SourceState, of func(step string) Run) Total {
	switch src.Status {
	case archive.StatusDone:
		return Total{Done: 1}
	case archive.StatusRefused, archive.StatusAttention:
		return Total{}
	}
	var t Total
	var largest float64
	w := work{all: Finite(src.Expected)}
	known := src.Expected > 0
	for _, s := range src.Steps {
		known = known || s.Kind != plan.Probe
		cost := Finite(s.Cost)
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
		w.add(cost, Fraction(p.Done))
		w.addSpeed(cost, p)
	}
	if known { // the probe decides which steps follow
		t.Done, t.Left = w.fraction(), w.left()
	}
	return t
}

// work adds up costs, in CPU seconds.
type work struct {
	all, done      float64
	speed          float64 // total of the timed runs, cost per second
	timed, untimed int     // runs whose speed is known, and runs that are too young
}

func (w *work) add(cost, done float64) {
	w.all += cost
	w.done += cost * done
}

// A run's speed counts only after minElapsed and minDone. At first a run downloads its
// original, an encoder fills its lookahead, and the audio step measures the loudness of
// a whole track. The speed of its first second would predict days.
const (
	minElapsed = 3 * time.Second
	minDone    = 0.02
)

// addSpeed adds the speed of a run.
func (w *work) addSpeed(cost float64, p Run) {
	switch {
	case p.Done >= 1: // finished: another run takes its place
	case p.Elapsed >= minElapsed && p.Done >= minDone:
		w.speed += cost * Fraction(p.Done) / p.Elapsed.Seconds()
		w.timed++
	default:
		w.untimed++
	}
}

func (w *work) fraction() float64 {
	if w.all <= 0 {
		return 0
	}
	return min(maxUnfinished, Fraction(w.done/w.all))
}

// MaxSeconds is about ten years, the limit for all times.
const MaxSeconds = 3e8

// left returns the time left; 0 if it is unknown. It assumes that new runs are as fast
// as the others. Otherwise the time would jump whenever a step begins.
func (w *work) left() time.Duration {
	if w.timed == 0 || w.speed <= 0 {
		return 0
	}
	speed := w.speed * float64(w.timed+w.untimed) / float64(w.timed)
	seconds := max(0, w.all-w.done) / speed
	if !(seconds < MaxSeconds) {
		return 0
	}
	return time.Duration(seconds * float64(time.Second))
}

// Finite returns x, or 0 if x is negative, infinite or not a number.
func Finite(x float64) float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return 0
	}
	return max(0, x)
}

// Run is the progress of a step's run in the queue.
type Run struct {
	Running bool
	Done    float64       // 0 to 1
	Elapsed time.Duration // from the start of the run to its last report; 0 before the first
	Retry   string        // the last error, if the step waits for a retry
}

// Fraction returns x limited to the range from 0 to 1; 0 if x is not a number.
func Fraction(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return min(1, max(0, x))
}

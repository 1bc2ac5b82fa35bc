package pipeline_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

// simulation is a queue with a simulated clock: several workers run steps, and one
// reconcile of the meeting runs at a time.
type simulation struct {
	*worker

	id              string
	workers         int
	chunk           time.Duration // duration of a chunk; other steps take a tenth of it
	now             time.Duration
	queue           []plan.Step
	running         map[string]time.Duration // end of each running step, by its key
	inWork          map[string]plan.Step
	open            map[string]bool // requested steps that have not settled
	wake            time.Duration   // time of the next reconcile; -1 for none
	reconciles, ran int
}

func (q *simulation) ask(list []plan.Step) {
	for _, s := range list {
		if _, is := q.inWork[s.Key()]; is || q.open[s.Key()] {
			continue
		}
		q.queue = append(q.queue, s)
		q.open[s.Key()] = true
	}
}

// run runs all steps until the queue is empty.
func (q *simulation) run(ctx context.Context) error {
	list, err := q.Reconcile(ctx, q.id)
	q.reconciles++
	for q.ask(list); err == nil; {
		for len(q.running) < q.workers && len(q.queue) > 0 {
			s := q.queue[0]
			q.queue = q.queue[1:]
			took := q.chunk / 10
			if s.Kind == plan.Chunk {
				took = q.chunk
			}
			q.running[s.Key()], q.inWork[s.Key()] = q.now+took, s
		}
		next, at := "", time.Duration(-1)
		for key, ends := range q.running {
			if at < 0 || ends < at || ends == at && key < next {
				next, at = key, ends
			}
		}
		switch {
		case q.wake >= 0 && (at < 0 || q.wake <= at):
			q.now, q.wake = q.wake, -1
			q.reconciles++
			if list, err = q.Continue(ctx, q.id); err == nil {
				q.ask(list)
			}
		case at >= 0:
			q.now = at
			err = q.end(ctx, q.inWork[next])
		default:
			return nil
		}
	}
	return err
}

// end runs a step at its simulated end, and schedules a reconcile.
func (q *simulation) end(ctx context.Context, s plan.Step) error {
	delete(q.running, s.Key())
	delete(q.inWork, s.Key())
	delete(q.open, s.Key())
	q.ran++
	if err := q.RunStep(ctx, s.Key(), func(float64) {}); err != nil {
		return err
	}
	ids, err := steps.Waiting(ctx, q.Store, s)
	if err != nil || len(ids) == 0 {
		return err
	}
	chunks := 0
	for key := range q.open {
		if strings.HasPrefix(key, string(plan.Chunk)) {
			chunks++
		}
	}
	if due := q.now + pipeline.Delay(s.Kind, chunks); q.wake < 0 || due < q.wake {
		q.wake = due
	}
	return nil
}

// finish submits a recording of that length and runs the queue until it is published.
// It returns the store with its calls, and the queue.
func finish(t *testing.T, seconds float64, workers int) (*storagetest.Hooked, *simulation) {
	t.Helper()
	below := new(mem.Store)
	submit(t, below, input(t, "board", meeting.Public, file{"talk.mp4", "film of a day"}))
	store := &storagetest.Hooked{Store: below}
	w := newWorker(t, store)
	w.makers.probed(func(_ *makers.Task, m *meeting.Media) {
		m.Duration = seconds
		m.Video.End, m.Audio[0].End = seconds, seconds
		for at := 0.0; at < seconds; at += 2 {
			m.Video.Keys = append(m.Video.Keys, meeting.Key{Time: at})
		}
	})
	q := &simulation{
		worker: w, id: "board", workers: workers, chunk: 20 * time.Second,
		running: map[string]time.Duration{}, inWork: map[string]plan.Step{}, open: map[string]bool{}, wake: -1,
	}
	if err := q.run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if s := readState(t, store.Store, "board"); !s.Final() {
		t.Fatalf("the queue is empty and the meeting is %s", s.State)
	}
	return store, q
}

// isPublication reports whether a call belongs to publication (pages, catalogue). Its
// cost does not depend on the number of steps.
func isPublication(c storagetest.Call) bool {
	return strings.HasPrefix(c.Key, "public/") && !strings.HasPrefix(c.Key, layout.Public.Derived("", "", "")) ||
		strings.HasPrefix(c.Key, "archive/catalogue") || c.Key == layout.Site || strings.HasPrefix(c.Key, "archive/published")
}

// TestStorageCallsGrowLinearly limits the number of storage calls per step.
func TestStorageCallsGrowLinearly(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		steps   int
		seconds float64
		workers int
	}{{21, 3100, 1}, {21, 3100, 8}, {81, 15200, 2}, {161, 31200, 1}, {161, 31200, 2}, {161, 31200, 8}} {
		t.Run(fmt.Sprintf("%d steps by %d workers", tt.steps, tt.workers), func(t *testing.T) {
			t.Parallel()
			store, q := finish(t, tt.seconds, tt.workers)
			all, own, puts := float64(len(store.Calls())), 0.0, 0.0
			for _, c := range store.Calls() {
				if !isPublication(c) {
					own++
				}
				if c.Op == "put" && (strings.HasSuffix(c.Key, "/status.json") || strings.HasSuffix(c.Key, "/state.json")) {
					puts++
				}
			}
			n := float64(q.ran)
			t.Logf("%d steps, %d reconciles: %.0f calls; without publication %.0f, %.1f a step; puts of status and state %.1f a step", q.ran, q.reconciles, all, own, own/n, puts/n)
			if q.ran != tt.steps {
				t.Errorf("the recording has %d steps, and not %d: choose another length", q.ran, tt.steps)
			}
			if own > 12*n || puts > 3*n || all > 12*n+publication {
				t.Errorf("%.0f calls, %.0f without publication, %.0f puts; want at most 12 a step and 3 puts", all, own, puts)
			}
		})
	}
}

// publication limits the calls for three publications of a recording, in an archive without
// a catalogue: the playable, the complete, and the one after the search for slides.
const publication = 490

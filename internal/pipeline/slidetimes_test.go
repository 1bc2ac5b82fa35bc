package pipeline_test

import (
	"context"
	"errors"
	"testing"

	"proceedings/internal/align"
	"proceedings/internal/archive"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage/mem"
)

// finding makes every search find slides.
func finding(_ context.Context, t *makers.Task) (r steps.Result, done bool, err error) {
	if t.Step.Kind == plan.Locate {
		return steps.Result{Locate: &align.Layout{Places: []align.Place{{Matches: 100}}}}, true, nil
	}
	return r, false, nil
}

func TestSlideTimesFollowTheCompleteVersion(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	var before []manifest.Manifest // when the search begins
	w.makers.instead = func(ctx context.Context, task *makers.Task) (steps.Result, bool, error) {
		if task.Step.Kind == plan.Locate {
			before = append(before, readManifest(t, store, layout.Public, "m")) //nolint:contextcheck // the test's own, which outlives the step
		}
		return finding(ctx, task)
	}
	in := input(t, "m", meeting.Public, file{"talk.mp4", "film 1"}, file{"bees.pptx", "deck 1"})
	submit(t, store, in)
	w.settled(t, "m")

	if len(before) != 1 || before[0].State != manifest.Processing || before[0].Recordings[0].MP4.URL == "" || len(before[0].Recordings[0].Poster.Images) == 0 || len(before[0].Recordings[0].SlideTimes) > 0 {
		t.Fatalf("before the search, these were published: %+v", before)
	}
	m := readManifest(t, store, layout.Public, "m")
	want := manifest.SlideTime{Start: 0, End: 60, Deck: "bees", Slide: 1, Confidence: 0.9}
	if r := m.Recordings[0]; m.State != manifest.Published || len(r.SlideTimes) != 1 || r.SlideTimes[0] != want || r.NotAligned != "" {
		t.Errorf("published %s with %+v, %q", m.State, r.SlideTimes, r.NotAligned)
	}
	if p := m.Presentations; len(p) != 1 || p[0].Start == nil || *p[0].Start != 0 || p[0].Deck != "bees" {
		t.Errorf("presentations are %+v", p)
	}
	checkWhole(t, store, layout.Public, "m")

	in.Meeting.Title = "Board, April"
	submit(t, store, in)
	w.settled(t, "m")
	if n := w.makers.count(plan.Locate) + w.makers.count(plan.Align); n != 2 {
		t.Errorf("a changed title makes %d runs of two steps", n)
	}
	encoded := w.makers.count(plan.Chunk)
	corrected := input(t, "m", meeting.Public, file{"talk.mp4", "film 1"}, file{"bees.pptx", "deck 2"})
	submit(t, store, corrected)
	w.settled(t, "m")
	if w.makers.count(plan.Locate) != 2 || w.makers.count(plan.Align) != 2 || w.makers.count(plan.Chunk) != encoded {
		t.Errorf("a corrected deck makes these runs: %v", w.makers.runs)
	}
}

func TestCorrectionsOfSlideTimes(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	w.makers.instead = finding
	in := input(t, "m", meeting.Public, file{"talk.mp4", "film 1"}, file{"bees.pptx", "deck 1"})
	submit(t, store, in)
	w.settled(t, "m")
	runs := w.makers.total()
	times := func() []manifest.SlideTime {
		w.settled(t, "m")
		if n := w.makers.total(); n != runs {
			t.Errorf("it runs %d steps", n-runs)
		}
		m := readManifest(t, store, layout.Public, "m")
		if m.State != manifest.Published {
			t.Errorf("the state is %s", m.State)
		}
		return m.Recordings[0].SlideTimes
	}
	fix := meeting.Alignment{Recording: "talk", Slides: []meeting.SlideCorrection{{Start: 20, End: 30}}}
	m, changed, err := archive.SetAlignment(t.Context(), store, "m", fix)
	if err != nil || !changed || m.Revision != 2 {
		t.Fatalf("revision %d, changed %t: %v", m.Revision, changed, err)
	}
	if got := times(); len(got) != 2 || got[0].End != 20 || got[1].Start != 30 {
		t.Errorf("slide times are %+v", got)
	}
	if _, changed, err = archive.SetAlignment(t.Context(), store, "m", fix); err != nil || changed {
		t.Errorf("the same again: changed %t, %v", changed, err)
	}
	if m = submit(t, store, in); m.Revision != 2 {
		t.Errorf("the same meeting is revision %d", m.Revision)
	}
	in.Meeting.Description = "With corrections"
	submit(t, store, in)
	if got := times(); len(got) != 2 {
		t.Errorf("after it was submitted again, slide times are %+v", got)
	}
	if _, _, err = archive.SetAlignment(t.Context(), store, "m", meeting.Alignment{Recording: "talk", Off: true}); err != nil {
		t.Fatal(err)
	}
	if got := times(); len(got) != 0 {
		t.Errorf("switched off, slide times are %+v", got)
	}
	if _, _, err = archive.SetAlignment(t.Context(), store, "m", meeting.Alignment{Recording: "talk"}); err != nil {
		t.Fatal(err)
	}
	if got := times(); len(got) != 1 || got[0].End != 60 {
		t.Errorf("without corrections, slide times are %+v", got)
	}
}

func TestFailedSearchesStopNothing(t *testing.T) {
	t.Parallel()
	files := []file{{"talk.mp4", "film 1"}, {"bees.pptx", "deck 1"}}
	failEach(t, []plan.Kind{plan.Locate, plan.Align}, finding, files, func(t *testing.T, _ plan.Kind, m manifest.Manifest) {
		if r := m.Recordings[0]; m.State != manifest.Published || r.NotAligned == "" || len(r.SlideTimes) > 0 {
			t.Errorf("published %s: not aligned since it %q", m.State, r.NotAligned)
		}
	})
}

// failEach publishes a meeting in which one kind of step fails, for each kind, because of the
// file and because of a tool. Such a meeting is published and needs no attention.
func failEach(t *testing.T, failing []plan.Kind, others func(context.Context, *makers.Task) (steps.Result, bool, error), files []file, check func(*testing.T, plan.Kind, manifest.Manifest)) {
	t.Helper()
	for name, failure := range map[string]error{"refused": fault.Refuse("has pictures that cannot be compared"), "broken": errors.New("exit status 1")} {
		for _, kind := range failing {
			t.Run(name+" "+string(kind), func(t *testing.T) {
				t.Parallel()
				store := new(mem.Store)
				w := newWorker(t, store)
				w.makers.instead = func(ctx context.Context, task *makers.Task) (steps.Result, bool, error) {
					if task.Step.Kind == kind {
						return steps.Result{}, true, failure
					}
					return others(ctx, task)
				}
				submit(t, store, input(t, "m", meeting.Public, files...))
				for range 6 { // the step has five attempts
					if err := w.settle(t.Context(), "m"); err == nil {
						break
					}
				}
				if state := readState(t, store, "m"); state.State != manifest.Published || len(state.Attention) > 0 || len(state.Refused) > 0 {
					t.Errorf("the state is %s, with %v and %v", state.State, state.Attention, state.Refused)
				}
				check(t, kind, readManifest(t, store, layout.Public, "m"))
			})
		}
	}
}

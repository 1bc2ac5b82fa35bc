package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// Captions beside a view count from the beginning of its original, which lies
// somewhere on the timeline of the recording.
func TestAtOffset(t *testing.T) {
	t.Parallel()
	main := recording(t, film(600, 2))
	for _, tt := range []struct {
		offset, start float64
	}{{0, 7}, {10, -3}, {-2.5, 9.5}} {
		got := main.AtOffset(meeting.Media{Start: 7, Origin: 6.5}, tt.offset)
		if diff := cmp.Diff(plan.Timeline{Start: tt.start, Origin: 6.5, Duration: 600}, got.Timeline); diff != "" {
			t.Errorf("timeline of what begins %v s in (-want +got):\n%s", tt.offset, diff)
		}
	}
	if main.Start != 0 {
		t.Errorf("the recording itself begins at %v now", main.Start)
	}
}

// A view has the timeline of its recording, in seconds of its own clock.
func TestViewTimeline(t *testing.T) {
	t.Parallel()
	main := recording(t, film(600, 2))
	_, src := talk()
	found := film(600, 2)
	found.Start, found.Origin, found.Jumps, found.Together = 7, 6.5, true, []int{0, 1}
	found.Video.Start, found.Video.Last, found.Video.End = 7, 606.96, 607
	view := main.View(src, found, *found.Video, 3)
	if diff := cmp.Diff(plan.Timeline{Start: 4, Origin: 6.5, Jumps: true, Duration: 600, Together: []int{0, 1}}, view.Timeline); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
	if len(view.Changes) > 0 || view.Encoded != "has timestamps that jump" || len(view.Cuts) > 0 {
		t.Errorf("it is changed: %q, and encoded since it %s", view.Changes, view.Encoded)
	}
	if view.Segment != main.Segment || len(view.Rungs) != 3 || view.Storyboard.Tiles != 120 || view.Poster == nil {
		t.Errorf("view = %+v", view)
	}
}

// Times are rounded, so a picture may begin a little before the recording, and a
// last frame may stand a little after it. What is more is left out.
func TestViewIsTrimmed(t *testing.T) {
	t.Parallel()
	main := recording(t, film(600, 2))
	_, src := talk()
	tests := map[string]struct {
		before, after float64 // seconds that the picture has beyond the recording
		trimmed       [2]bool // are they left out
	}{
		"as long":                 {0, 0, [2]bool{false, false}},
		"a rounding before":       {0.02, 0, [2]bool{false, false}},
		"more than a rounding":    {0.03, 0, [2]bool{true, false}},
		"a last frame that lasts": {0, 1, [2]bool{false, false}},
		"more than a last frame":  {0, 1.01, [2]bool{false, true}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := film(600+tt.after, 2)
			found.Video.Start -= tt.before
			for i := range found.Video.Keys {
				found.Video.Keys[i].Time -= tt.before
			}
			all := chunks(t, main.View(src, found, *found.Video, 0), plan.Decided{})
			first, last := all[0], all[len(all)-1]
			if first.Trim != tt.trimmed[0] || last.Trim != tt.trimmed[1] || all[1].Trim {
				t.Errorf("trimmed before: %v, after: %v; want %v", first.Trim, last.Trim, tt.trimmed)
			}
		})
	}
}

// Reading a view begins one key frame before the last that is not shown: some
// formats are not sought in exactly. The key frames of the probe are left alone.
func TestViewIsReadFromBeforeTheRecording(t *testing.T) {
	t.Parallel()
	main := recording(t, film(600, 2))
	_, src := talk()
	for offset, want := range map[float64]float64{-10: 8, -9.9: 6, -2: 0, -1: 0} {
		found := film(610, 2)
		view := main.View(src, found, *found.Video, offset)
		first := chunks(t, view, plan.Decided{})[0]
		if first.Seek == nil || *first.Seek != want {
			t.Errorf("a view that begins %v s in is read from %v on, want %v", offset, first.Seek, want)
		}
		if len(found.Video.Keys) != 305 {
			t.Errorf("the probe has %d key frames left", len(found.Video.Keys))
		}
	}
}

// The picture of a view is copied or changed like that of a recording.
func TestViewOfAPicture(t *testing.T) {
	t.Parallel()
	main := recording(t, film(600, 2))
	_, src := talk()
	found := film(600, 2)
	view := main.View(src, found, *found.Video, 0)
	if diff := cmp.Diff(main.Cuts, view.Cuts); diff != "" || view.Encoded != "" || len(view.Cuts) == 0 {
		t.Errorf("it is encoded since it %s; segments (-want +got):\n%s", view.Encoded, diff)
	}
	found.Video.Interlaced = true
	if view = main.View(src, found, *found.Video, 0); len(view.Changes) != 1 || view.Changes[0] != "deinterlaced" || len(view.Cuts) > 0 {
		t.Errorf("it is changed: %q", view.Changes)
	}
}

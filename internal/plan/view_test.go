package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// Captions of a view count from the beginning of its original, at any offset in the
// recording.
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
		t.Errorf("AtOffset changed the start of the recording to %v", main.Start)
	}
}

// A view has the timeline of its recording, in seconds on its own clock.
func TestViewTimeline(t *testing.T) {
	t.Parallel()
	main := recording(t, film(600, 2))
	_, src := sampleMeeting()
	found := film(600, 2)
	found.Start, found.Origin, found.Jumps, found.Together = 7, 6.5, true, []int{0, 1}
	found.Video.Start, found.Video.Last, found.Video.End = 7, 606.96, 607
	view := main.View(src, found, *found.Video, 3)
	if diff := cmp.Diff(plan.Timeline{Start: 4, Origin: 6.5, Jumps: true, Duration: 600, Together: []int{0, 1}}, view.Timeline); diff != "" {
		t.Errorf("timeline (-want +got):\n%s", diff)
	}
	if len(view.Changes) > 0 || view.Encoded != "has timestamps that jump" || len(view.Cuts) > 0 {
		t.Errorf("changes = %q, encoded since it %q", view.Changes, view.Encoded)
	}
	if view.Segment != main.Segment || len(view.Rungs) != 3 || view.Storyboard.Tiles != 120 || view.Poster == nil {
		t.Errorf("view = %+v", view)
	}
}

// A view may begin slightly before the recording, since times are rounded, and its last
// frame may end slightly after it. Anything longer is trimmed.
func TestViewIsTrimmed(t *testing.T) {
	t.Parallel()
	main := recording(t, film(600, 2))
	_, src := sampleMeeting()
	tests := map[string]struct {
		before, after float64 // seconds of the view outside the recording
		trimmed       [2]bool // at the beginning and at the end
	}{
		"same length":                 {0, 0, [2]bool{false, false}},
		"begins within rounding":      {0.02, 0, [2]bool{false, false}},
		"begins earlier":              {0.03, 0, [2]bool{true, false}},
		"last frame within the limit": {0, 1, [2]bool{false, false}},
		"ends later":                  {0, 1.01, [2]bool{false, true}},
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

// Reading a view begins one key frame before the last one that is not shown, since seeking
// is inexact in some formats. View must not modify the key frames of the probe.
func TestViewIsReadFromBeforeTheRecording(t *testing.T) {
	t.Parallel()
	main := recording(t, film(600, 2))
	_, src := sampleMeeting()
	for offset, want := range map[float64]float64{-10: 8, -9.9: 6, -2: 0, -1: 0} {
		found := film(610, 2)
		view := main.View(src, found, *found.Video, offset)
		first := chunks(t, view, plan.Decided{})[0]
		if first.Seek == nil || *first.Seek != want {
			t.Errorf("a view at offset %v s is read from %v on, want %v", offset, first.Seek, want)
		}
		if len(found.Video.Keys) != 305 {
			t.Errorf("the probe has %d key frames left", len(found.Video.Keys))
		}
	}
}

// The video of a view is copied or changed like that of a recording.
func TestViewIsCopiedOrChanged(t *testing.T) {
	t.Parallel()
	main := recording(t, film(600, 2))
	_, src := sampleMeeting()
	found := film(600, 2)
	view := main.View(src, found, *found.Video, 0)
	if diff := cmp.Diff(main.Cuts, view.Cuts); diff != "" || view.Encoded != "" || len(view.Cuts) == 0 {
		t.Errorf("encoded since it %q; segments (-want +got):\n%s", view.Encoded, diff)
	}
	found.Video.Interlaced = true
	if view = main.View(src, found, *found.Video, 0); len(view.Changes) != 1 || view.Changes[0] != "deinterlaced" || len(view.Cuts) > 0 {
		t.Errorf("changes = %q, want deinterlacing", view.Changes)
	}
}

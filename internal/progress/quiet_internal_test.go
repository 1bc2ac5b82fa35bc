package progress

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/transcode"
)

// TestQuietStretches follows the quiet stretches of the audio step: a break becomes a
// chapter also of the MP4 file, and silence at an end is in the state. A result of an
// earlier version has none, and its file stays the same.
func TestQuietStretches(t *testing.T) {
	t.Parallel()
	quiet := []meeting.Stretch{{Start: 0, End: 60}, {Start: 200, End: 520}, {Start: 560, End: 600}}
	tests := []struct {
		name     string
		quiet    []meeting.Stretch
		chapters []meeting.Chapter // of meeting.yaml
		want     []string
		sounding *meeting.Stretch
	}{
		{"a break and silence at both ends", quiet, nil, []string{"Part 1", "Break", "Part 2"}, &meeting.Stretch{Start: 58, End: 562}},
		{"chapters in meeting.yaml", quiet, []meeting.Chapter{{Title: "All"}}, []string{"All"}, &meeting.Stretch{Start: 58, End: 562}},
		{"a result of an earlier version", nil, nil, nil, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := newTestRecording(talk(), outcomes{})
			r.meeting.Chapters = tt.chapters
			r.sound = &transcode.Sound{Tracks: []transcode.Track{{Quiet: tt.quiet}}}
			_, it := r.waves(t)
			var got, stored []string
			for _, c := range it.Recording.ChapterList {
				got = append(got, c.Title)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("chapters (-want +got):\n%s", diff)
			}
			for _, s := range it.Steps {
				if s.Step.Kind != plan.Progressive {
					continue
				}
				for _, c := range params[plan.ProgressiveParams](s.Step).Chapters {
					stored = append(stored, c.Title)
				}
			}
			if diff := cmp.Diff(tt.want, stored); diff != "" {
				t.Errorf("chapters of the MP4 file (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.sounding, StateOf(r.meeting, []Item{it}).Sources[0].Sounding); diff != "" {
				t.Errorf("state (-want +got):\n%s", diff)
			}
		})
	}
}

package progress

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/transcode"
)

func TestViewsHaveUniqueNames(t *testing.T) {
	t.Parallel()
	of := func(kind meeting.View, stream, source string) *View {
		return &View{Recording: &Recording{Kind: kind}, Title: stream, Source: meeting.Source{Title: source}}
	}
	tests := []struct {
		name  string
		own   meeting.View
		views []*View
		want  []string // ID and title
	}{
		{"different kinds", meeting.Speaker, []*View{of(meeting.Screen, "", ""), of(meeting.Gallery, "", "")}, []string{"screen Screen", "gallery Gallery"}},
		{"given title", meeting.Speaker, []*View{of(meeting.Screen, "", "Shared screen")}, []string{"screen Shared screen"}},
		{"three of one kind", meeting.Speaker, []*View{of(meeting.Speaker, "", ""), of(meeting.Speaker, "", "")}, []string{"speaker-2 Speaker (2)", "speaker-3 Speaker (3)"}},
		{"unknown kinds", "", []*View{of("", "", ""), of("", "Camera 2", "")}, []string{"view-2 Picture (2)", "view-3 Camera 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rec := &Recording{Recording: plan.Recording{}, Kind: tt.own, Views: tt.views}
			name(rec)
			var got []string
			for _, v := range rec.Views {
				got = append(got, v.ID+" "+v.Title)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("names (-want +got):\n%s", diff)
			}
		})
	}
}

func TestViewWarnings(t *testing.T) {
	t.Parallel()
	loud, silence := &meeting.Loudness{Integrated: -20}, (*meeting.Loudness)(nil)
	tests := []struct {
		name   string
		loud   *meeting.Loudness // of the recording's sound; nil for silence
		change func(*meeting.Media)
		want   []string // starts of the warnings
	}{
		{"matching file", loud, nil, nil},
		{"unused sound beside a silent recording", silence, nil, []string{"has sound that is not used: the recording uses the sound of a.mp4, which is silent"}},
		{"unused tracks", loud, func(m *meeting.Media) { m.Audio = append(m.Audio, m.Audio[0]) }, []string{"has 2 sound tracks that are not used"}},
		{"unused chapters", loud, func(m *meeting.Media) { m.Chapters = []meeting.Chapter{{Title: "Intro"}} }, []string{"has chapters that are not used"}},
		{"a second shorter", loud, func(m *meeting.Media) { m.Duration-- }, nil},
		{"five minutes shorter", loud, func(m *meeting.Media) { m.Duration = 300 }, []string{"does not cover the last 5:00 of a.mp4: its first or last frame is shown instead"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			it, other := recordingItem("a", 600, true, true, nil), recordingItem("b", 600, true, true, viewOf("a"))
			rec, err := plan.ForRecording(meeting.Meeting{ID: "m", Visibility: meeting.Public}, it.Source, *it.Probe.Media)
			if err != nil {
				t.Fatal(err)
			}
			it.Recording = &Recording{Recording: rec}
			sound := &transcode.Sound{}
			if tt.loud != nil {
				sound.Tracks = []transcode.Track{{Loudness: tt.loud}}
			}
			r := walker{Item: &it, sound: &sharedSound{outcome: steps.Outcome{Result: &steps.Result{Audio: sound}}}}
			if tt.change != nil {
				tt.change(other.Probe.Media)
			}
			got := r.viewWarnings(*other.Probe.Media, 0)
			if len(got) != len(tt.want) {
				t.Fatalf("warnings %q, want %q", got, tt.want)
			}
			for i := range got {
				if !strings.HasPrefix(got[i], tt.want[i]) {
					t.Errorf("warning %q, want %q", got[i], tt.want[i])
				}
			}
		})
	}
}

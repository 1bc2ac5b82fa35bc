package pipeline

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestPicturesHaveNamesOfTheirOwn(t *testing.T) {
	t.Parallel()
	of := func(kind meeting.View, stream, source string) *view {
		return &view{recording: &recording{kind: kind}, title: stream, source: meeting.Source{Title: source}}
	}
	tests := []struct {
		name  string
		own   meeting.View
		views []*view
		want  []string // ID and title
	}{
		{"what they show", meeting.Speaker, []*view{of(meeting.Screen, "", ""), of(meeting.Gallery, "", "")}, []string{"screen Screen", "gallery Gallery"}},
		{"a title that was given", meeting.Speaker, []*view{of(meeting.Screen, "", "Shared screen")}, []string{"screen Shared screen"}},
		{"two of one kind", meeting.Speaker, []*view{of(meeting.Speaker, "", ""), of(meeting.Speaker, "", "")}, []string{"speaker-2 Speaker (2)", "speaker-3 Speaker (3)"}},
		{"nobody knows what they show", "", []*view{of("", "", ""), of("", "Camera 2", "")}, []string{"view-2 Picture (2)", "view-3 Camera 2"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			rec := &recording{Recording: plan.Recording{}, kind: tt.own, views: tt.views}
			name(rec)
			var got []string
			for _, v := range rec.views {
				got = append(got, v.id+" "+v.title)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("other names (-want +got):\n%s", diff)
			}
		})
	}
}

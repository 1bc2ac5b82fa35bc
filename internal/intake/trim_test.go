package intake_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/intake"
	"proceedings/internal/meeting"
)

func TestTrim(t *testing.T) {
	t.Parallel()
	auto, none := meeting.TrimPoint{Auto: true}, meeting.TrimPoint{}
	at := func(seconds float64) meeting.TrimPoint { return meeting.TrimPoint{At: &seconds} }
	tests := []struct {
		name, sheet string
		want        meeting.Trim
		sources     map[string]meeting.Trim
	}{
		{"none", "title: x\n", meeting.Trim{}, nil},
		{"silence at both ends", "trim: {start: auto, end: auto}\n", meeting.Trim{Start: auto, End: auto}, nil},
		{"one end", "trim: {end: 0:12:30}\n", meeting.Trim{End: at(750)}, nil},
		{"times", "trim: {start: 42, end: '1:02:03.5'}\n", meeting.Trim{Start: at(42), End: at(3723.5)}, nil},
		{"the beginning", "trim: {start: 0, end: auto}\n", meeting.Trim{Start: at(0), End: auto}, nil},
		{"empty", "trim:\n", meeting.Trim{Start: none, End: none}, nil},
		{
			"of one recording", "trim: {start: auto}\nrecordings: [{file: a.mp4, trim: {start: 5}}, {file: b.mp4, trim: {}}, c.mp4]\n",
			meeting.Trim{Start: auto},
			map[string]meeting.Trim{"a": {Start: at(5)}, "b": {}},
		},
		{
			"of a joined recording with a view", "recordings: [{files: [a.mp4, b.mp4], views: [c.mp4], trim: {end: auto}}]\n",
			meeting.Trim{},
			map[string]meeting.Trim{"a": {End: auto}},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := decide(t, "x", tt.sheet, listed("a.mp4", "b.mp4", "c.mp4"))
			if diff := cmp.Diff(tt.want, in.Meeting.Trim); diff != "" {
				t.Errorf("trim of the meeting (-want +got):\n%s", diff)
			}
			var sources map[string]meeting.Trim
			for _, s := range in.Meeting.Sources {
				if s.Trim != nil {
					if sources == nil {
						sources = map[string]meeting.Trim{}
					}
					sources[s.ID] = *s.Trim
				}
			}
			if diff := cmp.Diff(tt.sources, sources); diff != "" {
				t.Errorf("trims of recordings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestTrimThatIsNoTime(t *testing.T) {
	t.Parallel()
	_, err := intake.Decide("x", listed("a.mp4"), "title: x\ntrim: {start: soon}\n")
	if want := `meeting.yaml:2: trim.start: "soon" is not a valid time: write auto, seconds, mm:ss or h:mm:ss`; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("error %v, want %s", err, want)
	}
}

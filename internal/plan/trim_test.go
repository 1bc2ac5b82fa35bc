package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func point(at float64) meeting.TrimPoint { return meeting.TrimPoint{At: &at} }

func TestApplyTrim(t *testing.T) {
	t.Parallel()
	auto, none := meeting.TrimPoint{Auto: true}, meeting.TrimPoint{}
	quiet, all := meeting.Stretch{Start: 248, End: 3502}, meeting.Stretch{}
	tests := []struct {
		name       string
		start, end meeting.TrimPoint
		suggested  meeting.Stretch
		want       meeting.Stretch
		problem    string
	}{
		{"no trim", none, none, quiet, all, ""},
		{"both ends by silence", auto, auto, quiet, quiet, ""},
		{"only the start by silence", auto, none, quiet, meeting.Stretch{Start: 248, End: 3600}, ""},
		{"only the end by silence", none, auto, quiet, meeting.Stretch{End: 3502}, ""},
		{"no silence", auto, auto, all, all, ""},
		{"silence at the start only", auto, auto, meeting.Stretch{Start: 248, End: 3600}, meeting.Stretch{Start: 248, End: 3600}, ""},
		{"times", point(10.5), point(3000), quiet, meeting.Stretch{Start: 10.5, End: 3000}, ""},
		{"a time and silence", auto, point(3000), quiet, meeting.Stretch{Start: 248, End: 3000}, ""},
		{"all of it", point(0), point(3600), all, all, ""},
		{"an end that was rounded up", point(10), point(3600.9), all, meeting.Stretch{Start: 10, End: 3600}, ""},
		{"an end beyond the end", point(10), point(4000), all, all, "is not trimmed: the trim ends at 1:06:40, after the end of the recording at 1:00:00"},
		{"a start beyond the end", point(4000), none, all, all, "is not trimmed: the trim starts at 1:06:40, and the recording ends at 1:00:00"},
		{"a start after the end", point(2000), point(1000), all, all, "is not trimmed: the trim starts at 33:20 and ends at 16:40"},
		{"an end before the silence ends", auto, point(100), quiet, all, "is not trimmed: the trim starts at 4:08 and ends at 1:40"},
		{"less than a second", point(100), point(100.5), all, all, "is not trimmed: the trim leaves less than a second, from 1:40"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, problem := plan.ApplyTrim(meeting.Trim{Start: tt.start, End: tt.end}, tt.suggested, 3600)
			if got != tt.want || problem != tt.problem {
				t.Errorf("ApplyTrim = %+v, %q, want %+v, %q", got, problem, tt.want, tt.problem)
			}
		})
	}
}

func TestWithinTrim(t *testing.T) {
	t.Parallel()
	chapters := []meeting.Chapter{{Start: 0, End: 100, Title: "A"}, {Start: 100, End: 199.5, Title: "B"}, {Start: 199.5, End: 200, Title: "C"}, {Start: 200, End: 300, Title: "D"}}
	tests := []struct {
		name string
		kept meeting.Stretch
		want []meeting.Chapter
	}{
		{"all", meeting.Stretch{}, chapters},
		{"clipped at both ends", meeting.Stretch{Start: 50, End: 250}, []meeting.Chapter{{Start: 50, End: 100, Title: "A"}, chapters[1], chapters[2], {Start: 200, End: 250, Title: "D"}}},
		{"half a second is left of two", meeting.Stretch{Start: 99.5, End: 200.5}, []meeting.Chapter{chapters[1], chapters[2]}},
		{"between chapters", meeting.Stretch{Start: 100, End: 199.5}, []meeting.Chapter{chapters[1]}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, plan.WithinTrim(chapters, tt.kept)); diff != "" {
				t.Errorf("chapters (-want +got):\n%s", diff)
			}
		})
	}
}

// FuzzApplyTrim holds the laws: what is played is within the recording and at least a second
// long, and there is a problem only if all is played.
func FuzzApplyTrim(f *testing.F) {
	f.Add(10.0, 20.0, 248.0, 3502.0, 3600.0, uint8(3))
	f.Fuzz(func(t *testing.T, start, end, from, to, duration float64, auto uint8) {
		if !(duration > 0 && duration < 1e6 && start >= 0 && start < 1e7 && end >= 0 && end < 1e7) {
			t.Skip("not times")
		}
		suggested := meeting.Stretch{}
		if from >= 0 && from < to && to <= duration {
			suggested = meeting.Stretch{Start: from, End: to}
		}
		want := meeting.Trim{Start: point(start), End: point(end)}
		if auto&1 != 0 {
			want.Start = meeting.TrimPoint{Auto: true}
		}
		if auto&2 != 0 {
			want.End = meeting.TrimPoint{Auto: true}
		}
		kept, problem := plan.ApplyTrim(want, suggested, duration)
		if kept == (meeting.Stretch{}) {
			return
		}
		if problem != "" || kept.Start < 0 || kept.End > duration || kept.Length() < 1 {
			t.Errorf("ApplyTrim = %+v, %q of %v s", kept, problem, duration)
		}
	})
}

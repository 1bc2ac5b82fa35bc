package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
)

func TestChapters(t *testing.T) {
	t.Parallel()
	presentationAt := func(start float64, title string) meeting.Presentation {
		return meeting.Presentation{Start: &start, Title: title}
	}
	chapter := func(start, end float64, title string) meeting.Chapter {
		return meeting.Chapter{Start: start, End: end, Title: title}
	}
	chapters := []meeting.Chapter{chapter(99, 105, "early"), chapter(110, 130, "middle"), chapter(150, 200, "late")}
	tests := []struct {
		name          string
		presentations []meeting.Presentation
		chapters      []meeting.Chapter
		start         float64 // of the source's clock
		want          []meeting.Chapter
	}{
		{"no chapters", nil, nil, 0, nil},
		{
			"presentations, each up to the next",
			[]meeting.Presentation{presentationAt(0, "one"), presentationAt(20, "two")},
			nil, 0,
			[]meeting.Chapter{chapter(0, 20, "one"), chapter(20, 60, "two")},
		},
		{
			"presentations in any order",
			[]meeting.Presentation{presentationAt(30, "two"), presentationAt(5, "one")},
			nil, 0,
			[]meeting.Chapter{chapter(5, 30, "one"), chapter(30, 60, "two")},
		},
		{
			"the last of two at the same time",
			[]meeting.Presentation{presentationAt(5, "one"), presentationAt(5, "other")},
			nil, 0,
			[]meeting.Chapter{chapter(5, 60, "other")},
		},
		{
			"drops chapters under a millisecond without a gap",
			[]meeting.Presentation{presentationAt(0, "one"), presentationAt(10, "lost"), presentationAt(10.0005, "two")},
			nil, 0,
			[]meeting.Chapter{chapter(0, 10.0005, "one"), chapter(10.0005, 60, "two")},
		},
		{
			"keeps a chapter of a millisecond despite rounding",
			[]meeting.Presentation{presentationAt(1, "one"), presentationAt(1.001, "two")},
			nil, 0,
			[]meeting.Chapter{chapter(1, 1.001, "one"), chapter(1.001, 60, "two")},
		},
		{
			"drops presentations after the end",
			[]meeting.Presentation{presentationAt(0, "one"), presentationAt(60, "two"), presentationAt(900, "three")},
			nil, 0,
			[]meeting.Chapter{chapter(0, 60, "one")},
		},
		{
			"drops presentations without a start time",
			[]meeting.Presentation{{Title: "one"}, presentationAt(7, "two")},
			nil, 0,
			[]meeting.Chapter{chapter(7, 60, "two")},
		},
		{
			"uses the file's chapters if all presentations begin after the end",
			[]meeting.Presentation{presentationAt(60, "late")},
			chapters[1:2], 100,
			[]meeting.Chapter{chapter(10, 60, "middle")},
		},
		{
			"drops the file's chapter that begins at the end", nil, []meeting.Chapter{chapter(160, 170, "after")}, 100, nil,
		},
		{
			"the file's chapters on the timeline, each up to the next", nil, chapters, 100,
			[]meeting.Chapter{chapter(0, 10, "early"), chapter(10, 50, "middle"), chapter(50, 60, "late")},
		},
		{
			"the file's chapters with an earlier start", nil, chapters, 95,
			[]meeting.Chapter{chapter(4, 15, "early"), chapter(15, 55, "middle"), chapter(55, 60, "late")},
		},
		{
			"presentations have priority",
			[]meeting.Presentation{presentationAt(1, "presentation")},
			chapters, 100,
			[]meeting.Chapter{chapter(1, 60, "presentation")},
		},
		{
			"uses the file's chapters if no presentation has a start time",
			[]meeting.Presentation{{Title: "presentation"}},
			chapters[1:], 100,
			[]meeting.Chapter{chapter(10, 50, "middle"), chapter(50, 60, "late")},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := film(60, 2)
			found.Chapters = tt.chapters
			found.Video.Start, found.Video.Last, found.Video.End = tt.start, tt.start+59.96, tt.start+60
			found.Audio = nil
			if diff := cmp.Diff(tt.want, recording(t, found).Chapters(nil, tt.presentations)); diff != "" {
				t.Errorf("chapters of %v and %v (-want +got):\n%s", tt.presentations, tt.chapters, diff)
			}
		})
	}
}

func TestRequestedChaptersHavePriority(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Chapters = []meeting.Chapter{{Start: 1, End: 60, Title: "the file's"}}
	requested := []meeting.Chapter{{Start: 40, Title: "second", Recording: "day"}, {Start: 3, Title: "first"}, {Start: 70, Title: "after the end"}}
	want := []meeting.Chapter{{Start: 3, End: 40, Title: "first"}, {Start: 40, End: 60, Title: "second"}}
	start := 1.0
	if diff := cmp.Diff(want, recording(t, found).Chapters(requested, []meeting.Presentation{{Title: "presentation", Start: &start}})); diff != "" {
		t.Errorf("chapters (-want +got):\n%s", diff)
	}
}

// If all requested chapters begin after the end, those of the file are used.
func TestRequestedChaptersAfterTheEnd(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Chapters = []meeting.Chapter{{Start: 1, End: 60, Title: "the file's"}}
	want := []meeting.Chapter{{Start: 1, End: 60, Title: "the file's"}}
	if diff := cmp.Diff(want, recording(t, found).Chapters([]meeting.Chapter{{Start: 60, Title: "late"}}, nil)); diff != "" {
		t.Errorf("chapters (-want +got):\n%s", diff)
	}
}

// Chapters are in order, without a gap to the next one or to the end.
func TestChaptersLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := recording(t, film(60, 2))
		var presentations []meeting.Presentation
		near := rapid.OneOf(rapid.Float64Range(0, 61), rapid.Map(rapid.IntRange(0, 8), func(n int) float64 { return 30 + float64(n)*0.0004 }))
		for range rapid.IntRange(0, 12).Draw(t, "presentations") {
			start := near.Draw(t, "start")
			presentations = append(presentations, meeting.Presentation{Start: &start})
		}
		list := r.Chapters(nil, presentations)
		for i, c := range list {
			next := 60.0
			if i+1 < len(list) {
				next = list[i+1].Start
			}
			if c.Start < 0 || c.End != next || c.End-c.Start < 0.0009 {
				t.Fatalf("chapter %d of %+v does not last up to %v", i, list, next)
			}
		}
	})
}

package plan_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
)

func TestChapters(t *testing.T) {
	t.Parallel()
	talkAt := func(start float64, title string) meeting.Presentation {
		return meeting.Presentation{Start: &start, Title: title}
	}
	chapter := func(start, end float64, title string) meeting.Chapter {
		return meeting.Chapter{Start: start, End: end, Title: title}
	}
	own := []meeting.Chapter{chapter(99, 105, "early"), chapter(110, 130, "middle"), chapter(150, 200, "late")}
	tests := []struct {
		name  string
		talks []meeting.Presentation
		own   []meeting.Chapter
		start float64 // of the source's clock
		want  []meeting.Chapter
	}{
		{"none", nil, nil, 0, nil},
		{
			"talks, each up to the next",
			[]meeting.Presentation{talkAt(0, "one"), talkAt(20, "two")},
			nil, 0,
			[]meeting.Chapter{chapter(0, 20, "one"), chapter(20, 60, "two")},
		},
		{
			"talks in any order",
			[]meeting.Presentation{talkAt(30, "two"), talkAt(5, "one")},
			nil, 0,
			[]meeting.Chapter{chapter(5, 30, "one"), chapter(30, 60, "two")},
		},
		{
			"of two at once the last",
			[]meeting.Presentation{talkAt(5, "one"), talkAt(5, "other")},
			nil, 0,
			[]meeting.Chapter{chapter(5, 60, "other")},
		},
		{
			"what is no millisecond leaves no gap",
			[]meeting.Presentation{talkAt(0, "one"), talkAt(10, "lost"), talkAt(10.0005, "two")},
			nil, 0,
			[]meeting.Chapter{chapter(0, 10.0005, "one"), chapter(10.0005, 60, "two")},
		},
		{
			"a millisecond is one, whatever floats make of it",
			[]meeting.Presentation{talkAt(1, "one"), talkAt(1.001, "two")},
			nil, 0,
			[]meeting.Chapter{chapter(1, 1.001, "one"), chapter(1.001, 60, "two")},
		},
		{
			"talks that begin when all is over are none",
			[]meeting.Presentation{talkAt(0, "one"), talkAt(60, "two"), talkAt(900, "three")},
			nil, 0,
			[]meeting.Chapter{chapter(0, 60, "one")},
		},
		{
			"talks that nobody timed are none",
			[]meeting.Presentation{{Title: "one"}, talkAt(7, "two")},
			nil, 0,
			[]meeting.Chapter{chapter(7, 60, "two")},
		},
		{
			"a talk that begins when all is over keeps the file's own",
			[]meeting.Presentation{talkAt(60, "late")},
			own[1:2], 100,
			[]meeting.Chapter{chapter(10, 60, "middle")},
		},
		{
			"nothing of the file's that begins with the end", nil, []meeting.Chapter{chapter(160, 170, "behind")}, 100, nil,
		},
		{
			"the file's own, on its clock, up to the next", nil, own, 100,
			[]meeting.Chapter{chapter(0, 10, "early"), chapter(10, 50, "middle"), chapter(50, 60, "late")},
		},
		{
			"not those behind the end", nil, own, 95,
			[]meeting.Chapter{chapter(4, 15, "early"), chapter(15, 55, "middle"), chapter(55, 60, "late")},
		},
		{
			"talks come first",
			[]meeting.Presentation{talkAt(1, "talk")},
			own, 100,
			[]meeting.Chapter{chapter(1, 60, "talk")},
		},
		{
			"the file's own where no talk is timed",
			[]meeting.Presentation{{Title: "talk"}},
			own[1:], 100,
			[]meeting.Chapter{chapter(10, 50, "middle"), chapter(50, 60, "late")},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := film(60, 2)
			found.Chapters = tt.own
			found.Video.Start, found.Video.Last, found.Video.End = tt.start, tt.start+59.96, tt.start+60
			found.Audio = nil
			if diff := cmp.Diff(tt.want, recording(t, found).Chapters(nil, tt.talks)); diff != "" {
				t.Errorf("chapters of %v and %v (-want +got):\n%s", tt.talks, tt.own, diff)
			}
		})
	}
}

func TestChaptersThatWereAskedForWin(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Chapters = []meeting.Chapter{{Start: 1, End: 60, Title: "the file's"}}
	asked := []meeting.Chapter{{Start: 40, Title: "second", Recording: "day"}, {Start: 3, Title: "first"}, {Start: 70, Title: "when all is over"}}
	want := []meeting.Chapter{{Start: 3, End: 40, Title: "first"}, {Start: 40, End: 60, Title: "second"}}
	start := 1.0
	if diff := cmp.Diff(want, recording(t, found).Chapters(asked, []meeting.Presentation{{Title: "talk", Start: &start}})); diff != "" {
		t.Errorf("chapters (-want +got):\n%s", diff)
	}
}

// Chapters that were asked for behind the end are none: those of talks are taken
// only where none was asked for, and then those of the file.
func TestChaptersAskedForBehindTheEnd(t *testing.T) {
	t.Parallel()
	found := film(60, 2)
	found.Chapters = []meeting.Chapter{{Start: 1, End: 60, Title: "the file's"}}
	want := []meeting.Chapter{{Start: 1, End: 60, Title: "the file's"}}
	if diff := cmp.Diff(want, recording(t, found).Chapters([]meeting.Chapter{{Start: 60, Title: "late"}}, nil)); diff != "" {
		t.Errorf("chapters (-want +got):\n%s", diff)
	}
}

// Whenever talks begin, chapters are in order and none leaves a gap to the next
// or to the end.
func TestChaptersLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := recording(t, film(60, 2))
		var talks []meeting.Presentation
		near := rapid.OneOf(rapid.Float64Range(0, 61), rapid.Map(rapid.IntRange(0, 8), func(n int) float64 { return 30 + float64(n)*0.0004 }))
		for range rapid.IntRange(0, 12).Draw(t, "talks") {
			start := near.Draw(t, "start")
			talks = append(talks, meeting.Presentation{Start: &start})
		}
		list := r.Chapters(nil, talks)
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

package align

import (
	"image"
	"testing"
)

// TestStills tracks a recording of a deck that also shows, twice, a page that is not in it. It
// becomes one still.
func TestStills(t *testing.T) {
	t.Parallel()
	d := deckOf(1, 12)
	const foreignSeed = 9001
	foreign := drawPage(foreignSeed, PageWidth, d.Pages[0].Image.Rect.Dy())
	of := func(slide int) *image.Gray { return d.Pages[slide-1].Image }
	for name, f := range map[string]film{
		"screen": {noise: 1},
		"camera": {quad: room(), sway: 2, noise: 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f.shots = []shot{{8, of(1), 0}, {8, of(2), 0}, {20, foreign, 0}, {12, nil, 0}, {8, of(5), 0}, {20, foreign, 0}, {8, of(6), 0}}
			f = f.keep()
			layout, err := Locate(t.Context(), f, []Deck{d})
			if err != nil {
				t.Fatal(err)
			}
			got, err := Track(t.Context(), f, []Deck{d}, layout)
			if err != nil {
				t.Fatal(err)
			}
			if len(got.Stills) == 0 || len(got.Stills) > 2 || got.Stills[0].At < 16 || got.Stills[0].At > 36 || got.Stills[0].Place != 0 {
				t.Fatalf("stills are %+v", got.Stills) // the person may be one, too
			}
			var seconds float64
			for _, in := range got.Intervals {
				if in.Still != 1 {
					continue
				}
				seconds += in.End - in.Start
				if in.Start < 15.5 || in.End > 36.5 && in.Start < 55.5 || in.End > 76.5 {
					t.Errorf("the still is shown in %+v", in)
				}
			}
			if seconds < 34 || seconds > 41 {
				t.Errorf("the still is shown for %.1f s: %+v", seconds, got.Intervals)
			}
			if list, reason := Join([]Stretch{got}).Slides(map[int]Meaning{1: {Confidence: 1}}); reason != "" || len(list) != 4 {
				t.Errorf("of the deck, these are shown: %+v %s", list, reason)
			}
			list, _ := Join([]Stretch{got}).Slides(map[int]Meaning{1: {Slides: []int{9}, Confidence: .97}})
			if len(list) != 6 || list[2].Slide != 9 || list[4].Slide != 9 {
				t.Errorf("with a still that says what slide 9 does, these are shown: %+v", list)
			}
		})
	}
}

func TestStillsAreJoinedByNumber(t *testing.T) {
	t.Parallel()
	j := Join([]Stretch{
		{From: 0, To: 70, Stills: []Still{{At: 4}, {At: 8}}, Intervals: []Interval{{Start: 0, End: 70, Still: 2}}},
		{From: 60, To: 120, Stills: []Still{{At: 100}}, Intervals: []Interval{{Start: 60, End: 120, Still: 1}}},
	})
	if len(j.Stills) != 3 || len(j.Intervals) != 2 || j.Intervals[1].Still != 3 || j.Stills[j.Intervals[1].Still-1].At != 100 {
		t.Errorf("joined %+v", j)
	}
}

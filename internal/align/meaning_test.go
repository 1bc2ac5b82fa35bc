package align

import "testing"

// TestSlidesOfStills names a still between slide 4 and slide 8 of deck 0. pictures is what the
// pictures alone say about it.
func TestSlidesOfStills(t *testing.T) {
	t.Parallel()
	looks := func(slides ...int) (list []Alike) {
		for i, s := range slides {
			list = append(list, Alike{Slide: s, Like: .8 - .1*float64(i)})
		}
		return list
	}
	for name, tt := range map[string]struct {
		pictures Interval
		alike    []Alike
		meaning  *Meaning
		want     int // 0 for no slide
	}{
		"not read, and like no slide":           {want: 0},
		"not read, and like a slide":            {pictures: Interval{Slide: 6, Confidence: .7}, want: 6},
		"a film on the slide before":            {alike: []Alike{{Slide: 4, Like: .55}}, want: 4},
		"a film on another slide":               {alike: []Alike{{Slide: 5, Like: .55}}, want: 0},
		"the text of a slide":                   {meaning: &Meaning{Slides: []int{6}, Confidence: .99}, want: 6},
		"the text of another slide":             {pictures: Interval{Slide: 5, Confidence: .8}, meaning: &Meaning{Slides: []int{6}, Confidence: .99}, want: 6},
		"two words, and a picture that is sure": {pictures: Interval{Slide: 5, Confidence: .98}, meaning: &Meaning{Slides: []int{6}, Confidence: .6}, want: 5},
		"the text of no slide":                  {pictures: Interval{Slide: 5, Confidence: .98}, meaning: &Meaning{Confidence: 1}, want: 0},
		"a few words of no slide":               {pictures: Interval{Slide: 5, Confidence: .98}, meaning: &Meaning{Confidence: .3}, want: 5},
		"an agenda: the one that looks so":      {alike: looks(9, 2), meaning: &Meaning{Slides: []int{2, 5, 9}, Confidence: .99}, want: 9},
		"an agenda: the next one":               {alike: []Alike{{Slide: 9, Like: .8}, {Slide: 5, Like: .79}}, meaning: &Meaning{Slides: []int{2, 5, 9}, Confidence: .99}, want: 5},
		"an agenda: none looks so":              {meaning: &Meaning{Slides: []int{1, 3, 7}, Confidence: .99}, want: 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			still := tt.pictures
			still.Start, still.End, still.Still = 10, 20, 1
			j := Joined{
				Intervals: []Interval{{Start: 0, End: 10, Slide: 4, Confidence: .99, Like: .95}, still, {Start: 20, End: 30, Slide: 8, Confidence: .99, Like: .95}},
				Stills:    []Still{{At: 12, Alike: tt.alike}},
			}
			meanings := map[int]Meaning{}
			if tt.meaning != nil {
				meanings[1] = *tt.meaning
			}
			list, reason := j.Slides(meanings)
			got := 0
			for _, in := range list {
				if in.Start <= 15 && in.End > 15 {
					got = in.Slide
				}
			}
			if got != tt.want || reason != "" {
				t.Errorf("it shows slide %d, want %d: %+v %s", got, tt.want, list, reason)
			}
		})
	}
}

// TestDecksKnownByText checks that a deck is recognised by its text, though no page image is
// clearly like the recording.
func TestDecksKnownByText(t *testing.T) {
	t.Parallel()
	j := Joined{
		Intervals: []Interval{{Start: 0, End: 10, Slide: 1, Confidence: .9, Like: .7}, {Start: 10, End: 20, Still: 1}},
		Stills:    []Still{{At: 12}},
	}
	if list, reason := j.Slides(nil); len(list) > 0 || reason == "" {
		t.Errorf("without its text, %+v is shown", list)
	}
	if list, reason := j.Slides(map[int]Meaning{1: {Slides: []int{2}, Confidence: .9}}); len(list) != 2 || reason != "" {
		t.Errorf("with its text, %+v is shown %s", list, reason)
	}
}

// TestCoincidences checks that one slide of a deck that is not shown is not claimed: "Thank you".
func TestCoincidences(t *testing.T) {
	t.Parallel()
	j := Joined{Stills: make([]Still, 4)}
	meanings := map[int]Meaning{}
	for i := range 4 {
		j.Intervals = append(j.Intervals, Interval{Start: float64(10 * i), End: float64(10*i + 10), Still: i + 1})
		meanings[i+1] = Meaning{Confidence: 1}
	}
	meanings[4] = Meaning{Slides: []int{30}, Confidence: .99}
	if list, reason := j.Slides(meanings); len(list) > 0 || reason == "" {
		t.Errorf("%+v is shown", list)
	}
	meanings[3] = Meaning{Slides: []int{29}, Confidence: .99}
	if list, _ := j.Slides(meanings); len(list) != 2 {
		t.Errorf("%+v is shown, want two slides", list)
	}
}

// TestShortGaps checks that a slide goes on over a gap of two seconds, unless something else is
// shown in it.
func TestShortGaps(t *testing.T) {
	t.Parallel()
	shown := func(start, end float64) Interval {
		return Interval{Start: start, End: end, Slide: 4, Confidence: .99, Like: .95}
	}
	for name, tt := range map[string]struct {
		between  []Interval
		end      float64
		meanings map[int]Meaning
		want     int
	}{
		"nothing":         {end: 12, want: 1},
		"a still":         {between: []Interval{{Start: 10, End: 12, Still: 1}}, end: 12, want: 1},
		"other text":      {between: []Interval{{Start: 10, End: 12, Still: 1}}, end: 12, meanings: map[int]Meaning{1: {Confidence: 1}}, want: 2},
		"another slide":   {between: []Interval{{Start: 10, End: 12, Slide: 5, Confidence: .9, Like: .9}}, end: 12, want: 3},
		"a longer moment": {end: 14, want: 2},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			j := Joined{Stills: []Still{{At: 11}}}
			j.Intervals = append(append([]Interval{shown(0, 10)}, tt.between...), shown(tt.end, 30))
			if list, _ := j.Slides(tt.meanings); len(list) != tt.want || list[0].Start != 0 || list[len(list)-1].End != 30 {
				t.Errorf("%+v is shown, want %d intervals", list, tt.want)
			}
		})
	}
}

func TestAccepts(t *testing.T) {
	t.Parallel()
	still := Still{Alike: []Alike{{Slide: 3, Like: .7}}}
	text := func(has bool) func(int, int) bool { return func(_, slide int) bool { return has && slide == 3 } }
	for name, tt := range map[string]struct {
		meaning Meaning
		text    bool
		want    bool
	}{
		"a slide":                            {Meaning{Slides: []int{4}, Confidence: .9}, false, true},
		"no slide, and it looks like text":   {Meaning{Confidence: .9}, true, true},
		"no slide, and it looks like a scan": {Meaning{Confidence: .9}, false, false},
		"nothing":                            {Meaning{}, true, false},
	} {
		if got := still.Accepts(tt.meaning, text(tt.text)); got != tt.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

package progress

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/align"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// lines writes slide times in short: "0-10 a:1 .9", with "*" if corrected and "?" if uncertain.
func lines(list []manifest.SlideTime) (short []string) {
	for _, t := range list {
		mark := ""
		if t.Corrected {
			mark = "*"
		}
		if t.Uncertain {
			mark += "?"
		}
		short = append(short, fmt.Sprintf("%g-%g %s:%d %g%s", t.Start, t.End, t.Deck, t.Slide, t.Confidence, mark))
	}
	return short
}

func found(start, end float64, slide int) manifest.SlideTime {
	return manifest.SlideTime{Start: start, End: end, Deck: "a", Slide: slide, Confidence: 0.8}
}

func TestCorrect(t *testing.T) {
	t.Parallel()
	times := []manifest.SlideTime{found(0, 10, 1), found(10, 20, 2), found(40, 60, 3)}
	set := func(start, end float64, slide int) meeting.SlideCorrection {
		return meeting.SlideCorrection{Start: start, End: end, Deck: "a", Slide: slide}
	}
	for _, tt := range []struct {
		name  string
		fixes meeting.Alignment
		want  []string
	}{
		{"none", meeting.Alignment{}, []string{"0-10 a:1 0.8", "10-20 a:2 0.8", "40-60 a:3 0.8"}},
		{"off", meeting.Alignment{Off: true, Slides: []meeting.SlideCorrection{set(1, 0, 2)}}, nil},
		{"an offset moves all times and drops those outside", meeting.Alignment{Offset: -12}, []string{"0-8 a:2 0.8", "28-48 a:3 0.8"}},
		{"an offset ends with the recording", meeting.Alignment{Offset: 50}, []string{"50-60 a:1 0.8", "60-70 a:2 0.8", "90-100 a:3 0.8"}},
		{"a slide lasts until the next change", meeting.Alignment{Slides: []meeting.SlideCorrection{set(15, 0, 9)}}, []string{"0-10 a:1 0.8", "10-15 a:2 0.8", "15-20 a:9 1*", "40-60 a:3 0.8"}},
		{"a slide in a gap lasts until the gap ends", meeting.Alignment{Slides: []meeting.SlideCorrection{set(30, 0, 9)}}, []string{"0-10 a:1 0.8", "10-20 a:2 0.8", "30-40 a:9 1*", "40-60 a:3 0.8"}},
		{"the last slide lasts until the end", meeting.Alignment{Slides: []meeting.SlideCorrection{set(70, 0, 9)}}, []string{"0-10 a:1 0.8", "10-20 a:2 0.8", "40-60 a:3 0.8", "70-100 a:9 1*"}},
		{"an earlier start joins its slide", meeting.Alignment{Slides: []meeting.SlideCorrection{set(30, 0, 3)}}, []string{"0-10 a:1 0.8", "10-20 a:2 0.8", "30-60 a:3 0.867*"}},
		{"no slide", meeting.Alignment{Slides: []meeting.SlideCorrection{{Start: 5, End: 50}}}, []string{"0-5 a:1 0.8", "50-60 a:3 0.8"}},
		{"the later correction counts", meeting.Alignment{Slides: []meeting.SlideCorrection{set(0, 100, 7), set(20, 30, 8)}}, []string{"0-20 a:7 1*", "20-30 a:8 1*", "30-100 a:7 1*"}},
		{"one after the end changes nothing", meeting.Alignment{Slides: []meeting.SlideCorrection{set(100, 0, 7), set(120, 130, 7)}}, []string{"0-10 a:1 0.8", "10-20 a:2 0.8", "40-60 a:3 0.8"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, lines(Correct(times, tt.fixes, 100))); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// checkTimes checks the laws of slide times: in order, apart, and within the recording.
func checkTimes(t *testing.T, list []manifest.SlideTime, duration float64) {
	t.Helper()
	for i, one := range list {
		if one.Start < 0 || one.End > duration || one.Start >= one.End || one.Slide < 1 || one.Confidence < 0 || one.Confidence > 1 {
			t.Errorf("time %d of %g s is %+v", i, duration, one)
		}
		if i > 0 && one.Start < list[i-1].End {
			t.Errorf("time %d begins at %g, before %g", i, one.Start, list[i-1].End)
		}
	}
}

func TestLawsOfSlideTimes(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	decks := []shownDeck{{source: "a"}, {source: "b"}}
	for range 500 {
		var list []align.Interval
		var a meeting.Alignment
		for range random.IntN(8) {
			start := 130*random.Float64() - 15
			list = append(list, align.Interval{Start: start, End: start + 40*random.Float64() - 5, Deck: random.IntN(4) - 1, Slide: random.IntN(4), Confidence: 1.4*random.Float64() - 0.2})
		}
		for range random.IntN(5) {
			start := 120 * random.Float64()
			one := meeting.SlideCorrection{Start: start, Deck: "a", Slide: random.IntN(3)}
			if random.IntN(2) > 0 {
				one.End = start + 30*random.Float64()
			}
			a.Slides = append(a.Slides, one)
		}
		a.Offset = 60*random.Float64() - 30
		times := slideTimes(list, decks, 100)
		checkTimes(t, times, 100)
		fixed := Correct(times, a, 100)
		checkTimes(t, fixed, 100)
		a.Offset = 0
		for _, c := range a.Slides[max(0, len(a.Slides)-1):] { // the last one holds
			at := c.Start + 1e-3
			for _, one := range Correct(times, a, 100) {
				if inside := one.Start <= at && at < one.End; inside && c.Start < 99.9 && (c.End == 0 || c.End > c.Start+0.01) && one.Slide != c.Slide && one.End-at > 0.01 {
					t.Errorf("at %g slide %d is shown in spite of %+v", at, one.Slide, c)
				}
			}
		}
	}
}

func TestSlideTimes(t *testing.T) {
	t.Parallel()
	decks := []shownDeck{{source: "a"}, {source: "b"}}
	got := slideTimes([]align.Interval{
		{Start: 10, End: 20, Slide: 2, Confidence: 0.9},
		{Start: -1, End: 10, Slide: 1, Confidence: 0.5},
		{Start: 20, End: 30, Slide: 2, Confidence: 0.7},
		{Start: 29, End: 200, Deck: 1, Slide: 2, Confidence: 0.99},
		{Start: 40, End: 50, Deck: 2, Slide: 1, Confidence: 1},
		{Start: 40, End: 50, Slide: 0, Confidence: 1},
	}, decks, 100)
	if diff := cmp.Diff([]string{"0-10 a:1 0.5?", "10-30 a:2 0.8", "30-100 b:2 0.99"}, lines(got)); diff != "" {
		t.Error(diff)
	}
}

func TestFoundStarts(t *testing.T) {
	t.Parallel()
	at := func(start, end float64, deck string, confidence float64) manifest.SlideTime {
		return manifest.SlideTime{Start: start, End: end, Deck: deck, Slide: 1, Confidence: confidence, Uncertain: confidence < uncertainBelow}
	}
	morning := shownTimes{"morning", true, []manifest.SlideTime{at(3, 5, "b", 0.4), at(10, 60, "a", 0.9), at(70, 80, "a", 0.9), at(90, 200, "b", 0.9), at(210, 300, "a", 0.8)}}
	evening := shownTimes{"evening", false, []manifest.SlideTime{at(5, 50, "c", 0.9), at(60, 90, "b", 0.9)}}
	start := func(s float64) *float64 { return &s }
	of := func(deck, recording string, s *float64) meeting.Presentation {
		return meeting.Presentation{ID: "p", Deck: deck, Recording: recording, Start: s}
	}
	for _, tt := range []struct {
		name string
		list []meeting.Presentation
		want []meeting.Presentation
	}{
		{"the first slide that is certain", []meeting.Presentation{of("a", "", nil), of("b", "", nil)}, []meeting.Presentation{of("a", "", start(10)), of("b", "", start(90))}},
		{"in the recording that shows the deck", []meeting.Presentation{of("c", "", nil)}, []meeting.Presentation{of("c", "evening", start(5))}},
		{"only in its own recording", []meeting.Presentation{of("b", "evening", nil), of("c", "morning", nil)}, []meeting.Presentation{of("b", "evening", start(60)), of("c", "morning", nil)}},
		{"a set time stays", []meeting.Presentation{of("a", "", start(1))}, []meeting.Presentation{of("a", "", start(1))}},
		{"a deck that is never shown gives none", []meeting.Presentation{of("d", "", nil), of("", "", nil)}, []meeting.Presentation{of("d", "", nil), of("", "", nil)}},
		{"two with one deck take its occurrences in order", []meeting.Presentation{of("a", "", nil), of("a", "", nil), of("a", "", nil)}, []meeting.Presentation{of("a", "", start(10)), of("a", "", start(210)), of("a", "", nil)}},
		{"one with a set time takes its occurrence", []meeting.Presentation{of("a", "", nil), of("a", "", start(9))}, []meeting.Presentation{of("a", "", start(210)), of("a", "", start(9))}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			given := append([]meeting.Presentation(nil), tt.list...)
			if diff := cmp.Diff(tt.want, foundStarts(tt.list, []shownTimes{morning, evening})); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(given, tt.list); diff != "" {
				t.Errorf("the given list changed: %s", diff)
			}
		})
	}
}

func TestSlideChapters(t *testing.T) {
	t.Parallel()
	titles := map[int]string{1: "Welcome", 2: "Method", 3: "Method", 4: "", 5: "Results"}
	title := func(_ string, slide int) string { return titles[slide] }
	chapter := func(start, end float64, title string) meeting.Chapter {
		return meeting.Chapter{Start: start, End: end, Title: title}
	}
	for _, tt := range []struct {
		name  string
		times []manifest.SlideTime
		want  []meeting.Chapter
	}{
		{"one for each title", []manifest.SlideTime{found(5, 40, 1), found(40, 60, 2), found(60, 80, 3), found(90, 200, 5)}, []meeting.Chapter{chapter(5, 40, "Welcome"), chapter(40, 90, "Method"), chapter(90, 300, "Results")}},
		{"none for a short one, and its neighbours are one", []manifest.SlideTime{found(0, 40, 2), found(40, 45, 1), found(45, 80, 3), found(80, 300, 5)}, []meeting.Chapter{chapter(0, 80, "Method"), chapter(80, 300, "Results")}},
		{"none for slides without a title", []manifest.SlideTime{found(0, 40, 1), found(40, 80, 4), found(80, 300, 5)}, []meeting.Chapter{chapter(0, 80, "Welcome"), chapter(80, 300, "Results")}},
		{"none for an uncertain one", []manifest.SlideTime{{Start: 0, End: 300, Deck: "a", Slide: 1, Confidence: 0.5, Uncertain: true}}, []meeting.Chapter{}},
		{"none", nil, []meeting.Chapter{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(tt.want, slideChapters(tt.times, title, 300)); diff != "" {
				t.Error(diff)
			}
		})
	}
	var many []manifest.SlideTime
	for i := range 100 {
		many = append(many, found(float64(30*i), float64(30*i+21+i%9), i+1))
	}
	numbered := func(_ string, slide int) string { return fmt.Sprint(slide) }
	if got := slideChapters(many[:5], numbered, 150); len(got) != 5 {
		t.Errorf("%d chapters of five slides in 150 s", len(got))
	}
	got := slideChapters(many, numbered, 3600)
	if len(got) > 60 || len(got) < 30 {
		t.Errorf("%d chapters in an hour", len(got))
	}
}

func TestChaptersByTrust(t *testing.T) {
	t.Parallel()
	src := meeting.Source{ID: "talk", SHA256: "x"}
	start := 7.0
	own := []meeting.Chapter{{Start: 0, Title: "of the file"}, {Start: 50, Title: "of the file, too"}}
	slides := []manifest.SlideTime{found(10, 100, 1), found(100, 400, 2)}
	talks := []meeting.Presentation{{ID: "1", Title: "Bees", Deck: "a"}, {ID: "2", Title: "Wasps", Deck: "b"}}
	two := append(slides[:1:1], manifest.SlideTime{Start: 200, End: 300, Deck: "b", Slide: 1, Confidence: 1})
	for _, tt := range []struct {
		name  string
		m     meeting.Meeting
		file  []meeting.Chapter
		times []manifest.SlideTime
		want  []string
	}{
		{"the record", meeting.Meeting{Chapters: []meeting.Chapter{{Start: 1, Title: "asked for"}}, Presentations: talks}, own, two, []string{"asked for"}},
		{"presentations with a set start, and those found", meeting.Meeting{Presentations: []meeting.Presentation{{ID: "0", Title: "Welcome", Start: &start}, talks[0], talks[1]}}, own, two, []string{"Welcome", "Bees", "Wasps"}},
		{"the file", meeting.Meeting{Presentations: talks}, own, two, []string{"of the file", "of the file, too"}},
		{"presentations that were found", meeting.Meeting{Presentations: talks}, nil, two, []string{"Bees", "Wasps"}},
		{"slides, if one presentation was found", meeting.Meeting{Presentations: talks}, nil, slides, []string{"slide 1", "slide 2"}},
		{"none, if there is one", meeting.Meeting{Presentations: talks}, nil, slides[:1], nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			media := changed(func(m *meeting.Media) { m.Chapters = tt.file })
			rec := plan.Profiles()[0].Recording("x", "public", media)
			it := Item{Source: src, Main: true, Recording: &Recording{Recording: rec, SlideTimes: tt.times}}
			it.Recording.setChapters(tt.m, src, true)
			with := WithFoundTimes(tt.m, []Item{it})
			var got []string
			for _, c := range it.chapters(with, func(_ string, slide int) string { return fmt.Sprint("slide ", slide) }) {
				got = append(got, c.Title)
			}
			if diff := cmp.Diff(tt.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

package progress

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/align"
	"proceedings/internal/archive"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// lecture is a recording with a deck of three pages, of which the second and the third show
// one slide.
type lecture struct {
	*testRecording

	layout   align.Layout
	interval align.Interval
	items    []Item
}

func newLecture(found meeting.Media, f outcomes) *lecture {
	l := &lecture{testRecording: newTestRecording(found, f), layout: layoutFound(), interval: align.Interval{Start: 12, End: 590, Slide: 2, Confidence: 0.9}}
	l.meeting.Sources = append(l.meeting.Sources, meeting.Source{ID: "bees", Name: "bees.pptx", SHA256: strings.Repeat("cd", 32)})
	return l
}

// layoutFound is a layout with slides.
func layoutFound() align.Layout { return align.Layout{Places: []align.Place{{Matches: 100}}} }

func (l *lecture) outcome(s plan.Step) steps.Outcome {
	r := &steps.Result{Step: s}
	switch {
	case l.fail[s.Kind]:
		return steps.Outcome{Status: steps.Status{Starts: 5, LastError: "exit status 1", Failed: failure}}
	case s.Kind == plan.Probe && s.Input != l.meeting.Sources[0].SHA256:
		r.Probe = &meeting.Probe{Format: "pptx", Role: meeting.Deck}
	case s.Kind == plan.Probe:
		r.Probe = &meeting.Probe{Format: "mp4", Role: meeting.Recording, Media: &l.found}
	case s.Kind == plan.Text:
		r.Text = &steps.Text{DeckText: meeting.DeckText{Slides: []meeting.Slide{
			{Number: 1, Title: "Bees", Body: "x"}, {Number: 2, Title: "Hives", Areas: []meeting.Area{{Page: 2}, {Page: 3}}},
		}, Pages: 3}}
	case s.Kind == plan.Deck:
		r.Deck = &steps.Deck{}
		for _, name := range []string{"1.jpg", "2.jpg", "3.jpg"} {
			r.Objects = append(r.Objects, meeting.Object{Name: name})
			r.Deck.Pages = append(r.Deck.Pages, meeting.Page{Letters: 9, Images: []meeting.Image{{Object: meeting.Object{Name: name}, Width: 1600}}})
		}
	case s.Kind == plan.Locate:
		r.Locate = &l.layout
	case s.Kind == plan.Align:
		r.Align = &align.Stretch{To: 600, Intervals: []align.Interval{l.interval}}
	default:
		return l.of(s)
	}
	return steps.Outcome{Result: r}
}

// run settles all missing steps, and returns the kinds of each round.
func (l *lecture) run(t *testing.T) []string {
	t.Helper()
	return l.rounds(t, l.outcome, func(open []plan.Step) { l.checkLate(t, open) })
}

// rounds settles all missing steps, and returns the kinds of each round. It calls check with
// the steps that are missing.
func (l *lecture) rounds(t *testing.T, outcome func(plan.Step) steps.Outcome, check func(open []plan.Step)) (waves []string) {
	t.Helper()
	for range 20 {
		items, err := assessBy(l.meeting, func(s plan.Step) steps.Outcome { return l.settled[s.Key()] })
		if err != nil {
			t.Fatal(err)
		}
		l.items = items
		open := Missing(items)
		if len(open) == 0 {
			return waves
		}
		check(open)
		waves = append(waves, kinds(open))
		for _, s := range open {
			l.settled[s.Key()] = outcome(s)
		}
	}
	t.Fatal("steps are missing after 20 rounds:", waves)
	return nil
}

// checkLate checks that slides are looked for once the recording is complete.
func (l *lecture) checkLate(t *testing.T, open []plan.Step) {
	t.Helper()
	late := !slices.ContainsFunc(open, func(s plan.Step) bool { return !s.IsLate() })
	if Due(l.items, open, true) != late {
		t.Errorf("with %s open, a complete version is replaced: %t", kinds(open), !late)
	}
	if late && l.items[0].Made.Package == nil {
		t.Error("the recording is not complete before its slides are found")
	}
	if state := StateOf(l.meeting, l.items).State; state != manifest.Processing {
		t.Errorf("with %s open, the state is %s", kinds(open), state)
	}
}

func TestSlidesAreFoundAfterAllElse(t *testing.T) {
	t.Parallel()
	l := newLecture(talk(), outcomes{})
	waves := l.run(t)
	if n := len(waves); n < 3 || waves[n-2] != "locate" || waves[n-1] != "align" {
		t.Errorf("rounds are %v", waves)
	}
	rec := l.items[0].Recording
	if diff := cmp.Diff([]string{"12-590 bees:2 0.9"}, lines(rec.SlideTimes)); diff != "" || rec.NotAligned != "" {
		t.Error(diff, rec.NotAligned)
	}
	for _, s := range l.items[0].Steps {
		if s.Step.Kind == plan.Locate {
			if got := params[plan.LocateParams](s.Step).Decks; !slices.Equal(got[0], []int{1, 2, 2}) {
				t.Errorf("slides of the pages are %v", got)
			}
		}
	}
	with := WithFoundTimes(l.meeting, l.items)
	if len(with.Presentations) != 1 || with.Presentations[0].Title != "bees" || *with.Presentations[0].Start != 12 {
		t.Errorf("presentations are %+v", with.Presentations)
	}
	before := len(l.items[0].Steps)
	l.meeting.Alignments = []meeting.Alignment{{Recording: "talk", Offset: -2, Slides: []meeting.SlideCorrection{{Start: 300, End: 400}}}}
	l.meeting.Title = "Another title of the meeting"
	waves = l.run(t)
	if diff := cmp.Diff([]string{"10-300 bees:2 0.9", "400-588 bees:2 0.9"}, lines(l.items[0].Recording.SlideTimes)); diff != "" {
		t.Error(diff)
	}
	if !slices.Equal(waves, []string{"progressive"}) || len(l.items[0].Steps) != before {
		t.Errorf("a new title and corrections run %v", waves)
	}
	l.meeting.Sources[1].SHA256 = strings.Repeat("ef", 32)
	if waves = l.run(t); slices.ContainsFunc(waves, func(s string) bool { return strings.Contains(s, "chunk") }) || waves[len(waves)-1] != "align" {
		t.Errorf("a corrected deck runs %v", waves)
	}
}

func TestFoundChaptersAreWrittenToTheDownload(t *testing.T) {
	t.Parallel()
	l := newLecture(talk(), outcomes{})
	l.meeting.Presentations = []meeting.Presentation{{ID: "1", Title: "Bees", Deck: "bees"}, {ID: "2", Title: "Questions", Start: new(float64)}}
	waves := l.run(t)
	if n := len(waves); waves[n-1] != "progressive" {
		t.Fatalf("rounds are %v", waves)
	}
	files := 0
	for _, s := range l.items[0].Steps {
		if s.Step.Kind == plan.Progressive {
			files++
			p := params[plan.ProgressiveParams](s.Step)
			if len(p.Chapters) != 2 || p.Chapters[1] != (meeting.Chapter{Start: 12, End: 600, Title: "Bees"}) {
				t.Errorf("chapters of the download are %+v", p.Chapters)
			}
		}
	}
	if files != 1 {
		t.Errorf("%d downloads are needed", files)
	}
	l.meeting.Alignments = []meeting.Alignment{{Recording: "talk", Slides: []meeting.SlideCorrection{{Start: 10, Deck: "bees", Slide: 2}}}}
	if waves = l.run(t); len(waves) > 0 {
		t.Errorf("a correction runs %v", waves)
	}
	if list := l.items[0].Recording.ChapterList; len(list) != 2 || list[1].Start != 10 {
		t.Errorf("chapters with the correction are %+v", list)
	}
}

func TestRecordingsWithoutSlideTimes(t *testing.T) {
	t.Parallel()
	nothing := func(l *lecture) { l.layout = align.Layout{} }
	for _, tt := range []struct {
		name   string
		found  meeting.Media
		f      outcomes
		change func(*lecture)
		why    string
		kind   plan.Kind // that must not be requested
	}{
		{"a picture without slides", talk(), outcomes{}, nothing, "shows no slide of these decks", plan.Align},
		{"a search that fails", talk(), failing(plan.Locate), nil, "could not be compared with the slides: it is damaged", plan.Align},
		{"a comparison that fails", talk(), failing(plan.Align), nil, "could not be compared with the slides: it is damaged", ""},
		{"no interval", talk(), outcomes{}, func(l *lecture) { l.interval.Slide = 0 }, "shows no slide of these decks", ""},
		{"a deck that cannot be rendered", talk(), failing(plan.Deck), nil, "", plan.Locate},
		{"a deck that cannot be read", talk(), failing(plan.Text), nil, "", plan.Locate},
		{"sound alone", changed(blind), outcomes{}, nil, "", plan.Locate},
		{"no deck", talk(), outcomes{}, func(l *lecture) { l.meeting.Sources = l.meeting.Sources[:1] }, "", plan.Locate},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			l := newLecture(tt.found, tt.f)
			if tt.change != nil {
				tt.change(l)
			}
			l.run(t)
			rec := l.items[0].Recording
			if rec.NotAligned != tt.why || len(rec.SlideTimes) > 0 {
				t.Errorf("is not aligned since it %q, with %v", rec.NotAligned, rec.SlideTimes)
			}
			if tt.kind != "" && slices.ContainsFunc(l.items[0].Steps, func(s Step) bool { return s.Step.Kind == tt.kind }) {
				t.Errorf("%s is requested", tt.kind)
			}
			state := StateOf(l.meeting, l.items)
			if state.State != manifest.Published && !tt.f.fail[plan.Deck] && !tt.f.fail[plan.Text] || state.Sources[0].Status != archive.StatusDone {
				t.Errorf("the meeting is %s, and its recording %s", state.State, state.Sources[0].Status)
			}
		})
	}
}

func TestTheBestViewIsTracked(t *testing.T) {
	t.Parallel()
	two := changed(func(m *meeting.Media) {
		second := *m.Video
		second.Index, second.Title = 2, "Slides"
		m.Pictures = []meeting.Video{second}
	})
	for best := range 2 {
		l := newLecture(two, outcomes{})
		seen := 0
		for range 20 {
			l.items, _ = assessBy(l.meeting, func(s plan.Step) steps.Outcome { return l.settled[s.Key()] })
			open := Missing(l.items)
			if len(open) == 0 {
				break
			}
			for _, s := range open {
				out := l.outcome(s)
				if s.Kind == plan.Locate {
					layout := align.Layout{Places: []align.Place{{Matches: 50}}}
					if seen == best {
						layout.Places[0].Matches = 90
					}
					seen++
					out.Result.Locate = &layout
				}
				l.settled[s.Key()] = out
			}
		}
		var searches []string
		tracked := ""
		for _, s := range l.items[0].Steps {
			switch s.Step.Kind {
			case plan.Locate:
				searches = append(searches, s.Step.Key())
			case plan.Align:
				tracked += s.Step.Needs[0]
			}
		}
		if len(searches) != 2 || tracked != searches[best] {
			t.Errorf("view %d of %d shows the slides best, but %q is tracked", best, len(searches), tracked)
		}
	}
}

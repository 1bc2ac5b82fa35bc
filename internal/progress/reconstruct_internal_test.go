package progress

import (
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

// deckless is a recording without a deck. Its picture shows two slides, unless empty says for
// a search that it shows none.
type deckless struct {
	*lecture

	slides   int
	searches int
	empty    func(search int) bool
	failRead bool
}

func newDeckless(found meeting.Media, f outcomes) *deckless {
	d := &deckless{lecture: newLecture(found, f), slides: 2, empty: func(int) bool { return false }}
	d.meeting.Sources, d.meeting.NoFoundSlides = d.meeting.Sources[:1], false
	return d
}

func (d *deckless) outcome(s plan.Step) steps.Outcome {
	r := &steps.Result{Step: s}
	switch {
	case s.Kind == plan.Reconstruct && !d.fail[s.Kind]:
		d.searches++
		r.Reconstruct = &align.Reconstruction{Reason: "shows people or a film, but no slides"}
		if d.empty(d.searches - 1) {
			break
		}
		r.Reconstruct = &align.Reconstruction{Intervals: []align.Interval{{Start: 3, End: 100, Slide: 1, Confidence: .95}, {Start: 100, End: 590, Slide: 2, Confidence: .95}}}
		r.Deck = &steps.Deck{PDF: "deck.pdf"}
		for i := range d.slides {
			name := string(rune('a'+i%26)) + ".jpg"
			r.Objects = append(r.Objects, meeting.Object{Name: name})
			r.Deck.Pages = append(r.Deck.Pages, meeting.Page{Images: []meeting.Image{{Object: meeting.Object{Name: name}, Width: 1600}}})
		}
	case s.Kind == plan.OCR && d.failRead:
		return steps.Outcome{Status: steps.Status{Starts: 5, LastError: "exit status 1", Failed: failure}}
	case s.Kind == plan.OCR:
		word := func(text string, sure int) meeting.OCRWord { return meeting.OCRWord{Text: text, Confidence: sure} }
		r.OCR = &steps.OCR{Pages: []meeting.Slide{
			{Number: 1, OCR: true, Blocks: []meeting.Block{{Kind: meeting.Text, Text: "Bees at home", OCR: []meeting.OCRWord{word("Bees", 95), word("at", 94), word("home", 96)}}, {Kind: meeting.Text, Text: "They sleep"}}},
			{Number: 2, OCR: true, Blocks: []meeting.Block{{Kind: meeting.Text, Text: "Hives", OCR: []meeting.OCRWord{word("Hives", 92)}}}},
		}}
	default:
		return d.lecture.outcome(s)
	}
	return steps.Outcome{Result: r}
}

// run settles all missing steps, and returns the kinds of each round.
func (d *deckless) run(t *testing.T) []string {
	t.Helper()
	return d.rounds(t, d.outcome, func(open []plan.Step) { d.checkLate(t, open) })
}

func TestSlidesWithoutADeck(t *testing.T) {
	t.Parallel()
	d := newDeckless(talk(), outcomes{})
	waves := d.run(t)
	if n := len(waves); n < 4 || waves[n-3] != "reconstruct" || waves[n-2] != "ocr" || waves[n-1] != "progressive" {
		t.Errorf("rounds are %v", waves)
	}
	rec := d.items[0].Recording
	if diff := cmp.Diff([]string{"3-100 talk-slides:1 0.95", "100-590 talk-slides:2 0.95"}, lines(rec.SlideTimes)); diff != "" || rec.NotAligned != "" {
		t.Error(diff, rec.NotAligned)
	}
	if rec.Found == nil || rec.Found.ID != "talk-slides" || rec.Found.Title != foundTitle {
		t.Fatalf("found %+v", rec.Found)
	}
	list, warnings := rec.Found.Slides()
	if len(list) != 2 || len(warnings) != 0 || list[0].Title != "Bees at home" || list[0].Body != "They sleep" || list[1].Title != "Hives" || len(list[1].Images) != 1 {
		t.Errorf("slides are %+v, %q", list, warnings)
	}
	if got := rec.ChapterList; len(got) != 2 || got[0].Title != "Bees at home" || got[1].Start != 100 {
		t.Errorf("chapters are %+v", got)
	}
	if with := WithFoundTimes(d.meeting, d.items); len(with.Presentations) != 0 {
		t.Errorf("presentations are %+v", with.Presentations)
	}
	if w := d.items[0].Warnings(); len(w) != 0 {
		t.Errorf("warnings are %q", w)
	}

	d.meeting.Alignments = []meeting.Alignment{{Recording: "talk", Slides: []meeting.SlideCorrection{{Start: 90, Deck: "talk-slides", Slide: 2}, {Start: 10, End: 20, Deck: "gone", Slide: 1}}}}
	if waves = d.run(t); len(waves) > 0 {
		t.Errorf("corrections run %v", waves)
	}
	if diff := cmp.Diff([]string{"3-90 talk-slides:1 0.95", "90-590 talk-slides:2 0.951*"}, lines(d.items[0].Recording.SlideTimes)); diff != "" {
		t.Error(diff)
	}
	d.meeting.Alignments = []meeting.Alignment{{Recording: "talk", Off: true}}
	if d.run(t); d.items[0].Recording.Found != nil || len(d.items[0].Recording.SlideTimes) != 0 || len(d.items[0].Recording.ChapterList) != 0 {
		t.Errorf("switched off, the recording has %+v", d.items[0].Recording.SlideTimes)
	}
	d.meeting.Alignments = nil
	d.meeting.Sources = append(d.meeting.Sources, meeting.Source{ID: "bees", Name: "bees.pptx", SHA256: strings.Repeat("cd", 32)})
	waves = d.run(t)
	if rec = d.items[0].Recording; rec.Found != nil || len(rec.SlideTimes) != 1 || rec.SlideTimes[0].Deck != "bees" {
		t.Errorf("a deck runs %v and gives %v", waves, lines(rec.SlideTimes))
	}
	for _, s := range d.items[0].Steps {
		if s.Step.Kind == plan.Reconstruct || s.Step.Kind == plan.OCR {
			t.Errorf("with a deck, %s is needed", s.Step.Kind)
		}
	}
}

func TestRecordingsWithoutFoundSlides(t *testing.T) {
	t.Parallel()
	deck := meeting.Source{ID: "bees", Name: "bees.pptx", SHA256: strings.Repeat("cd", 32)}
	for _, tt := range []struct {
		name     string
		found    meeting.Media
		f        outcomes
		change   func(*deckless)
		why      string
		searches int
	}{
		{"a film", talk(), outcomes{}, func(d *deckless) { d.empty = func(int) bool { return true } }, "shows people or a film, but no slides", 1},
		{"a search that fails", talk(), failing(plan.Reconstruct), nil, "could not be searched for slides: it is damaged", 0},
		{"sound alone", changed(blind), outcomes{}, nil, "", 0},
		{"the organiser wants none", talk(), outcomes{}, func(d *deckless) { d.meeting.NoFoundSlides = true }, "", 0},
		{"a deck", talk(), outcomes{}, func(d *deckless) {
			d.meeting.Sources = append(d.meeting.Sources, deck)
			d.layout = align.Layout{}
		}, "shows no slide of these decks", 0},
		{"a deck that cannot be rendered", talk(), failing(plan.Deck), func(d *deckless) { d.meeting.Sources = append(d.meeting.Sources, deck) }, "", 0},
		{"a failed recording", changed(interlaced), outcomes{chunks: []int{1}}, nil, "", 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			d := newDeckless(tt.found, tt.f)
			if tt.change != nil {
				tt.change(d)
			}
			d.run(t)
			rec := d.items[0].Recording
			if rec.NotAligned != tt.why || len(rec.SlideTimes) > 0 || rec.Found != nil || d.searches != tt.searches {
				t.Errorf("%d searches; is not aligned since it %q, with %v", d.searches, rec.NotAligned, rec.SlideTimes)
			}
			state := StateOf(d.meeting, d.items)
			if tt.f.fail[plan.Reconstruct] && (state.State != manifest.Published || state.Sources[0].Status != archive.StatusDone || len(d.items[0].Warnings()) > 0) {
				t.Errorf("the meeting is %s, and its recording %s with warnings %q", state.State, state.Sources[0].Status, d.items[0].Warnings())
			}
		})
	}
}

func TestUnreadFoundSlides(t *testing.T) {
	t.Parallel()
	d := newDeckless(talk(), outcomes{})
	d.slides, d.failRead = mostRead+7, true
	d.run(t)
	for _, s := range d.items[0].Steps {
		if s.Step.Kind == plan.OCR {
			if p := params[plan.OCRParams](s.Step); len(p.Pages) != mostRead || p.Pages[0] != 1 || p.PDF != "deck.pdf" {
				t.Errorf("OCR reads %d pages of %s", len(p.Pages), p.PDF)
			}
		}
	}
	want := []string{"talk.mp4 shows 407 slides, of which OCR reads the first 400", "talk.mp4 shows slides whose text was not recognized: it is damaged"}
	if diff := cmp.Diff(want, d.items[0].Warnings()); diff != "" {
		t.Error(diff)
	}
	if state := StateOf(d.meeting, d.items); state.State != manifest.Published || len(NeedAttention(d.items)) > 0 || len(d.items[0].Recording.SlideTimes) != 2 {
		t.Errorf("the meeting is %s with %v", state.State, d.items[0].Recording.SlideTimes)
	}
}

// TestViewsAreSearchedOneByOne: the first view with slides counts.
func TestViewsAreSearchedOneByOne(t *testing.T) {
	t.Parallel()
	two := changed(func(m *meeting.Media) {
		m.Video.Title = "Speaker"
		second := *m.Video
		second.Index, second.Title = 2, "Screen"
		m.Pictures = []meeting.Video{second}
	})
	for shows, want := range []int{1, 2} {
		d := newDeckless(two, outcomes{})
		d.empty = func(search int) bool { return search != shows }
		d.run(t)
		if d.searches != want || d.items[0].Recording.Found == nil {
			t.Errorf("%d searches; found %+v", d.searches, d.items[0].Recording.Found)
		}
	}
}

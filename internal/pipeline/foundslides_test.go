package pipeline_test

import (
	"context"
	"strings"
	"testing"

	"proceedings/internal/align"
	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage/mem"
)

// reconstructing makes every search find two slides, whose text OCR reads.
func reconstructing(_ context.Context, t *makers.Task) (r steps.Result, done bool, err error) {
	switch t.Step.Kind {
	case plan.Reconstruct:
		r.Reconstruct = &align.Reconstruction{Intervals: []align.Interval{{End: 20, Slide: 1, Confidence: .95}, {Start: 20, End: 60, Slide: 2, Confidence: .95}}}
		r.Deck = &steps.Deck{PDF: "deck.pdf"}
		names := []string{"deck.pdf", "0001-1600.jpg", "0002-1600.jpg"}
		for _, name := range names[1:] {
			r.Deck.Pages = append(r.Deck.Pages, meeting.Page{Images: []meeting.Image{{Object: meeting.Object{Name: name, Type: "image/jpeg"}, Width: 1600, Height: 900}}})
		}
		return r, true, writeText(t, names...)
	case plan.OCR:
		word := func(n int, text string) meeting.Slide {
			return meeting.Slide{Number: n, OCR: true, Blocks: []meeting.Block{{Kind: meeting.Text, Text: text, OCR: []meeting.OCRWord{{Text: text, Confidence: 96}}}}}
		}
		return steps.Result{OCR: &steps.OCR{Pages: []meeting.Slide{word(1, "Harbours"), word(2, "Nets")}}}, true, nil
	default:
		return r, false, nil
	}
}

func TestFoundSlidesFollowTheCompleteVersion(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	var before []manifest.Manifest // when a late step begins
	w.makers.instead = func(ctx context.Context, task *makers.Task) (steps.Result, bool, error) {
		if task.Step.IsLate() {
			before = append(before, readManifest(t, store, layout.Public, "m")) //nolint:contextcheck // the test's own, which outlives the step
		}
		return reconstructing(ctx, task)
	}
	in := input(t, "m", meeting.Public, file{"talk.mp4", "film 1"})
	submit(t, store, in)
	w.settled(t, "m")

	if len(before) != 2 || before[0].State != manifest.Processing || before[0].Recordings[0].MP4.URL == "" || len(before[0].Decks) != 0 {
		t.Fatalf("before the search, these were published: %+v", before)
	}
	if d := before[1].Decks; len(d) != 1 || d[0].Slides[0].Title != "" || len(before[1].Recordings[0].SlideTimes) != 2 {
		t.Errorf("before OCR, these were published: %+v", d)
	}
	m := readManifest(t, store, layout.Public, "m")
	if len(m.Decks) != 1 || len(m.Presentations) != 0 || m.State != manifest.Published {
		t.Fatalf("published %s with %+v", m.State, m.Decks)
	}
	d := m.Decks[0]
	if d.ID != "talk-slides" || d.Reconstructed != "talk" || d.Source != "" || d.PDF.URL == "" || d.Data.URL == "" || len(d.Slides) != 2 || d.Slides[1].Title != "Nets" || !d.Slides[1].OCR {
		t.Errorf("the deck is %+v", d)
	}
	want := manifest.SlideTime{Start: 20, End: 60, Deck: "talk-slides", Slide: 2, Confidence: 0.95}
	if times := m.Recordings[0].SlideTimes; len(times) != 2 || times[1] != want {
		t.Errorf("slide times are %+v", times)
	}
	checkWhole(t, store, layout.Public, "m")

	encoded := w.makers.count(plan.Chunk)
	submit(t, store, input(t, "m", meeting.Public, file{"talk.mp4", "film 1"}, file{"bees.pptx", "deck 1"}))
	w.settled(t, "m")
	if m = readManifest(t, store, layout.Public, "m"); len(m.Decks) != 1 || m.Decks[0].ID != "bees" || w.makers.count(plan.Chunk) != encoded {
		t.Errorf("with a deck, %d chunks are encoded, and the decks are %+v", w.makers.count(plan.Chunk)-encoded, m.Decks)
	}
	for f := range m.Files() {
		if strings.Contains(f.URL, "/"+string(plan.Reconstruct)+"-") {
			t.Errorf("with a deck, %s is published", f.URL)
		}
	}
	checkWhole(t, store, layout.Public, "m")
}

func TestFoundSlidesOfAPrivateMeetingArePrivate(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	w.makers.instead = reconstructing
	submit(t, store, input(t, "m", meeting.Private, file{"talk.mp4", "film 1"}))
	w.settled(t, "m")
	if m := readManifest(t, store, layout.Private, "m"); len(m.Decks) != 1 {
		t.Errorf("decks are %+v", m.Decks)
	}
	for _, key := range keys(t, store, "public/") {
		if strings.Contains(key, "derived") {
			t.Errorf("%s is public", key)
		}
	}
	checkWhole(t, store, layout.Private, "m")
}

func TestFailedSearchesForSlidesStopNothing(t *testing.T) {
	t.Parallel()
	failEach(t, []plan.Kind{plan.Reconstruct, plan.OCR}, reconstructing, []file{{"talk.mp4", "film 1"}}, func(t *testing.T, kind plan.Kind, m manifest.Manifest) {
		r, found := m.Recordings[0], kind == plan.OCR
		if m.State != manifest.Published || (r.NotAligned == "") != found || (len(m.Decks) == 1) != found || (len(m.Warnings) == 1) != found {
			t.Errorf("published %s with %d decks and warnings %q; not aligned since it %q", m.State, len(m.Decks), m.Warnings, r.NotAligned)
		}
	})
}

func TestFoundSlidesCanBeSwitchedOff(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	w.makers.instead = reconstructing
	in := input(t, "m", meeting.Public, file{"talk.mp4", "film 1"})
	submit(t, store, in)
	w.settled(t, "m")
	runs := w.makers.total()
	decks := func() int {
		w.settled(t, "m")
		return len(readManifest(t, store, layout.Public, "m").Decks)
	}
	for _, off := range []bool{true, false} {
		if _, _, err := archive.SetAlignment(t.Context(), store, "m", meeting.Alignment{Recording: "talk", Off: off}); err != nil {
			t.Fatal(err)
		}
		if n := decks(); (n == 0) != off || w.makers.total() != runs {
			t.Errorf("off: %t, %d decks after %d runs of steps", off, n, w.makers.total()-runs)
		}
	}
	in.Meeting.NoFoundSlides = true
	submit(t, store, in)
	if n := decks(); n != 0 {
		t.Error("the organiser wants none, and they are published")
	}
}

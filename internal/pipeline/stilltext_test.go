package pipeline_test

import (
	"context"
	"strings"
	"testing"

	"proceedings/internal/align"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage/mem"
)

// readingStills makes every search find a slide, and then a still with the text of slide 2.
func readingStills(ctx context.Context, t *makers.Task) (r steps.Result, done bool, err error) {
	switch t.Step.Kind {
	case plan.Text:
		return steps.Result{Text: &steps.Text{Original: "original.pptx", DeckText: meeting.DeckText{Slides: []meeting.Slide{
			{Number: 1, Title: "Bees in the city"}, {Number: 2, Title: "Counting hives", Body: "With a scale and patience"},
		}}}}, true, writeText(t, "original.pptx")
	case plan.Align:
		return steps.Result{Align: &align.Stretch{To: 60, Stills: []align.Still{{At: 40}}, Intervals: []align.Interval{
			{End: 30, Slide: 1, Confidence: .95, Like: .95}, {Start: 30, End: 60, Still: 1},
		}}}, true, nil
	case plan.StillText:
		var words []meeting.OCRWord
		for w := range strings.FieldsSeq("Counting hives With a scale and patience") {
			words = append(words, meeting.OCRWord{Text: w, Confidence: 96})
		}
		return steps.Result{StillText: [][]meeting.OCRWord{words}}, true, nil
	default:
		return finding(ctx, t)
	}
}

func TestTextNamesSlides(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	w := newWorker(t, store)
	w.makers.instead = readingStills
	in := input(t, "m", meeting.Public, file{"talk.mp4", "film 1"}, file{"bees.pptx", "deck 1"})
	submit(t, store, in)
	w.settled(t, "m")
	m := readManifest(t, store, layout.Public, "m")
	if times := m.Recordings[0].SlideTimes; m.State != manifest.Published || len(times) != 2 || times[1].Slide != 2 || times[1].Start != 30 || strings.Contains(strings.Join(m.Warnings, "; "), "without their text") {
		t.Errorf("published %s with %+v and warnings %q", m.State, m.Recordings[0].SlideTimes, m.Warnings)
	}
	checkWhole(t, store, layout.Public, "m")
}

func TestStillsThatAreNotReadStopNothing(t *testing.T) {
	t.Parallel()
	files := []file{{"talk.mp4", "film 1"}, {"bees.pptx", "deck 1"}}
	failEach(t, []plan.Kind{plan.StillText}, readingStills, files, func(t *testing.T, _ plan.Kind, m manifest.Manifest) {
		times := m.Recordings[0].SlideTimes
		if m.State != manifest.Published || len(times) != 1 || times[0].Slide != 1 || !strings.Contains(strings.Join(m.Warnings, "; "), "talk.mp4 shows slides that were compared without their text: it ") {
			t.Errorf("published %s with %+v and warnings %q", m.State, times, m.Warnings)
		}
	})
}

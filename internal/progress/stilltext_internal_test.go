package progress

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/align"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

// withStill is the results of a recording that shows slide 1, and from 100 s on a still with
// some words.
func (l *lecture) withStill(words string) func(plan.Step) steps.Outcome {
	return func(s plan.Step) steps.Outcome {
		out := l.outcome(s)
		switch {
		case out.Result == nil:
		case s.Kind == plan.Text:
			out.Result.Text = &steps.Text{DeckText: meeting.DeckText{Slides: []meeting.Slide{
				{Number: 1, Title: "Bees in the city", Body: "Twelve gardens"}, {Number: 2, Title: "Counting hives", Body: "With a scale and a camera", Areas: []meeting.Area{{Page: 2}, {Page: 3}}},
			}, Pages: 3}}
		case s.Kind == plan.Align:
			out.Result.Align = &align.Stretch{
				To: 600, Stills: []align.Still{{At: 110}},
				Intervals: []align.Interval{{Start: 12, End: 100, Slide: 1, Confidence: .95, Like: .95}, {Start: 100, End: 590, Still: 1}},
			}
		case s.Kind == plan.StillText:
			out.Result.StillText = [][]meeting.OCRWord{nil}
			for w := range strings.FieldsSeq(words) {
				out.Result.StillText[0] = append(out.Result.StillText[0], meeting.OCRWord{Text: w, Confidence: 95})
			}
		}
		return out
	}
}

func TestTextOfStills(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		words string
		fails bool
		want  []string
	}{
		"of a slide":       {words: "Counting hives With a scale and a camera", want: []string{"12-100 bees:1 0.95", "100-590 bees:2 0.99"}},
		"of another deck":  {words: "Steel prices since 2010 Mills in three regions Export duties", want: []string{"12-100 bees:1 0.95"}},
		"that is not read": {fails: true, want: []string{"12-100 bees:1 0.95"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l := newLecture(talk(), outcomes{})
			if tt.fails {
				l.fail = map[plan.Kind]bool{plan.StillText: true}
			}
			waves := l.rounds(t, l.withStill(tt.words), func(open []plan.Step) { l.checkLate(t, open) })
			if !strings.Contains(strings.Join(waves, " "), "package locate align stilltext") {
				t.Errorf("rounds are %v", waves)
			}
			rec := l.items[0].Recording
			if diff := cmp.Diff(tt.want, lines(rec.SlideTimes)); diff != "" {
				t.Error(diff, rec.NotAligned)
			}
			warned := strings.Contains(strings.Join(rec.warnings, "; "), "shows slides that were compared without their text")
			if warned != tt.fails {
				t.Errorf("warnings are %q", rec.warnings)
			}
			for _, s := range l.items[0].Steps {
				if s.Step.Kind == plan.StillText && (s.Step.Needs[0] != keyOf(l, plan.Locate) || s.Step.Needs[1] != keyOf(l, plan.Align)) {
					t.Errorf("it needs %v", s.Step.Needs)
				}
			}
		})
	}
}

// keyOf returns the key of the step of a kind of the recording.
func keyOf(l *lecture, kind plan.Kind) string {
	for _, s := range l.items[0].Steps {
		if s.Step.Kind == kind {
			return s.Step.Key()
		}
	}
	return ""
}

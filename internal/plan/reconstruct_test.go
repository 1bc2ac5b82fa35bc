package plan_test

import (
	"slices"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestHighestRung(t *testing.T) {
	t.Parallel()
	rec := plan.Profiles()[0].Recording("x", layout.Public, film(600, 2))
	copied, _ := rec.Copy()
	part := &meeting.Part{Rendition: "1080p"}
	chunks := rec.Chunks(plan.Decided{})
	if f, found := plan.HighestRung(chunks, nil, plan.Step{}); !found || f.Rung != "1080p" || len(f.Steps) != len(chunks) {
		t.Errorf("without a copy: %s by %d steps", f.Rung, len(f.Steps))
	}
	if f, found := plan.HighestRung(rec.Chunks(plan.Decided{Copied: true}), part, copied); !found || f.Rung != "1080p" || len(f.Steps) != 1 || f.Steps[0].Kind != plan.Copy {
		t.Errorf("with a copy: %+v", f)
	}
	if _, found := plan.HighestRung(nil, nil, plan.Step{}); found {
		t.Error("found a rung of nothing")
	}
}

func TestKeyOfReconstruct(t *testing.T) {
	t.Parallel()
	rec := plan.Profiles()[0].Recording("x", layout.Public, film(600, 2))
	copied, _ := rec.Copy()
	chunks := rec.Chunks(plan.Decided{Copied: true})
	low, _ := plan.LowestRung(chunks, nil, plan.Step{})
	best, _ := plan.HighestRung(chunks, &meeting.Part{Rendition: "1080p"}, copied)
	one := rec.ReconstructSlides(low, best)
	if p := params[plan.ReconstructParams](t, one); p.Rung != "360p" || p.Best != "1080p" {
		t.Errorf("parameters are %+v", p)
	}
	if n := len(chunks); len(one.Needs) != n+1 || one.Needs[n] != copied.Key() || one.Input != "x" || one.Space != layout.Public || !one.IsLate() {
		t.Errorf("the step is %+v", one)
	}
	if again := rec.ReconstructSlides(low, best); again.Key() != one.Key() {
		t.Error("the same input has another key")
	}
	encoded := rec.Chunks(plan.Decided{})
	low, _ = plan.LowestRung(encoded, nil, plan.Step{})
	best, _ = plan.HighestRung(encoded, nil, plan.Step{})
	if other := rec.ReconstructSlides(low, best); other.Key() == one.Key() || len(other.Needs) != len(slices.Compact(slices.Clone(other.Needs))) || len(other.Needs) != len(encoded) {
		t.Errorf("of both rungs in the same steps: %+v", other)
	}
}

// TestIsLate: OCR of a deck that was uploaded is part of a complete meeting.
func TestIsLate(t *testing.T) {
	t.Parallel()
	deck := plan.ForDeck(meeting.Meeting{}, meeting.Source{SHA256: "a"}, meeting.Probe{Format: "pptx"})
	found := plan.Profiles()[0].Recording("x", layout.Public, film(600, 2)).ReconstructSlides(plan.Footage{Rung: "360p"}, plan.Footage{Rung: "360p"})
	for _, tt := range []struct {
		step plan.Step
		want bool
	}{
		{plan.Step{Kind: plan.Locate}, true},
		{plan.Step{Kind: plan.Align}, true},
		{found, true},
		{deck, false},
		{plan.Step{Kind: plan.OCR}, false},
		{plan.ForOCR(meeting.Meeting{}, meeting.Source{}, deck, plan.OCRParams{PDF: "deck.pdf"}), false},
		{plan.ForOCR(meeting.Meeting{}, meeting.Source{}, found, plan.OCRParams{PDF: "deck.pdf"}), true},
	} {
		if tt.step.IsLate() != tt.want {
			t.Errorf("%s of %v is late: %t", tt.step.Kind, tt.step.Needs, !tt.want)
		}
	}
}

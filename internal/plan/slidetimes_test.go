package plan_test

import (
	"slices"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestStretches(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		duration float64
		want     int
	}{{0, 1}, {5, 1}, {45 * 60, 1}, {46 * 60, 2}, {3600, 2}, {2 * 3600, 4}, {9*3600 + 7, 18}} {
		list := plan.Stretches(tt.duration)
		if len(list) != tt.want || list[0].From != 0 || list[len(list)-1].To != tt.duration {
			t.Errorf("%g s: %v, want %d", tt.duration, list, tt.want)
		}
		for i, s := range list[1:] {
			if overlap := list[i].To - s.From; overlap < 59.9 || overlap > 60.1 || s.To-s.From > 46*60 {
				t.Errorf("%g s: stretches overlap by %g: %v", tt.duration, overlap, list)
			}
		}
	}
}

func TestLowestRung(t *testing.T) {
	t.Parallel()
	rec := plan.Profiles()[0].Recording("x", layout.Public, film(600, 2))
	copied, _ := rec.Copy()
	part := &meeting.Part{Rendition: "1080p"}
	chunks := rec.Chunks(plan.Decided{Copied: true})
	if f, found := plan.LowestRung(chunks, part, copied); !found || f.Rung != "360p" || len(f.Steps) != len(chunks) {
		t.Errorf("with smaller rungs: %s by %d steps", f.Rung, len(f.Steps))
	}
	none := rec.Chunks(plan.Decided{Copied: true, Bits: slices.Repeat([]int64{1}, len(rec.Rungs))})
	if f, found := plan.LowestRung(none, part, copied); !found || f.Rung != "1080p" || len(f.Steps) != 1 || f.Steps[0].Kind != plan.Copy {
		t.Errorf("with the copy alone: %+v", f)
	}
	if _, found := plan.LowestRung(nil, nil, plan.Step{}); found {
		t.Error("found a rung of nothing")
	}
}

// TestKeysOfSlideTimes: a corrected deck compares again, and so does another encode.
func TestKeysOfSlideTimes(t *testing.T) {
	t.Parallel()
	media := film(600, 2)
	rec := plan.Profiles()[0].Recording("x", layout.Public, media)
	f, _ := plan.LowestRung(rec.Chunks(plan.Decided{}), nil, plan.Step{})
	deck := func(sum string) plan.DeckPages {
		step := plan.ForDeck(meeting.Meeting{}, meeting.Source{SHA256: sum}, meeting.Probe{Format: "pptx"})
		return plan.DeckPages{Step: step, Numbers: []int{1, 3}}
	}
	one := rec.LocateSlides(f, []plan.DeckPages{deck("a")})
	if p := params[plan.LocateParams](t, one); p.Rung != "360p" || len(p.Decks) != 1 || !slices.Equal(p.Decks[0], []int{1, 3}) {
		t.Errorf("parameters are %+v", p)
	}
	if n := len(f.Steps); len(one.Needs) != n+1 || one.Needs[n] != deck("a").Step.Key() || one.Input != "x" || one.Space != layout.Public {
		t.Errorf("the step is %+v", one)
	}
	if again := rec.LocateSlides(f, []plan.DeckPages{deck("a")}); again.Key() != one.Key() {
		t.Error("the same input has another key")
	}
	if other := rec.LocateSlides(f, []plan.DeckPages{deck("b")}); other.Key() == one.Key() {
		t.Error("a corrected deck has the same key")
	}
	second := rec.AlignSlides(one, f, []plan.DeckPages{deck("a")}, plan.Stretch{From: 0, To: 100})
	if second.Needs[0] != one.Key() || len(second.Needs) != 3 {
		t.Errorf("a stretch of the first chunk needs %v", second.Needs)
	}
	if whole := rec.AlignSlides(one, f, []plan.DeckPages{deck("a")}, plan.Stretch{From: 0, To: 600}); len(whole.Needs) != len(f.Steps)+2 || whole.Key() == second.Key() {
		t.Errorf("the whole recording needs %v", whole.Needs)
	}
}

func TestReadStills(t *testing.T) {
	t.Parallel()
	rec := plan.Profiles()[0].Recording("x", layout.Public, film(600, 2))
	chunks := rec.Chunks(plan.Decided{})
	low, _ := plan.LowestRung(chunks, nil, plan.Step{})
	best, _ := plan.HighestRung(chunks, nil, plan.Step{})
	locate := rec.LocateSlides(low, nil)
	stretch := rec.AlignSlides(locate, low, nil, plan.Stretch{To: 600})
	s := rec.ReadStills(locate, []plan.Step{stretch}, best, 12, []string{"en"})
	if s.Needs[0] != locate.Key() || s.Needs[1] != stretch.Key() || len(s.Needs) != 2+len(best.Steps) || !s.IsLate() || s.Kind.Reads() {
		t.Errorf("the step is %+v", s)
	}
	if p := params[plan.StillTextParams](t, s); p.Rung != best.Rung || p.Rung == low.Rung || !slices.Equal(p.Languages, []string{"en"}) {
		t.Errorf("parameters are %+v", p)
	}
	if more := rec.ReadStills(locate, []plan.Step{stretch}, best, 40, []string{"en"}); more.Cost <= s.Cost || more.Budget <= s.Budget {
		t.Errorf("40 stills cost %g, 12 cost %g", more.Cost, s.Cost)
	}
	if other := rec.ReadStills(locate, []plan.Step{stretch}, best, 12, []string{"de"}); other.Key() == s.Key() {
		t.Error("another language has the same key")
	}
}

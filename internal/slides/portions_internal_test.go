package slides

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/slides/pptx"
)

func weights(units ...int) []pptx.Weight {
	all := make([]pptx.Weight, len(units))
	for i, u := range units {
		all[i].Units = u
	}
	return all
}

func TestPortions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		units []int
		want  []int
	}{
		{"a light deck is one portion", []int{3, 3, 3}, []int{3}},
		{"a deck of exactly the limit is one portion", []int{5, 5}, []int{2}},
		{"a heavier deck is divided in the middle", []int{4, 4, 4, 4}, []int{2, 2}},
		{"divided by weight, not by number", []int{1, 1, 1, 1, 1, 1, 4, 8}, []int{7, 1}},
		{"no slide is divided", []int{100}, []int{1}},
		{"one slide may have most of the weight", []int{1, 100, 1}, []int{1, 1, 1}},
		{"empty slides have no weight", []int{0, 0}, []int{2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := portions(weights(tt.units...), 10); !slices.Equal(got, tt.want) {
				t.Errorf("portions = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestPortionsCoverTheDeck(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.SliceOfN(rapid.IntRange(0, 50), 1, 60).Draw(t, "units")
		limit := rapid.IntRange(1, 200).Draw(t, "heavy")
		shown := portions(weights(units...), limit)
		total, largest := 0, slices.Max(units)
		for _, u := range units {
			total += u
		}
		first := 0
		for _, n := range shown {
			if n < 1 {
				t.Fatalf("portions = %v, want slides in each", shown)
			}
			sum := 0
			for _, u := range units[first : first+n] {
				sum += u
			}
			if share := max(limit, total/portionsMax+1); sum > share+largest {
				t.Fatalf("portions = %v, and one weighs %d: more than %d and a slide", shown, sum, share)
			}
			first += n
		}
		if first != len(units) || len(shown) > portionsMax || total <= limit && len(shown) != 1 {
			t.Fatalf("portions = %v of %d slides that weigh %d", shown, len(units), total)
		}
	})
}

package slides

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/slides/pptx"
)

func weighing(units ...int) []pptx.Weight {
	weights := make([]pptx.Weight, len(units))
	for i, u := range units {
		weights[i].Units = u
	}
	return weights
}

func TestPortions(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name  string
		units []int
		want  []int
	}{
		{"a light deck stays whole", []int{3, 3, 3}, []int{3}},
		{"up to what is heavy", []int{5, 5}, []int{2}},
		{"then it is cut in the middle", []int{4, 4, 4, 4}, []int{2, 2}},
		{"by weight and not by number", []int{1, 1, 1, 1, 1, 1, 4, 8}, []int{7, 1}},
		{"no slide is cut", []int{100}, []int{1}},
		{"one slide may be most of it", []int{1, 100, 1}, []int{1, 1, 1}},
		{"nothing on the slides is no weight", []int{0, 0}, []int{2}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := portions(weighing(tt.units...), 10); !slices.Equal(got, tt.want) {
				t.Errorf("portions = %v, want %v", got, tt.want)
			}
		})
	}
}

func TestPortionsAreTheWholeDeck(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		units := rapid.SliceOfN(rapid.IntRange(0, 50), 1, 60).Draw(t, "units")
		limit := rapid.IntRange(1, 200).Draw(t, "heavy")
		shown := portions(weighing(units...), limit)
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

package recorder

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestLensMapsCorners(t *testing.T) {
	t.Parallel()
	for seed := range uint64(200) {
		r := rand.New(rand.NewPCG(seed, 0))
		c := newCorners(r)
		for _, s := range c {
			if s.x < 0 || s.x > sceneWidth || s.y < 0 || s.y > sceneHeight {
				t.Errorf("seed %d: corner %v is outside of the scene", seed, s)
			}
		}
		l := newLens(c)
		for i, want := range []spot{{0, 0}, {1, 0}, {1, 1}, {0, 1}} {
			if got, _ := l.see(c[i].x, c[i].y); math.Hypot(got.x-want.x, got.y-want.y) > 1e-6 {
				t.Errorf("seed %d: corner %v is %v, want %v", seed, c[i], got, want)
			}
		}
		if _, within := l.see((c[0].x+c[2].x)/2, (c[0].y+c[2].y)/2); !within {
			t.Errorf("seed %d: the middle is outside", seed)
		}
	}
}

func TestShrinkKeepsTheMean(t *testing.T) {
	t.Parallel()
	for _, size := range [][2]int{{7, 5}, {6, 3}, {9, 9}, {10, 1}} {
		from, to := make([]uint8, size[0]), make([]uint8, size[1])
		sum := 0
		for i := range from {
			from[i] = uint8(i * i * 2)
			sum += int(from[i])
		}
		shrinkLine(to, 1, size[1], from, 1, size[0])
		mean := 0.0
		for _, v := range to {
			mean += float64(v) / float64(size[1])
		}
		if want := float64(sum) / float64(size[0]); math.Abs(mean-want) > 0.6 {
			t.Errorf("%d to %d: mean %.2f, want %.2f", size[0], size[1], mean, want)
		}
	}
}

package align

import (
	"math"
	"math/rand/v2"
	"testing"
)

// costOf returns the cost of a path, by the rules and not by the algorithm.
func costOf(list []observation, path []int, pages []page, threshold float64) (sum float64) {
	for t, o := range list {
		if path[t] != none {
			emit := float64(unlikely)
			for _, s := range o.scores {
				if s.page == path[t] {
					emit = surplus(s, o.scores[0], threshold)
				}
			}
			sum -= evidence * o.weight * emit
		}
		if t == 0 || path[t] == path[t-1] {
			continue
		}
		a, b := path[t-1], path[t]
		switch {
		case a == none || b == none:
			sum += costNone
		case pages[a].deck != pages[b].deck:
			sum += costDeck
		case b == a+1:
			sum += costNext
		default:
			sum += costJump + costFar*math.Abs(float64(b-a))
		}
	}
	return sum
}

func TestBestPathIsTheCheapest(t *testing.T) {
	t.Parallel()
	pages := []page{{deck: 0, number: 1}, {deck: 0, number: 2}, {deck: 0, number: 3}, {deck: 1, number: 1}}
	rnd := rand.New(rand.NewPCG(5, 6))
	for range 40 {
		var list []observation
		for t := range 5 {
			o := observation{time: float64(t), weight: .2 + rnd.Float64()}
			for p := range pages {
				if rnd.Float64() < .8 {
					o.scores = append(o.scores, scored{p, rnd.Float32()})
				}
			}
			list = append(list, o)
		}
		got := costOf(list, bestPath(list, pages, .42), pages, .42)
		path, best := make([]int, len(list)), math.Inf(1)
		var try func(int)
		try = func(t int) {
			if t == len(list) {
				best = min(best, costOf(list, path, pages, .42))
				return
			}
			for p := none; p < len(pages); p++ {
				path[t] = p
				try(t + 1)
			}
		}
		try(0)
		if math.Abs(got-best) > 1e-9 {
			t.Fatalf("a path costs %.4f, the cheapest %.4f", got, best)
		}
	}
}

func TestHomographyOfFourCorners(t *testing.T) {
	t.Parallel()
	rnd := rand.New(rand.NewPCG(1, 9))
	for range 100 {
		q := room().shifted(20*rnd.Float64(), 20*rnd.Float64())
		for i := range q {
			q[i][0] += 30 * rnd.Float64()
			q[i][1] += 30 * rnd.Float64()
		}
		h, ok := q.homography()
		if !ok || quadOf(h).distance(q) > 1e-6 {
			t.Fatalf("%v becomes %v", q, quadOf(h))
		}
	}
	if _, ok := fitHomography([]pair{{point{0, 0}, point{0, 0}}, {point{1, 0}, point{1, 0}}, {point{2, 0}, point{2, 0}}, {point{3, 0}, point{3, 0}}}); ok {
		t.Error("points on a line determine a homography")
	}
}

func TestQuadIsPlausible(t *testing.T) {
	t.Parallel()
	frame := size{640, 360}
	mirrored := room()
	mirrored[0], mirrored[1], mirrored[2], mirrored[3] = mirrored[1], mirrored[0], mirrored[3], mirrored[2]
	for name, c := range map[string]struct {
		quad Quad
		want bool
	}{
		"room":         {room(), true},
		"whole frame":  {Quad{{0, 0}, {640, 0}, {640, 360}, {0, 360}}, true},
		"mirrored":     {mirrored, false},
		"not convex":   {Quad{{0, 0}, {640, 0}, {200, 100}, {0, 360}}, false},
		"far outside":  {room().shifted(400, 0), false},
		"a thumbnail":  {Quad{{0, 0}, {64, 0}, {64, 36}, {0, 36}}, false},
		"upright":      {Quad{{100, 0}, {300, 0}, {300, 360}, {100, 360}}, false},
		"a steep view": {Quad{{0, 0}, {300, 100}, {300, 200}, {0, 330}}, false},
	} {
		if got := c.quad.isPlausible(16./9, frame); got != c.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}

// TestPlaneKeepsTheMean checks that scaling loses no brightness, at any size.
func TestPlaneKeepsTheMean(t *testing.T) {
	t.Parallel()
	mean := func(p plane) (sum float64) {
		for _, v := range p.v {
			sum += float64(v)
		}
		return sum / float64(len(p.v))
	}
	img := drawPage(9, 640, 360)
	want := mean(planeOf(img, 640))
	for _, w := range []int{320, 200, 64, 32, 7, 1, 960} {
		if got := mean(planeOf(img, w)); math.Abs(got-want) > .2 {
			t.Errorf("width %d: mean %.2f, want %.2f", w, got, want)
		}
		if w <= 320 {
			if got := mean(planeOf(img, 640).scaled(w)); math.Abs(got-want) > .2 {
				t.Errorf("scaled to %d: mean %.2f, want %.2f", w, got, want)
			}
		}
	}
}

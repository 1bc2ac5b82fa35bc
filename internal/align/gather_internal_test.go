package align

import (
	"math/rand/v2"
	"testing"
)

// TestTooManyPicturesAreNoSlides limits the time that a film of a day takes.
func TestTooManyPicturesAreNoSlides(t *testing.T) {
	t.Parallel()
	const w, h = 4, 4
	for n, want := range map[int]bool{mostStates: true, mostStates + 2: false} {
		g := &gatherer{watcher: &watcher{mask: make([]bool, w*h)}, shared: make([]bool, w*h)}
		r := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same pictures in each run
		for i := range n {
			s := still{w, h, make([]uint8, w*h)}
			for k := range s.v {
				s.v[k] = uint8(r.IntN(256)) //nolint:gosec // below 256
			}
			at := float64(2 * i)
			g.scenes = append(g.scenes, scene{run: run{start: at, end: at + 2, last: s, frames: 9}, slide: none, ink: s.ink()})
			g.may = append(g.may, true)
		}
		if _, _, reason := g.slides(float64(2 * n)); (reason == "") != want {
			t.Errorf("%d pictures: %q", n, reason)
		}
	}
}

package align

import (
	"context"
	"math"
)

const (
	// stride is how many frames are read for one that is compared, while nothing changes.
	// A page that is shown for three tenths of a second is still seen.
	stride = 3
	// fineWeight is the weight of one of ten frames a second: neighbours say much the same.
	fineWeight = .33
	// steadyScore is the difference of similarities by which frames show the same.
	steadyScore = .06
)

// frames compares the frames of some segments, and returns the observations of each.
func (t *tracker) frames(ctx context.Context, p Picture, open []int) (map[int][]observation, error) {
	if len(open) == 0 {
		return nil, nil
	}
	g := group{tracker: t, segments: p.Segments(), open: open, found: map[int][]observation{}}
	err := p.Frames(ctx, open, func(f Frame) error {
		g.add(f.Time, planeOf(f.Image, FrameWidth))
		return ctx.Err()
	})
	g.flush()
	return g.found, err
}

// group holds the frames since the last one that was compared.
type group struct {
	*tracker

	segments []Segment
	open     []int
	at       int // index in open
	found    map[int][]observation
	times    []float64
	planes   []plane
	before   []scored // of the last frame that was compared; nil at the start of a segment
}

func (g *group) add(time float64, p plane) {
	for g.at+1 < len(g.open) && time >= g.segments[g.open[g.at+1]].Start-1e-3 {
		g.flush()
		g.before = nil
		g.at++
	}
	g.times, g.planes = append(g.times, time), append(g.planes, p)
	if g.before == nil || len(g.times) == stride {
		g.flush()
	}
}

// flush compares the last frame of the group. Those before it are compared if it shows
// something else than the last one of the group before.
func (g *group) flush() {
	n := len(g.times)
	if n == 0 {
		return
	}
	last := g.comparePlane(g.planes[n-1])
	changed := n > 1 && !g.isSteady(g.before, last)
	for i := range n - 1 {
		scores := g.before
		if changed {
			scores = g.comparePlane(g.planes[i])
		}
		g.observe(g.times[i], scores)
	}
	g.observe(g.times[n-1], last)
	g.before, g.times, g.planes = last, g.times[:0], g.planes[:0]
	if g.before == nil {
		g.before = []scored{}
	}
}

func (g *group) observe(time float64, scores []scored) {
	s := g.open[g.at]
	g.found[s] = append(g.found[s], observation{time: time, scores: scores, weight: fineWeight})
}

// isSteady reports whether two frames show the same page equally well, or none.
func (t *tracker) isSteady(a, b []scored) bool {
	shown := func(list []scored) bool { return len(list) > 0 && float64(list[0].s) > t.threshold-steadyScore }
	if !shown(a) || !shown(b) {
		return shown(a) == shown(b)
	}
	return a[0].page == b[0].page && math.Abs(float64(a[0].s-b[0].s)) < steadyScore
}

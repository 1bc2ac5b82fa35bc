package align

// watch learns from a key frame whether a camera took the picture.
func (t *tracker) watch(p plane) {
	if t.before.w == p.w && t.before.h == p.h {
		if t.pairs++; isQuiet(t.before, p) {
			t.quiet++
		}
	}
	const share = 4
	t.before, t.scorer.static = p, t.pairs > 0 && share*t.quiet >= t.pairs
}

// isQuiet reports whether the edges of two pictures in a row are at the same places: a camera
// sways.
func isQuiet(a, b plane) bool {
	const (
		edge  = 12 // difference of neighbours
		noise = 4  // of a pixel
		most  = .7 // of the edges: those of a film move
	)
	edges, same := 0, 0
	for i := range len(a.v) - 1 {
		if d := a.v[i+1] - a.v[i]; d < edge && d > -edge {
			continue
		}
		edges++
		if d := a.v[i] - b.v[i]; d < noise && d > -noise {
			same++
		}
	}
	return edges > 0 && float64(same) > most*float64(edges)
}

package align

import (
	"cmp"
	"context"
	"slices"
)

// watcher follows what changes in a picture.
type watcher struct {
	segments      []Segment
	width, height int // of the frames
	keys          []still
	mask          []bool // pixels of stills that move all the time: a speaker's picture
	noise         uint8  // difference in brightness that says nothing
	sways         bool   // the picture is that of a camera that moves a little
}

const (
	leastNoise = 6  // difference in brightness that compression makes
	swayNoise  = 10 // and a camera in a room with it
	watched    = 8  // segments that are read to learn what moves all the time
	fewChanged = 55 // pixels of a still of 160 × 90 that a mouse pointer changes at most
	maskMargin = 3  // how far a speaker leans out of what moves all the time, pixels of a still
)

// newWatcher reads the key frames and some segments of a picture.
func newWatcher(ctx context.Context, p Picture, segments []Segment) (*watcher, error) {
	w := &watcher{segments: segments, noise: leastNoise}
	err := p.Keys(ctx, func(f Frame) error {
		s := stillOf(f.Image)
		w.width, w.height = f.Image.Bounds().Dx(), f.Image.Bounds().Dy()
		if n := len(w.keys); n > 0 && slices.Equal(w.keys[n-1].v, s.v) {
			s = w.keys[n-1] // one copy of a picture that stands still for hours
		}
		w.keys = append(w.keys, s)
		return ctx.Err()
	})
	if err != nil || len(w.keys) == 0 {
		return w, err
	}
	w.mask = make([]bool, len(w.keys[0].v))
	return w, w.learn(ctx, p)
}

// learn finds what moves all the time, and whether the camera sways.
func (w *watcher) learn(ctx context.Context, p Picture) error {
	chosen := w.typicalSegments()
	list := make([]motion, len(chosen))
	at := 0
	err := p.Frames(ctx, chosen, func(f Frame) error {
		for at+1 < len(chosen) && f.Time >= w.segments[chosen[at+1]].Start-1e-3 {
			at++
		}
		if m := &list[at]; len(m.stills) < maxWatched {
			m.times, m.stills = append(m.times, f.Time), append(m.stills, stillOf(f.Image))
		}
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	// A speaker in a room walks about, so that each place moves only now and then.
	part := 2
	if w.sways = sways(list); w.sways {
		w.noise, part = swayNoise, 4
		for i, s := range w.keys {
			w.keys[i] = s.blurred()
		}
	}
	counts := make([]int, len(w.mask))
	for _, m := range list {
		if w.sways {
			m.steady()
		}
		m.count(w.noise, counts)
	}
	for i, n := range counts {
		w.mask[i] = n > 0 && part*n > len(list)
	}
	w.mask = widened(w.mask, w.keys[0].w, maskMargin)
	return nil
}

// still returns the still of a frame as it is compared.
func (w *watcher) still(f Frame) still {
	s := stillOf(f.Image)
	if w.sways {
		return s.blurred()
	}
	return s
}

// typicalSegments chooses segments with as many changes as most, spread over the picture:
// they show what moves all the time, and few slide changes.
func (w *watcher) typicalSegments() (chosen []int) {
	n := min(watched, len(w.segments))
	rate := func(k int) float64 {
		return float64(w.segments[k].Changes) / max(.1, w.segments[k].End-w.segments[k].Start)
	}
	for i := range n {
		var part []int
		for k := i * len(w.segments) / n; k < (i+1)*len(w.segments)/n; k++ {
			part = append(part, k)
		}
		slices.SortStableFunc(part, func(a, b int) int { return cmp.Compare(rate(a), rate(b)) })
		chosen = append(chosen, part[len(part)/2])
	}
	return chosen
}

// maxWatched is how many frames of a segment are watched.
const maxWatched = 10 * FrameRate

// motion is the frames of a segment.
type motion struct {
	times  []float64
	stills []still
}

// count adds the pixels that move in a fifth of the seconds or more, but more than once.
func (m motion) count(noise uint8, counts []int) {
	const often = 5
	moving := make([]int, len(counts))
	seconds := 0
	for from := 0; from < len(m.stills); {
		to := from + 1
		for to < len(m.stills) && m.times[to]-m.times[from] < 1 {
			to++
		}
		seconds++
		for k := range counts {
			low, high := m.stills[from].v[k], m.stills[from].v[k]
			for _, s := range m.stills[from+1 : to] {
				low, high = min(low, s.v[k]), max(high, s.v[k])
			}
			if high-low > noise {
				moving[k]++
			}
		}
		from = to
	}
	for k, n := range moving {
		if n > 1 && often*n >= seconds || n == 1 && seconds == 1 {
			counts[k]++
		}
	}
}

// widened returns a mask with a margin around it.
func widened(mask []bool, w, margin int) []bool {
	out := make([]bool, len(mask))
	h := len(mask) / w
	for y := range h {
		for x := range w {
			if !mask[y*w+x] {
				continue
			}
			for j := max(0, y-margin); j <= min(h-1, y+margin); j++ {
				for i := max(0, x-margin); i <= min(w-1, x+margin); i++ {
					out[j*w+i] = true
				}
			}
		}
	}
	return out
}

package align

import (
	"context"
	"image"
)

// run is a stretch of time in which the picture stays the same, except for what moves all
// the time and a mouse pointer.
type run struct {
	start, end  float64
	first, last still
	frames      int
	whole       bool // covers segments of which only the key frames were read
	scrolled    bool // shows what a brief run before or after it shows, moved up or down
	follows     bool // shows what the run before it shows, moved up or down
}

const (
	briefRun = .25 // seconds that a picture must stay to be looked at
	settled  = 1   // seconds that a slide must stay
)

// scenes returns the runs of a picture that last at least briefRun, in chronological order.
func (w *watcher) scenes(ctx context.Context, p Picture) ([]run, error) {
	if len(w.keys) == 0 {
		return nil, nil
	}
	open := w.open()
	r := &runner{watcher: w}
	next := 0 // segment of which nothing has been added yet
	err := p.Frames(ctx, open, func(f Frame) error {
		for next < len(w.segments) && w.segments[next].Start <= f.Time+1e-3 {
			if !contains(open, next) {
				r.addKey(next)
			}
			next++
		}
		r.add(f.Time, r.still(f), f.Image)
		return ctx.Err()
	})
	if err != nil {
		return nil, err
	}
	for ; next < len(w.keys) && next < len(w.segments); next++ {
		if !contains(open, next) {
			r.addKey(next)
		}
	}
	r.end(w.segments[len(w.segments)-1].End)
	markScrolls(r.list)
	return r.list, nil
}

// contains reports whether an ascending list contains a number.
func contains(list []int, n int) bool {
	lo, hi := 0, len(list)
	for lo < hi {
		if m := (lo + hi) / 2; list[m] < n {
			lo = m + 1
		} else {
			hi = m
		}
	}
	return lo < len(list) && list[lo] == n
}

// open returns the segments that may show more than one picture: those between key frames
// that differ, and those whose frames change more than others.
func (w *watcher) open() (list []int) {
	for i := range min(len(w.segments), len(w.keys)) {
		if i+1 < len(w.keys) && !w.alike(w.keys[i], w.keys[i+1]) || isBusy(w.segments, i) {
			list = append(list, i)
		}
	}
	return list
}

// alike reports whether two stills differ by no more than a mouse pointer.
func (w *watcher) alike(a, b still) bool {
	n := a.changes(b, w.mask, w.noise)
	if n <= w.few() {
		return true
	}
	if !w.sways {
		return false
	}
	dx, dy := a.sway(b, w.mask)
	return a.changes(b.moved(dx, dy), w.mask, w.noise) <= w.few()
}

// few returns how many pixels may change while the picture stays the same.
func (w *watcher) few() int {
	if w.sways {
		return 4 * w.pointer() // people walk about
	}
	return w.pointer()
}

// pointer returns how many pixels a mouse pointer changes.
func (w *watcher) pointer() int { return fewChanged * len(w.mask) / (160 * 90) }

// runner joins frames to runs.
type runner struct {
	*watcher

	list    []run
	now     run
	median  median
	picture *image.Gray // last frame of the run; nil if only key frames were read
	before  *image.Gray // last frame of the last run in list
}

// addKey adds the key frame of a segment that shows one picture.
func (r *runner) addKey(i int) {
	s := r.keys[i]
	if r.now.frames == 0 || !r.continues(s) {
		r.begin(r.segments[i].Start, s)
	}
	r.now.last, r.now.whole = s, true
	r.now.frames++
	r.picture = nil
}

func (r *runner) add(time float64, s still, img *image.Gray) {
	if r.now.frames == 0 || !r.continues(s) {
		r.begin(time, s)
	}
	r.now.last = s
	if r.sways {
		r.median.add(s)
	}
	r.now.frames++
	if r.now.frames == 2 {
		r.checkScroll(img)
	}
	if r.picture == nil {
		r.picture = image.NewGray(img.Bounds())
	}
	copyPixels(r.picture, img)
}

func copyPixels(to, from *image.Gray) {
	b := from.Bounds()
	for y := range b.Dy() {
		copy(to.Pix[y*to.Stride:][:b.Dx()], from.Pix[y*from.Stride:][:b.Dx()])
	}
}

// continues reports whether a still shows what the run shows. Small changes add up to a new
// run, except where a person walks about.
func (r *runner) continues(s still) bool {
	if r.sways {
		return r.alike(r.now.last, s)
	}
	return r.alike(r.now.first, s)
}

// begin ends the run, and begins another one.
func (r *runner) begin(time float64, s still) {
	r.end(time)
	r.now = run{start: time, first: s, last: s}
}

// end ends the run. It is forgotten if it is too short.
func (r *runner) end(time float64) {
	r.now.end = time
	kept := r.median
	r.median = median{}
	if r.now.frames == 0 || r.now.end-r.now.start < briefRun || !r.now.whole && r.now.frames < 3 {
		r.now, r.picture = run{}, nil
		return
	}
	if len(kept.stills) > 2 {
		r.now.last = kept.still(r.mask)
	}
	r.now.first = still{} // only the last one is compared from here on
	r.list = append(r.list, r.now)
	r.before, r.picture = r.picture, nil
	r.now = run{}
}

// checkScroll marks the run if it shows what the one before it shows at another height.
func (r *runner) checkScroll(img *image.Gray) {
	n := len(r.list)
	if n == 0 || r.before == nil || r.now.start-r.list[n-1].end > settled {
		return
	}
	if scrolls(r.before, img, r.mask) {
		r.now.follows = true
	}
}

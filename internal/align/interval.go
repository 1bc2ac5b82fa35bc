package align

import (
	"math"
	"slices"
)

// moment is a time with the page that is shown from then on.
type moment struct {
	start, end float64
	page       int // index, or none
	confidence float64
	like       float64
}

// intervals joins what key frames and frames between them show.
func (t *tracker) intervals(segments []Segment, keys []observation, path []int, fine map[int][]observation) []Interval {
	var list []moment
	for i := 0; i < len(path) && i < len(segments); i++ {
		if len(fine[i]) == 0 {
			list = append(list, moment{segments[i].Start, segments[i].End, path[i], t.confidence(keys[i].scores, path[i]), float64(scoreOf(keys[i].scores, path[i]))})
			continue
		}
		var run []observation
		j := i
		for ; j < len(path) && len(fine[j]) > 0; j++ {
			run = append(run, fine[j]...)
		}
		list = append(list, t.run(run, i, j, segments, keys)...)
		i = j - 1
	}
	return t.merge(list)
}

// run names the page of each frame of the segments from i to j-1. The key frames at both
// ends count in full.
func (t *tracker) run(frames []observation, i, j int, segments []Segment, keys []observation) []moment {
	list := append([]observation{keys[i]}, frames...)
	if j < len(keys) {
		list = append(list, keys[j])
	}
	path := bestPath(list, t.pages, t.threshold)[1:]
	fadesAtOnce(frames, path[:len(frames)], t.threshold)
	var found []moment
	for k, f := range frames {
		m := moment{f.time, segments[j-1].End, path[k], t.confidence(f.scores, path[k]), float64(scoreOf(f.scores, path[k]))}
		if k == 0 {
			m.start = segments[i].Start
		}
		if k+1 < len(frames) {
			m.end = frames[k+1].time
		}
		found = append(found, m)
	}
	return found
}

// certain is a difference in similarity that makes a page three times as probable.
const certain = .05

// confidence returns how probable it is that a moment shows the page that was chosen:
// how far it is above the threshold, and above pages that look different.
func (t *tracker) confidence(scores []scored, chosen int) float64 {
	own, other := 0.0, t.threshold
	for _, s := range scores {
		if s.page == chosen {
			own = float64(s.s)
		} else if chosen < 0 || !t.scorer.alike(s.page, chosen) {
			other = max(other, float64(s.s))
		}
	}
	if chosen == none {
		return 1
	}
	return 1 / (1 + math.Exp(-(own-other)/certain))
}

// alike reports whether two pages are the same but for details.
func (s *scorer) alike(a, b int) bool {
	const details = .97
	for _, sh := range s.shapes {
		i, j := slices.Index(sh.pages, a), slices.Index(sh.pages, b)
		if i >= 0 && j >= 0 {
			return dot(sh.plain[i], sh.plain[j]) > details
		}
	}
	return false
}

// merge joins neighbouring moments of one page.
func (t *tracker) merge(list []moment) []Interval {
	var out []Interval
	last, weight := none, 0.0
	for _, m := range list {
		lasts := m.end - m.start
		switch {
		case m.page == none:
		case m.page == last:
			in := &out[len(out)-1]
			in.End = m.end
			in.Confidence = (in.Confidence*weight + m.confidence*lasts) / max(weight+lasts, 1e-9)
			in.Like = (in.Like*weight + m.like*lasts) / max(weight+lasts, 1e-9)
			weight += lasts
		default:
			p := t.pages[m.page]
			out = append(out, Interval{Start: m.start, End: m.end, Deck: p.deck, Slide: p.number, Confidence: m.confidence, Like: m.like})
			weight = lasts
		}
		last = m.page
	}
	return out
}

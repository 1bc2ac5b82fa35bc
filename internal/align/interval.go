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
	still      int // number of the still that is shown, if one is more like it
}

// intervals joins what key frames and frames between them show.
func (t *tracker) intervals(segments []Segment, keys []observation, path []int, fine map[int][]observation) []Interval {
	known := t.knownPath(keys)
	var list []moment
	for i := 0; i < len(path) && i < len(segments); i++ {
		if len(fine[i]) == 0 {
			list = append(list, t.moment(segments[i].Start, segments[i].End, keys[i], path[i], known[i]))
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
	path, known := bestPath(list, t.pages, t.threshold)[1:], t.knownPath(list)[1:]
	fadesAtOnce(frames, path[:len(frames)], t.threshold)
	fadesAtOnce(frames, known[:len(frames)], t.threshold)
	var found []moment
	for k, f := range frames {
		m := t.moment(f.time, segments[j-1].End, f, path[k], known[k])
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

// knownPath is the most probable page of the decks of each moment, without the stills.
func (t *tracker) knownPath(list []observation) []int {
	if len(t.stills) == 0 {
		return bestPath(list, t.pages, t.threshold)
	}
	first := len(t.pages) - len(t.stills)
	of := make([]observation, len(list))
	for i, o := range list {
		of[i] = observation{o.time, knownScores(o.scores, first), o.weight}
	}
	return bestPath(of, t.pages[:first], t.threshold)
}

// knownScores returns the scores of pages up to a number: those of the decks.
func knownScores(list []scored, first int) []scored {
	return slices.DeleteFunc(slices.Clone(list), func(s scored) bool { return s.page >= first })
}

// moment describes a moment that shows a page or a still. known is the page of the decks that
// it shows if the text of the still does not tell.
func (t *tracker) moment(start, end float64, o observation, page, known int) moment {
	first := len(t.pages) - len(t.stills)
	m := moment{start: start, end: end, page: page}
	if page >= first {
		m.page, m.still = known, page-first+1
	}
	scores := knownScores(o.scores, first)
	m.confidence, m.like = t.confidence(scores, m.page), float64(scoreOf(scores, m.page))
	return m
}

// certain is a difference in similarity that makes a page three times as probable.
const certain = .05

// confidence returns how probable it is that a moment shows the page that was chosen:
// how far it is above the threshold, and above other pages. Doubles make it uncertain at most.
func (t *tracker) confidence(scores []scored, chosen int) float64 {
	if chosen == none {
		return 1
	}
	own, other, double := float64(scoreOf(scores, chosen)), t.threshold, 0.
	for _, s := range scores {
		switch {
		case s.page == chosen:
		case t.scorer.alike(s.page, chosen):
			if t.scorer.isDouble(s.page, chosen) {
				double = max(double, float64(s.s))
			}
		default:
			other = max(other, float64(s.s))
		}
	}
	clearly, among := probability(own-other), probability(own-double)
	return min(clearly, max(among, doubleShare))
}

// probability returns how probable a page is that is more similar than another one by a
// difference.
func probability(difference float64) float64 { return 1 / (1 + math.Exp(-difference/certain)) }

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
	last, still, weight := none, 0, 0.0
	for _, m := range list {
		lasts := m.end - m.start
		switch {
		case m.page == none && m.still == 0:
		case m.page == last && m.still == still:
			in := &out[len(out)-1]
			in.End = m.end
			in.Confidence = (in.Confidence*weight + m.confidence*lasts) / max(weight+lasts, 1e-9)
			in.Like = (in.Like*weight + m.like*lasts) / max(weight+lasts, 1e-9)
			weight += lasts
		default:
			in := Interval{Start: m.start, End: m.end, Confidence: m.confidence, Like: m.like, Still: m.still}
			if m.page != none {
				in.Deck, in.Slide = t.pages[m.page].deck, t.pages[m.page].number
			}
			out = append(out, in)
			weight = lasts
		}
		last, still = m.page, m.still
	}
	return out
}

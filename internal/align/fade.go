package align

import "slices"

const (
	longestFade = .6  // seconds
	fading      = .08 // loss of similarity of a page while another one replaces it
)

// fadesAtOnce moves each change of the page to the first frame that differs from the old
// page: one that is cross-faded is still the most similar one for some frames.
func fadesAtOnce(frames []observation, path []int, threshold float64) {
	for k := 1; k < len(path); k++ {
		if path[k] == path[k-1] {
			continue
		}
		first := k
		for first > 0 && path[first-1] == path[k-1] && frames[k].time-frames[first-1].time <= longestFade {
			first--
		}
		usual := usualScore(frames[:first+1], path[:first+1], path[k-1])
		j := k
		for j > first && isFading(frames[j-1].scores, path[k-1], path[k], usual, threshold) {
			j--
		}
		for i := j; i < k; i++ {
			path[i] = path[k]
		}
	}
}

// usualScore returns the similarity of the old page before a change.
func usualScore(frames []observation, path []int, old int) float32 {
	const enough = 10
	var list []float32
	for i := len(path) - 1; i >= 0 && path[i] == old && len(list) < enough; i-- {
		list = append(list, scoreOf(frames[i].scores, old))
	}
	if len(list) == 0 {
		return 0
	}
	slices.Sort(list)
	return list[len(list)/2]
}

// isFading reports whether a frame before a change shows the new page already, or less of
// the old one.
func isFading(scores []scored, old, page int, usual float32, threshold float64) bool {
	if old == none {
		return 2*float64(scoreOf(scores, page)) > threshold
	}
	return scoreOf(scores, old) < usual-fading
}

// scoreOf returns the similarity of a page; 0 if it was not among the best.
func scoreOf(scores []scored, page int) float32 {
	for _, s := range scores {
		if s.page == page {
			return s.s
		}
	}
	return 0
}

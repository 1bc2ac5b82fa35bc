package align

// Matches of keypoints follow the ratio test (Lowe, 2004): the best partner is clearly
// nearer than the second best that lies elsewhere.
const (
	farthestMatch = 70  // differing bits
	matchRatio    = .85 // of the distances to the best and to the second best
	elsewhere     = 5   // pixels
	minMatches    = 8   // of a page and a frame: fewer occur by chance
)

// match returns the keypoints of a page with their partners in a frame, one to one.
// Positions on the page, of a size, become fractions. scale is the size of the picture with
// the frame's keypoints relative to the frame.
func match(page []keypoint, of size, frame []keypoint, scale float64) []pair {
	const none = 1 << 20
	taken := make(map[int]int, len(page)) // frame keypoint to index in found
	type partner struct{ page, frame, distance int }
	var found []partner
	for i := range page {
		best, second, at := none, none, -1
		for j := range frame {
			switch d := page[i].d.distance(frame[j].d); {
			case d < best:
				if at >= 0 && apart(frame[at], frame[j]) {
					second = best
				}
				best, at = d, j
			case d < second && apart(frame[at], frame[j]):
				second = d
			}
		}
		if best >= farthestMatch || float64(best) >= matchRatio*float64(second) {
			continue
		}
		if k, used := taken[at]; used {
			if found[k].distance > best {
				found[k] = partner{i, at, best}
			}
			continue
		}
		taken[at] = len(found)
		found = append(found, partner{i, at, best})
	}
	pairs := make([]pair, len(found))
	for i, f := range found {
		p, q := page[f.page], frame[f.frame]
		pairs[i] = pair{
			point{(float64(p.x) + .5) / of.w, (float64(p.y) + .5) / of.h},
			point{(float64(q.x) + .5) / scale, (float64(q.y) + .5) / scale},
		}
	}
	return pairs
}

func apart(a, b keypoint) bool {
	dx, dy := a.x-b.x, a.y-b.y
	return dx*dx+dy*dy > elsewhere*elsewhere
}

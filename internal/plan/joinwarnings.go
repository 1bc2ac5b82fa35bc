package plan

import (
	"fmt"
	"math"
)

// joinWarnings returns predicates about differences between the parts of a joined
// recording. whole has its size and tracks. tracks has those of each part in the order of
// the whole, with index -1 where the part lacks the track.
func joinWarnings(whole Recording, parts []Recording, tracks [][]Track) []string {
	var list []string
	for i, p := range parts {
		name := p.name
		if i == 0 {
			name = "its first file"
		}
		if whole.Picture != nil && len(p.Rungs) > 0 {
			if own, top := p.Rungs[0], whole.Rungs[0]; own.Width != top.Width || own.Height != top.Height {
				text := fmt.Sprintf("shows %s (%d×%d) scaled to %d×%d", name, own.Width, own.Height, top.Width, top.Height)
				if ratio := float64(own.Width*top.Height) / float64(own.Height*top.Width); math.Abs(ratio-1) > 0.02 {
					text += " with black bars"
				}
				list = append(list, text)
			}
		}
		has := 0
		for _, t := range tracks[i] {
			if t.Index >= 0 {
				has++
			}
		}
		switch {
		case has == len(whole.Tracks):
		case has == 0:
			list = append(list, fmt.Sprintf("is silent during %s, which has no sound track", name))
		default:
			list = append(list, fmt.Sprintf("has silent tracks during %s, which has %d of its %d sound tracks", name, has, len(whole.Tracks)))
		}
	}
	return list
}

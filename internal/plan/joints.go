package plan

import (
	"fmt"
	"math"
)

// joints is what is to be said of parts that do not go together as they are,
// predicates about the recording whose parts they are: whole has its canvas and
// its tracks, parts are as each was planned by itself, and tracks is what
// each has of the sound.
func joints(whole Recording, parts []Recording, tracks [][]Track) []string {
	var list []string
	for i, p := range parts {
		if whole.Picture != nil && len(p.Rungs) > 0 {
			if own, top := p.Rungs[0], whole.Rungs[0]; own.Width != top.Width || own.Height != top.Height {
				fitted := fmt.Sprintf("a picture of %d×%d pixels, which is fitted into %d×%d", own.Width, own.Height, top.Width, top.Height)
				if ratio := float64(own.Width*top.Height) / float64(own.Height*top.Width); math.Abs(ratio-1) > 0.02 {
					fitted += " with bars"
				}
				list = append(list, clause(i, p)+" "+fitted)
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
			list = append(list, clause(i, p)+" no sound, and is silent there")
		default:
			list = append(list, fmt.Sprintf("%s %d of %d sound tracks, and is silent in the others there", clause(i, p), has, len(whole.Tracks)))
		}
	}
	return list
}

// clause begins a sentence about a part.
func clause(i int, p Recording) string {
	if i == 0 {
		return "begins with"
	}
	return "goes on in " + p.name + " with"
}

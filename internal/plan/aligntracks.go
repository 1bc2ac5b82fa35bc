package plan

import (
	"fmt"
	"slices"
)

// alignTracks matches the audio tracks of parts by language, title and purpose, and by
// their order only where these are unknown. whole has the tracks of the recording. For
// each part, own has one entry for each of these; its index is -1 if the part lacks it.
func alignTracks(parts []Recording) (whole []Track, own [][]Track) {
	for _, p := range parts {
		if len(p.Tracks) > len(whole) {
			whole = p.Tracks
		}
	}
	whole = slices.Clone(whole)
	taken := make([][]int, len(parts)) // index of the part's track, by index of the whole's
	for k, p := range parts {
		taken[k] = matchTracks(whole, p.Tracks)
		for i, t := range p.Tracks {
			if slices.Contains(taken[k], i) || len(whole) == maxTracks {
				continue
			}
			t.Number, t.Default = len(whole)+1, false
			t.ID = fmt.Sprintf("audio-%d", t.Number)
			t.Title = uniqueTitle(whole, t.Title)
			whole, taken[k] = append(whole, t), append(taken[k], i)
		}
	}
	for k, p := range parts {
		list := make([]Track, len(whole))
		for i := range whole {
			list[i].Index = -1
			if i < len(taken[k]) && taken[k][i] >= 0 {
				list[i] = p.Tracks[taken[k][i]]
			}
		}
		own = append(own, list)
	}
	return whole, own
}

// matchTracks returns, for each track of the whole, the index of the part's track
// that continues it, or -1. Two recordings with one track each always match.
func matchTracks(whole, part []Track) []int {
	if len(whole) == 1 && len(part) == 1 {
		return []int{0}
	}
	return matchLabels(whole, part)
}

// matchLabels is like matchTracks, but single tracks must match, too.
func matchLabels(whole, part []Track) []int {
	found := make([]int, len(whole))
	for i := range found {
		found[i] = -1
	}
	labelled := func(t Track) bool { return t.Language != "" || t.Title != "" }
	same := func(a, b Track) bool {
		return a.Language == b.Language && a.Described == b.Described && a.Purpose == b.Purpose
	}
	for _, similar := range []func(i, k int) bool{
		func(i, k int) bool {
			return labelled(whole[i]) && same(whole[i], part[k]) && whole[i].Title == part[k].Title
		},
		func(i, k int) bool { return whole[i].Language != "" && same(whole[i], part[k]) },
		func(i, k int) bool {
			return whole[i].Title != "" && whole[i].Title == part[k].Title && compatible(whole[i], part[k])
		},
		func(i, k int) bool { return i == k && compatible(whole[i], part[k]) },
		func(i, k int) bool { return compatible(whole[i], part[k]) },
	} {
		for i := range whole {
			for k := range part {
				if found[i] < 0 && !slices.Contains(found, k) && similar(i, k) {
					found[i] = k
				}
			}
		}
	}
	return found
}

// compatible reports whether the labels of two tracks allow that they are the same track.
func compatible(a, b Track) bool {
	return (a.Language == "" || b.Language == "" || a.Language == b.Language) && a.Described == b.Described
}

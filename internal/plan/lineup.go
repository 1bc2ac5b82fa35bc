package plan

import (
	"fmt"
	"slices"
)

// lineUp puts the sound tracks of parts side by side: what each is, and not its
// place in the file, tells which go on in which. whole is the tracks of the
// recording, and own, for each part, those that it has of them; the index is -1
// where it has none.
func lineUp(parts []Recording) (whole []Track, own [][]Track) {
	for _, p := range parts {
		if len(p.Tracks) > len(whole) {
			whole = p.Tracks
		}
	}
	whole = slices.Clone(whole)
	taken := make([][]int, len(parts)) // number of the part's track, by number of the whole's
	for k, p := range parts {
		taken[k] = goesOn(whole, p.Tracks)
		for i, t := range p.Tracks {
			if slices.Contains(taken[k], i) || len(whole) == maxTracks {
				continue
			}
			t.Number, t.Default = len(whole)+1, false
			t.ID = fmt.Sprintf("audio-%d", t.Number)
			t.Title = freeTitle(whole, t.Title)
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

// goesOn is which of a part's tracks goes on in each of the whole's; -1 for none.
// The only track of a part is that of a whole with one, whatever it is called.
func goesOn(whole, part []Track) []int {
	found := make([]int, len(whole))
	for i := range found {
		found[i] = -1
	}
	if len(whole) == 1 && len(part) == 1 {
		return []int{0}
	}
	labelled := func(t Track) bool { return t.Language != "" || t.Title != "" }
	same := func(a, b Track) bool {
		return a.Language == b.Language && a.Described == b.Described && a.Purpose == b.Purpose
	}
	for _, alike := range []func(i, k int) bool{
		func(i, k int) bool {
			return labelled(whole[i]) && same(whole[i], part[k]) && whole[i].Title == part[k].Title
		},
		func(i, k int) bool { return whole[i].Language != "" && same(whole[i], part[k]) },
		func(i, k int) bool {
			return whole[i].Title != "" && whole[i].Title == part[k].Title && mayBe(whole[i], part[k])
		},
		func(i, k int) bool { return i == k && mayBe(whole[i], part[k]) },
		func(i, k int) bool { return mayBe(whole[i], part[k]) },
	} {
		for i := range whole {
			for k := range part {
				if found[i] < 0 && !slices.Contains(found, k) && alike(i, k) {
					found[i] = k
				}
			}
		}
	}
	return found
}

// mayBe reports whether nothing says that two tracks differ.
func mayBe(a, b Track) bool {
	return (a.Language == "" || b.Language == "" || a.Language == b.Language) && a.Described == b.Described
}

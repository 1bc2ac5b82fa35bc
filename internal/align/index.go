package align

import (
	"cmp"
	"slices"
)

// index finds pages with descriptors like those of a frame, without comparing all of them
// (multi-index hashing: Norouzi et al., 2012). Two descriptors that differ in 30 of 256
// bits agree in one of sixteen words of 16 bits with a probability of .9.
type index struct {
	pages []uint32 // of each descriptor
	d     []descriptor
	words [16]struct {
		first []uint32 // by value of the word: index in ids; one more than there are values
		ids   []uint32
	}
	count int // of pages
}

func newIndex(pages [][]keypoint) *index {
	x := &index{count: len(pages)}
	for i, list := range pages {
		for _, k := range list {
			x.pages = append(x.pages, uint32(i)) //nolint:gosec // a few thousand pages
			x.d = append(x.d, k.d)
		}
	}
	for w := range x.words {
		first := make([]uint32, 1<<16+1)
		for _, d := range x.d {
			first[d.word(w)+1]++
		}
		for i := range 1 << 16 {
			first[i+1] += first[i]
		}
		ids, next := make([]uint32, len(x.d)), slices.Clone(first)
		for i, d := range x.d {
			v := d.word(w)
			ids[next[v]] = uint32(i) //nolint:gosec // a few hundred keypoints a page
			next[v]++
		}
		x.words[w].first, x.words[w].ids = first, ids
	}
	return x
}

// word returns one of the sixteen words of a descriptor.
func (d descriptor) word(i int) uint32 { return uint32(d[i/4]>>(16*(i%4))) & 0xffff }

const (
	closeDescriptors = 55  // differing bits of descriptors of one point, mostly
	crowded          = 400 // descriptors with one word: a pattern that says nothing
)

// like returns the n pages that most of the keypoints agree with, best first.
func (x *index) like(frame []keypoint, n int) []int {
	votes := make([]int, x.count)
	seen := make([]int32, x.count) // the last keypoint that voted for a page
	for k, point := range frame {
		for w := range x.words {
			v := point.d.word(w)
			ids := x.words[w].ids[x.words[w].first[v]:x.words[w].first[v+1]]
			if len(ids) > crowded {
				continue
			}
			for _, id := range ids {
				page := x.pages[id]
				if seen[page] != int32(k+1) && point.d.distance(x.d[id]) < closeDescriptors { //nolint:gosec // few keypoints
					seen[page] = int32(k + 1) //nolint:gosec // few keypoints
					votes[page]++
				}
			}
		}
	}
	var list []int
	for i, v := range votes {
		if v >= minMatches/2 {
			list = append(list, i)
		}
	}
	slices.SortStableFunc(list, func(a, b int) int { return cmp.Compare(votes[b], votes[a]) })
	return list[:min(n, len(list))]
}

package soundmatch

import (
	"math"
	"slices"
)

// How the shorter sound is cut into blocks: as long as a few minutes, in which
// clocks drift by less than a frame, and so many that some lie in a fifth of it.
const (
	blockLength = 1 << 14 // frames, 164 s
	blocksMost  = 24
)

// What a block's best place has to be to count. Of 15,676 pairs of spoken
// sentences 99 % stay below 6 times the root mean square of all places, and 99.9 %
// below 8: a voice that says the same words twice. So what is below 10 has to be as
// alike as two microphones are that stand in one room. A tenth of the block has
// to meet the other sound, and a second.
const (
	strengthLeast = 7
	strengthSure  = 10
	alikeLeast    = 0.45
	meetLeast     = Rate
	meetShare     = 0.1
)

// A place is a rival of the best if it is about as good, or if what meets there
// is about as alike and that is no chance.
const (
	rivalShare    = 0.65
	rivalStrength = 4
)

// near is how many frames two places may lie apart and be the same: what lies
// closer to the best is no more than 40 ms wrong.
const near = 4

// vote is where a block of the shorter sound fits into the longer one.
type vote struct {
	at       float64 // frame of the shorter in the middle of what meets
	lag      float64 // frames that it lies later in the longer one
	strength float64 // how high it stands above all places
	rival    float64 // height of the second best place, of this one's
	noise    float64 // root mean square of all places
}

// votes is where those blocks of s fit into x that fit in one place only.
func votes(x *index, s *sound) []vote {
	var list []vote
	var places []alike
	for _, from := range blocks(s, x.longest) {
		to := min(s.frames, from+x.longest)
		places = x.find(s, from, to, places)
		if v, ok := best(places, from, to, x.frames); ok {
			list = append(list, v)
		}
	}
	return list
}

// blocks is where the blocks begin that are looked for: those with something
// to hear, and of many some from all of the recording.
func blocks(s *sound, length int) []int {
	var list []int
	for from := 0; from < s.frames; from += length {
		first := max(0, min(from, s.frames-length))
		if int(s.heard[min(s.frames, first+length)]-s.heard[first]) >= max(meetLeast, length/4) {
			list = append(list, first)
		}
	}
	if n := len(list); n > blocksMost {
		for i := range blocksMost {
			list[i] = list[i*n/blocksMost]
		}
		list = list[:blocksMost]
	}
	return list
}

// best is the vote of the block [from, to) of s by how alike it is to all places
// of a sound with so many frames; false where it has none.
func best(places []alike, from, to, frames int) (v vote, ok bool) {
	least := float32(max(meetLeast, meetShare*float64(to-from)))
	top, power, count := -1, 0.0, 0
	for i, p := range places {
		if p.n < least {
			continue
		}
		power += float64(p.z) * float64(p.z)
		count++
		if top < 0 || p.z > places[top].z {
			top = i
		}
	}
	if top < 0 || power == 0 {
		return v, false
	}
	v.noise = math.Sqrt(power / float64(count))
	peak := places[top]
	v.strength = float64(peak.z) / v.noise
	if v.strength < strengthLeast || v.strength < strengthSure && peak.r < alikeLeast {
		return v, false
	}
	for i := 1; i+1 < len(places); i++ {
		p := places[i]
		if p.n < least || i >= top-near && i <= top+near || p.z < places[i-1].z || p.z < places[i+1].z {
			continue
		}
		v.rival = max(v.rival, float64(p.z/peak.z))
		if p.r >= rivalShare*peak.r && float64(p.z) >= rivalStrength*v.noise {
			v.rival = max(v.rival, float64(p.r/peak.r))
		}
	}
	lag := top - (to - from - 1) - from
	v.lag = float64(lag) + vertex(func(i int) float64 { return float64(places[top+i].z) }, top > 0 && top+1 < len(places))
	v.at = float64(max(from, -lag)+min(to, frames-lag)) / 2
	return v, v.rival < rivalShare
}

// vertex is where between the neighbours −1 and 1 of a peak at 0 a parabola through
// the three is highest.
func vertex(height func(int) float64, both bool) float64 {
	if !both {
		return 0
	}
	left, middle, right := height(-1), height(0), height(1)
	bend := left - 2*middle + right
	if bend >= 0 {
		return 0
	}
	return max(-0.5, min(0.5, (left-right)/(2*bend)))
}

// Clocks of recorders differ by less than that: quartz of 100 ppm each.
const driftMost = 2e-4

// agree reports whether two votes may be of one pair of clocks.
func (v vote) agree(other vote) bool {
	return math.Abs(v.lag-other.lag) <= near+driftMost*math.Abs(v.at-other.at)
}

// contested is how much weight a second opinion may have, of the first's.
const contested = 0.3

// elect is the votes that agree with each other and outweigh all others; nil
// where opinions differ.
func elect(all []vote) []vote {
	party := func(of vote, from []vote) (list []vote, weight float64) {
		for _, v := range from {
			if v.agree(of) {
				list = append(list, v)
				weight += v.strength
			}
		}
		return list, weight
	}
	strongest := func(from []vote) (list []vote, weight float64) {
		for _, v := range from {
			if l, w := party(v, from); w > weight {
				list, weight = l, w
			}
		}
		return list, weight
	}
	first, weight := strongest(all)
	others := slices.DeleteFunc(slices.Clone(all), func(v vote) bool { return slices.Contains(first, v) })
	if _, second := strongest(others); second > contested*weight {
		return nil
	}
	return first
}

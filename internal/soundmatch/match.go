package soundmatch

import (
	"math"
	"slices"
)

// Match finds the offset of b to a. It returns false if the offset is not certain: too
// little sound in both, different sound, or sound that repeats and fits in several
// places. An overlap of a fifth of the shorter recording is enough; one of less than a
// tenth is not found.
func Match(a, b Fingerprint) (Offset, bool) {
	if len(b.values) > len(a.values) {
		o, ok := Match(b, a)
		if !ok {
			return Offset{}, false
		}
		return o.inverse(), true
	}
	long, short := newSound(a), newSound(b)
	if o, ok := same(long, short); ok {
		return o, true
	}
	x := newIndex(long, max(1, min(blockLength, short.frames)))
	agreed := elect(votes(x, short))
	if len(agreed) == 0 {
		return Offset{}, false
	}
	return check(long, short, agreed)
}

// same finds two copies of one recording, which begin together however often
// their sound repeats itself.
func same(long, short *sound) (Offset, bool) {
	if long.frames-short.frames > sameFrames || short.heard[short.frames] < meetLeast {
		return Offset{}, false
	}
	p, lag := long.around(short, 0, short.frames, 0, sameFrames)
	if p.r < sameLeast {
		return Offset{}, false
	}
	return Offset{Seconds: lag / Rate, Confidence: min(1, float64(p.r)), Overlap: float64(short.frames) / Rate}, true
}

// Copies are alike but for what two encoders do to them, and as long but for
// what they put before and after.
const (
	sameLeast  = 0.97
	sameFrames = Rate / 10
)

// around is how alike frames [from, to) of other are to s at the best lag within
// reach of the one given, and that lag. Both are in frames.
func (s *sound) around(other *sound, from, to int, lag float64, reach int) (alike, float64) {
	middle := int(math.Round(lag))
	places := make([]alike, 2*reach+1)
	for i := range places {
		l := middle + i - reach
		begin, end := max(from, -l), min(to, s.frames-l)
		if begin >= end {
			continue
		}
		sum := int64(0)
		for b := range s.bands {
			x := s.bands[b][begin+l : end+l]
			for j, v := range other.bands[b][begin:end] {
				sum += int64(v) * int64(x[j])
			}
		}
		places[i] = other.scale(s, from, to, l, float64(sum))
	}
	top := 0
	for i, p := range places {
		if p.z > places[top].z {
			top = i
		}
	}
	inside := top > 0 && top+1 < len(places)
	at := float64(middle+top-reach) + vertex(func(i int) float64 { return float64(places[top+i].z) }, inside)
	return places[top], at
}

// The common time is looked at again in parts: a jingle that two meetings begin
// with fits in one place, and what follows does not.
const (
	partsAbout  = 12
	partLeast   = 3 * Rate
	partMost    = 1 << 12 // frames, 41 s
	partAgrees  = 3       // times the noise
	shareAgrees = 0.65    // of the parts with something to hear
)

// check looks at all of the common time at the place that was agreed on, and
// draws the line through it.
func check(long, short *sound, agreed []vote) (Offset, bool) {
	l := through(agreed, false)
	noise, rival := 0.0, 1.0
	for _, v := range agreed {
		noise += v.noise / float64(len(agreed))
		rival = min(rival, v.rival)
	}
	from, to := l.overlap(long, short)
	length := max(partLeast, min(partMost, (to-from)/partsAbout))
	heard, agrees := 0.0, 0.0
	var parts []vote
	for at := from; at < to; at += length {
		end := min(to, at+length)
		middle := float64(at+end) / 2
		p, lag := long.around(short, at, end, l.at(middle), near+2)
		heard += float64(p.n)
		if float64(p.z) >= partAgrees*noise {
			agrees += float64(p.n)
			parts = append(parts, vote{at: middle, lag: lag, strength: float64(p.z)})
		}
	}
	share := agrees / max(1, heard)
	if len(parts) == 0 || heard < meetLeast || share < shareAgrees || float64(to-from) < meetShare*float64(short.frames) {
		return Offset{}, false
	}
	l = through(parts, true)
	if l.spread > near/2 || math.Abs(l.slope) > driftMost {
		return Offset{}, false
	}
	from, to = l.overlap(long, short)
	o := Offset{Seconds: l.at(0) / Rate, Drift: l.slope, Confidence: share * (1 - rival), Overlap: float64(to-from) / Rate}
	if math.Abs(l.slope)*float64(to-from) < near { // nobody notices, and short ones cannot tell
		o.Seconds, o.Drift = l.at(float64(from+to)/2)/Rate, 0
	}
	return o, true
}

// line is by how many frames the shorter sound lies later in the longer one,
// as its time goes on.
type line struct {
	lag, slope float64
	spread     float64 // median of how far the points lie off it, frames
}

func (l line) at(frame float64) float64 { return l.lag + l.slope*frame }

// overlap is the frames of the shorter sound that lie within the longer one.
func (l line) overlap(long, short *sound) (from, to int) {
	from = short.within(int(math.Ceil(-l.lag / (1 + l.slope))))
	to = short.within(int(math.Floor((float64(long.frames) - l.lag) / (1 + l.slope))))
	return from, max(from, to)
}

// tellsDrift is how far apart the first and last point have to be for a slope to be
// more than the error of their places, in frames.
const tellsDrift = 60 * Rate

// through is the line through points, by weighted least squares; refine leaves out
// those that lie off it.
func through(points []vote, refine bool) line {
	l := leastSquares(points)
	for range 5 {
		off := make([]float64, len(points))
		for i, p := range points {
			off[i] = math.Abs(p.lag - l.at(p.at))
		}
		slices.Sort(off)
		l.spread = off[len(off)/2]
		if !refine {
			break
		}
		limit := max(1, 3*l.spread)
		kept := slices.DeleteFunc(slices.Clone(points), func(p vote) bool { return math.Abs(p.lag-l.at(p.at)) > limit })
		if len(kept) == 0 || len(kept) == len(points) {
			break
		}
		next := leastSquares(kept)
		l.lag, l.slope = next.lag, next.slope
	}
	return l
}

func leastSquares(points []vote) (l line) {
	weight, at, lag := 0.0, 0.0, 0.0
	first, last := math.Inf(1), math.Inf(-1)
	for _, p := range points {
		w := p.strength * p.strength
		weight, at, lag = weight+w, at+w*p.at, lag+w*p.lag
		first, last = min(first, p.at), max(last, p.at)
	}
	at, lag = at/weight, lag/weight
	if len(points) > 1 && last-first >= tellsDrift {
		above, below := 0.0, 0.0
		for _, p := range points {
			w := p.strength * p.strength
			above += w * (p.at - at) * (p.lag - lag)
			below += w * (p.at - at) * (p.at - at)
		}
		l.slope = above / below
	}
	l.lag = lag - l.slope*at
	return l
}

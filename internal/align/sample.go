package align

import "math"

// sampler keeps a few frames of a recording that differ from each other, spread over its
// length.
type samples struct {
	list  []sample
	max   int
	apart float64 // least distance in time, seconds
}

// sample is a frame that is searched for pages.
type sample struct {
	time  float64
	plane plane // FrameWidth pixels wide
	thumb plane
}

const (
	thumbWidth = 32
	differs    = 4 // mean difference of brightness between pictures of different content
)

// add keeps a frame if it differs from the last ones. If there are too many, every second
// one is dropped, and later ones must be further apart.
func (s *samples) add(f Frame) {
	if n := len(s.list); n > 0 && f.Time-s.list[n-1].time < s.apart {
		return
	}
	thumb := planeOf(f.Image, thumbWidth)
	const far = 60 // seconds after which a frame that is alike is kept too
	for i := max(0, len(s.list)-3); i < len(s.list); i++ {
		if difference(s.list[i].thumb, thumb) < differs && f.Time-s.list[len(s.list)-1].time < far {
			return
		}
	}
	s.list = append(s.list, sample{f.Time, planeOf(f.Image, FrameWidth), thumb})
	if len(s.list) <= s.max {
		return
	}
	for i := range (len(s.list) + 1) / 2 {
		s.list[i] = s.list[2*i]
	}
	s.list = s.list[:(len(s.list)+1)/2]
	s.apart = max(2*s.apart, (s.list[len(s.list)-1].time-s.list[0].time)/float64(s.max))
}

// difference returns the mean difference of the values of two pictures of one size.
func difference(a, b plane) float64 {
	if len(a.v) != len(b.v) || len(a.v) == 0 {
		return math.Inf(1)
	}
	var sum float64
	for i, v := range a.v {
		sum += math.Abs(float64(v - b.v[i]))
	}
	return sum / float64(len(a.v))
}

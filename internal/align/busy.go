package align

import "slices"

const (
	longSegment = 6    // seconds in which more than one slide may be shown
	busy        = 3    // times the bytes that segments around it have
	busyBytes   = 4000 // of changes: fewer are a mouse pointer
)

// isBusy reports whether more may happen in a segment than its key frame and the next one
// show: it changes more than the segments around it, or it is long, or it is the last one.
func isBusy(segments []Segment, i int) bool {
	s := segments[i]
	if s.Changes <= busyBytes {
		return false
	}
	return s.End-s.Start > longSegment || i+1 == len(segments) || float64(s.Changes) > busy*typical(segments, i)
}

// typical returns the median of the changes a second in the segments around one.
func typical(segments []Segment, i int) float64 {
	const around = 12
	var list []float64
	for _, s := range segments[max(0, i-around):min(len(segments), i+around+1)] {
		list = append(list, float64(s.Changes)/max(.1, s.End-s.Start))
	}
	slices.Sort(list)
	return list[len(list)/2] * (segments[i].End - segments[i].Start)
}

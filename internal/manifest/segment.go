package manifest

import "math"

// Segment is a part of a rendition that a player requests at once: a byte range
// of one of its files.
type Segment struct {
	Duration float64 // seconds
	Offset   int64   // bytes from the start of the file
	Size     int64   // bytes
	Key      int64   // bytes of it up to the end of its first frame, a key frame; 0 for audio
}

// KeyBandwidth is the peak bit rate of the key frames alone, in bits a second,
// which a player needs to step through them (RFC 8216, section 4.3.4.3).
func KeyBandwidth(segments []Segment) int {
	highest := 0.0
	for _, s := range segments {
		if s.Duration > 0 {
			highest = max(highest, float64(s.Key)*8/s.Duration)
		}
	}
	return int(math.Ceil(highest))
}

// ByteRange is a stretch of a file.
type ByteRange struct {
	Offset int64 // bytes from the start of the file
	Size   int64 // bytes
}

// TargetDuration is the target duration that suits all of the renditions
// given, in seconds: the longest segment, rounded up. RFC 8216, section
// 4.3.3.1, asks that no segment be longer when rounded to the nearest second;
// rounding up also suits the players that take it for a plain maximum, as
// versions before 6 had it. Section 6.2.4 wants the same in all rungs and in the
// sound: hence several at once.
func TargetDuration(renditions ...[]Segment) int {
	longest := 0.0
	for _, segments := range renditions {
		for _, s := range segments {
			longest = max(longest, s.Duration)
		}
	}
	// 6.0000001 is six seconds, written by a container's time scale.
	return max(1, int(math.Ceil(milliseconds(longest)/1000)))
}

// Bandwidth is the peak and the average segment bit rate of a rendition, in
// bits a second, as RFC 8216, section 4.1, defines them: the average is all
// bits over all seconds; the peak is the largest rate of any run of segments
// that lasts between half and one and a half target durations. So a stub of
// half a second at the end, which may be dense, is no peak by itself. Where
// no run is long enough the average is the peak.
func Bandwidth(segments []Segment) (peak, average int) {
	target := float64(TargetDuration(segments))
	var highest float64
	for i := range segments {
		var bits, seconds float64
		for _, s := range segments[i:] {
			bits += float64(s.Size) * 8
			seconds += s.Duration
			if seconds > 1.5*target {
				break
			}
			if seconds >= 0.5*target {
				highest = max(highest, bits/seconds)
			}
		}
	}
	var bits, seconds float64
	for _, s := range segments {
		bits += float64(s.Size) * 8
		seconds += s.Duration
	}
	if seconds <= 0 {
		return 0, 0
	}
	average = int(math.Ceil(bits / seconds))
	return max(average, int(math.Ceil(highest))), average
}

// milliseconds is seconds in whole milliseconds, to the nearest.
func milliseconds(seconds float64) float64 { return math.Round(seconds * 1000) }

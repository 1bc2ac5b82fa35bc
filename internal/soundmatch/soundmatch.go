package soundmatch

// SampleRate is the sample rate of the sound written to a [Writer], in Hz.
const SampleRate = 8000

// Rate is the number of frames a second of a fingerprint.
const Rate = 100

// Longest is the length of a recording that a fingerprint covers, in seconds. The rest
// is ignored, to bound the memory: twelve hours are enough for a match.
const Longest = 12 * 3600

// Offset is the time offset of a second recording to a first one.
type Offset struct {
	Seconds    float64 // from the first one's beginning to the second one's; negative if the second began earlier
	Drift      float64 // seconds that the first one's clock gains on the second one's in each second; 0 if it is less than 40 ms in all
	Confidence float64 // 0 to 1: how far the place stands out from the second best
	Overlap    float64 // seconds for which both ran
}

// inverse is the offset of the first recording to the second one.
func (o Offset) inverse() Offset {
	o.Seconds, o.Drift = -o.Seconds/(1+o.Drift), 1/(1+o.Drift)-1
	return o
}

package plan

import "math"

// avcLevels returns the limits of the H.264 levels (ITU-T H.264, table A-1). It omits
// levels below 1.3, since no decoder in use needs them.
func avcLevels() []avcLevel {
	return []avcLevel{
		{"1.3", 11_880, 396, 768},
		{"2", 11_880, 396, 2_000},
		{"2.1", 19_800, 792, 4_000},
		{"2.2", 20_250, 1_620, 4_000},
		{"3", 40_500, 1_620, 10_000},
		{"3.1", 108_000, 3_600, 14_000},
		{"3.2", 216_000, 5_120, 20_000},
		{"4", 245_760, 8_192, 20_000},
		{"4.1", 245_760, 8_192, 50_000},
		{"4.2", 522_240, 8_704, 50_000},
		{"5", 589_824, 22_080, 135_000},
		{"5.1", 983_040, 36_864, 240_000},
		{"5.2", 2_073_600, 36_864, 240_000},
	}
}

type avcLevel struct {
	name      string
	perSecond float64 // macroblocks
	perFrame  float64 // macroblocks
	rate      float64 // kbit/s in the Main profile; High allows 25 % more (table A-2)
}

// levelFor returns the lowest level that allows a rung at a frame rate in Hz. It is empty
// if no level does.
func levelFor(r Rung, frameRate float64) string {
	blocks := math.Ceil(float64(r.Width)/16) * math.Ceil(float64(r.Height)/16)
	for _, l := range avcLevels() {
		// Neither side may be longer than Sqrt(8*MaxFS) (A.3.1).
		side := math.Max(math.Ceil(float64(r.Width)/16), math.Ceil(float64(r.Height)/16))
		if blocks <= l.perFrame && side*side <= 8*l.perFrame && blocks*frameRate <= l.perSecond && float64(r.MaxRate) <= 1250*l.rate {
			return l.name
		}
	}
	return ""
}

// sameLevel returns rungs with one level for all parts of a joined recording. x264 would
// choose it by frame rate, and parts with different headers cannot share one file.
func sameLevel(rungs []Rung, parts []Recording) []Rung {
	rate := float64(gridRate)
	for _, p := range parts {
		if p.found.Video != nil {
			own := p.found.Video.FrameRate
			if p.Picture != nil && p.Picture.FrameRate > 0 {
				own = p.Picture.FrameRate
			}
			rate = max(rate, own)
		}
	}
	all := make([]Rung, len(rungs))
	for i, r := range rungs {
		if all[i] = r; r.Codec == H264 {
			all[i].Level = levelFor(r, rate)
		}
	}
	return all
}

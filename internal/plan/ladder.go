package plan

import (
	"fmt"
	"math"
)

// Rung is one planned video rendition.
type Rung struct {
	ID     string `json:"id"`     // by the short side: "720p"
	Width  int    `json:"width"`  // pixels, even
	Height int    `json:"height"` // pixels, even
	Quality
	MaxRate int    `json:"maxRate"`         // highest bit rate, bit/s
	Level   string `json:"level,omitempty"` // H.264 level; the encoder chooses it if empty
}

// minStep is the highest ratio of a rung's short side to that of the rung above. Rungs
// that are closer cost an encode and help no viewer.
const minStep = 0.8

// Ladder returns the rungs for video with that display size in pixels, highest first. It
// has at least one rung, never upscales, and keeps the aspect ratio to the nearest even
// size. Sizes refer to the short side, so that portrait and landscape video get the same
// rungs. AV1 rungs of the same sizes follow at the end. The result is nil without video.
func Ladder(width, height int, p Profile) []Rung {
	if width <= 0 || height <= 0 || p.Top <= 0 {
		return nil
	}
	short := min(width, height)
	sides := []int{min(short, p.Top)}
	for _, side := range p.Lower {
		if float64(side) <= minStep*float64(sides[len(sides)-1]) {
			sides = append(sides, side)
		}
	}
	rungs := make([]Rung, 0, 2*len(sides))
	for _, side := range sides {
		rungs = append(rungs, rung(side, width, height, p.H264(side), ""))
	}
	if p.AV1 != nil {
		for _, side := range sides {
			if r := rung(side, width, height, *p.AV1, "-av1"); min(r.Width, r.Height) >= minAV1Side {
				rungs = append(rungs, r)
			}
		}
	}
	return rungs
}

// minAV1Side is the shortest side that SVT-AV1 accepts, in pixels.
const minAV1Side = 64

func rung(side, width, height int, q Quality, suffix string) Rung {
	scale := float64(side) / float64(min(width, height))
	w, h := even(float64(width)*scale, width), even(float64(height)*scale, height)
	return Rung{ID: fmt.Sprintf("%dp%s", min(w, h), suffix), Width: w, Height: h, Quality: q, MaxRate: maxRate(w, h)}
}

// even returns the even number nearest to x that is at most limit, but at least 2. Video
// in 4:2:0 has no odd sizes.
func even(x float64, limit int) int {
	n := 2 * int(math.Round(x/2))
	if n > limit {
		n -= 2
	}
	return max(2, n)
}

// maxRate limits a rung to 0.1 bits per pixel at 30 frames a second: 6.2 Mbit/s at 1080p,
// 2.8 at 720p, 0.7 at 360p. Large video sites allow about the same. With slides, CRF
// stays far below it.
func maxRate(w, h int) int {
	const bitsAPixel, frames = 0.1, 30
	return max(200_000, int(float64(w*h)*bitsAPixel*frames))
}

// saving is the share by which a rung must be smaller than the rung above, in bits.
const saving = 0.3

// SelectRungs returns the rungs that are worth encoding, given the size of each rung's
// sample in bits. It drops a rung that saves less than 30 % of the rung kept above it in
// the same codec. It keeps the highest rung, and all rungs if there is no sample.
func SelectRungs(rungs []Rung, bits []int64) []Rung {
	if len(bits) != len(rungs) {
		return rungs
	}
	above := map[Codec]int64{} // by codec, of the lowest rung kept so far
	var kept []Rung
	for i, r := range rungs {
		last, ok := above[r.Codec]
		if ok && float64(bits[i]) > (1-saving)*float64(last) {
			continue
		}
		above[r.Codec] = bits[i]
		kept = append(kept, r)
	}
	return kept
}

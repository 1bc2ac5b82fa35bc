package plan

import (
	"fmt"
	"math"
)

// Rung is one video rendition to be made.
type Rung struct {
	ID     string `json:"id"`     // by the short side: "720p"
	Width  int    `json:"width"`  // pixels, even
	Height int    `json:"height"` // pixels, even
	Quality
	MaxRate int    `json:"maxRate"`         // cap, bit/s
	Level   string `json:"level,omitempty"` // H.264 level; the encoder chooses it if empty
}

// minStep is how much smaller a rung must be than the one above: rungs closer
// than that cost an encode and gain nobody a picture.
const minStep = 0.8

// Ladder is the rungs for a picture of that size as shown, highest first. It
// never scales up, keeps the aspect to the nearest even size, and has at least
// one rung. Rungs go by the short side, so that a portrait gets what a
// landscape gets. What a profile adds in another codec follows at the end, at
// the same sizes.
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
			if r := rung(side, width, height, *p.AV1, "-av1"); min(r.Width, r.Height) >= leastAV1 {
				rungs = append(rungs, r)
			}
		}
	}
	return rungs
}

// leastAV1 is the shortest side that SVT-AV1 takes, in pixels.
const leastAV1 = 64

func rung(side, width, height int, q Quality, suffix string) Rung {
	scale := float64(side) / float64(min(width, height))
	w, h := even(float64(width)*scale, width), even(float64(height)*scale, height)
	return Rung{ID: fmt.Sprintf("%dp%s", min(w, h), suffix), Width: w, Height: h, Quality: q, MaxRate: maxRate(w, h)}
}

// even is the even number nearest to x that is neither above limit nor below
// two: 4:2:0 pictures have no odd sizes.
func even(x float64, limit int) int {
	n := 2 * int(math.Round(x/2))
	if n > limit {
		n -= 2
	}
	return max(2, n)
}

// maxRate caps a rung at 0.1 bit a pixel and 30 frames: 6.2 Mbit/s at 1080p,
// 2.8 at 720p, 0.7 at 360p, which is what large sites allow. CRF stays far
// below it for slides.
func maxRate(w, h int) int {
	const bitsAPixel, frames = 0.1, 30
	return max(200_000, int(float64(w*h)*bitsAPixel*frames))
}

// saving is the share of the bits of the rung above that a rung must save.
const saving = 0.3

// Worth is the rungs that are worth making, by what a sample of each took, in
// bits: a rung that saves less than 30 % of the one above it in its codec is
// not. The highest always is. Without a sample all are.
func Worth(rungs []Rung, bits []int64) []Rung {
	if len(bits) != len(rungs) {
		return rungs
	}
	above := map[Codec]int64{} // by codec, of the lowest rung kept so far
	var kept []Rung
	for i, r := range rungs {
		last, some := above[r.Codec]
		if some && float64(bits[i]) > (1-saving)*float64(last) {
			continue
		}
		above[r.Codec] = bits[i]
		kept = append(kept, r)
	}
	return kept
}

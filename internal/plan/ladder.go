package plan

import (
	"fmt"
	"math"
)

// Rung is one video rendition to be made.
type Rung struct {
	ID      string `json:"id"`      // by the short side: "720p"
	Width   int    `json:"width"`   // pixels, even
	Height  int    `json:"height"`  // pixels, even
	CRF     int    `json:"crf"`     // x264's constant rate factor
	MaxRate int    `json:"maxRate"` // cap, bit/s
}

// minStep is how much smaller a rung must be than the one above: rungs closer
// than that cost an encode and gain nobody a picture.
const minStep = 0.8

// Ladder is the rungs for a picture of that size as shown, highest first. It
// never scales up, keeps the aspect to the nearest even size, and has at least
// one rung. Rungs go by the short side, so that a portrait gets what a
// landscape gets.
func Ladder(width, height int, p Profile) []Rung {
	if width <= 0 || height <= 0 {
		return nil
	}
	short := min(width, height)
	sides := []int{min(short, p.Top)}
	for _, side := range p.Lower {
		if float64(side) <= minStep*float64(sides[len(sides)-1]) {
			sides = append(sides, side)
		}
	}
	rungs := make([]Rung, len(sides))
	for i, side := range sides {
		scale := float64(side) / float64(short)
		w, h := even(float64(width)*scale, width), even(float64(height)*scale, height)
		rungs[i] = Rung{
			ID: fmt.Sprintf("%dp", min(w, h)), Width: w, Height: h,
			CRF: p.CRF, MaxRate: maxRate(w, h),
		}
	}
	return rungs
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

package transcode

import (
	"fmt"

	"proceedings/internal/plan"
)

// canvas brings each frame of a picture that changes its size or shape to the
// size of the highest rung, with its own aspect and black bars for the rest, so
// that all filters behind it see one size. A picture that does not change needs
// none of it.
//
// What differs by less than a hundredth in its aspect fills the canvas: that is
// what rounding to even sizes makes. Bars of half pictures are a multiple of
// four lines high, or the fields of their colours would change places.
func canvas(pic plan.Picture, rungs []plan.Rung) []string {
	if !pic.Varies || len(rungs) == 0 {
		return nil
	}
	w, h := rungs[0].Width, rungs[0].Height
	if isQuarterTurn(pic) {
		w, h = h, w
	}
	interlaced := ""
	if pic.Deinterlace {
		interlaced = ":interl=-1"
	}
	// A shape of pixels that is too absurd is not believed, as in a probe.
	const aspect = `(iw/ih*if(between(sar\,1/8\,8)\,sar\,1))`
	fills := fmt.Sprintf(`lt(abs(%s*%d/%d-1)\,0.01)`, aspect, h, w)
	return []string{
		fmt.Sprintf(`scale=w='if(%s\,%d\,max(2\,2*round(min(%d\,%d*%s)/2)))':h='if(%s\,%d\,max(2\,2*round(min(%d\,%d/(%s))/2)))':eval=frame%s`,
			fills, w, w, h, aspect, fills, h, h, w, aspect, interlaced),
		"setsar=1",
		fmt.Sprintf("pad=w=%d:h=%d:x='2*trunc((ow-iw)/4)':y='4*trunc((oh-ih)/8)':eval=frame", w, h),
	}
}

// rotationFilters turn a picture that has passed [canvas] the right way up.
func rotationFilters(pic plan.Picture) []string {
	switch {
	case !pic.Varies:
		return nil // ffmpeg does so before its frames come here
	case pic.Rotation == 90:
		return []string{"transpose=clock"}
	case pic.Rotation == 180:
		return []string{"hflip", "vflip"}
	case pic.Rotation == 270:
		return []string{"transpose=cclock"}
	default:
		return nil
	}
}

// isQuarterTurn reports whether players turn the picture by 90 degrees.
func isQuarterTurn(pic plan.Picture) bool { return pic.Rotation == 90 || pic.Rotation == 270 }

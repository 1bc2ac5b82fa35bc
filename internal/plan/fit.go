package plan

import (
	"fmt"

	"proceedings/internal/meeting"
)

// unfit is why a source's own picture cannot be the top rung, as a predicate
// about the source, as far as its headers and packet times tell. What is in
// its packets is looked at when they are copied.
func unfit(found meeting.Media, p Picture, top Rung) string {
	v := found.Video
	switch {
	case v.Codec != "h264":
		return "has " + v.Codec + " video, not H.264"
	case v.Profile != "" && !playable(v.Profile):
		return "has H.264 of profile " + v.Profile + ", which browsers do not all play"
	case v.PixFmt != "yuv420p" && v.PixFmt != "yuvj420p":
		return "has a picture in " + v.PixFmt + ", not 8-bit 4:2:0"
	case p.ToneMap != "":
		return "has a high dynamic range"
	case v.Interlaced:
		return "is interlaced"
	case v.Varies:
		return "changes its size on the way"
	case v.Reshaped != "":
		return v.Reshaped
	case v.Width != top.Width || v.Height != top.Height:
		return fmt.Sprintf("is larger than the highest rendition: %d×%d", v.Width, v.Height)
	case v.Hidden > 0:
		return "hides frames by an edit list"
	case v.Untimed:
		return "has frames without a time"
	case found.Jumps:
		return "has times that jump"
	case p.FrameRate > 0 && p.PadStart == 0 && p.PadEnd == 0:
		return fmt.Sprintf("has %.4g frames a second", v.FrameRate)
	case p.PadStart > 0:
		return "has a picture that begins later than its sound"
	case p.PadEnd > 0:
		return "has a picture that ends before its sound"
	case v.OpenGOP:
		return "has open groups of pictures"
	case v.LongestGOP > longestGOP:
		return fmt.Sprintf("has up to %.4g s from one key frame to the next", v.LongestGOP)
	case v.BitRate > top.MaxRate:
		return fmt.Sprintf("takes %.1f Mbit/s, more than the %.1f of a rendition of its size", float64(v.BitRate)/1e6, float64(top.MaxRate)/1e6)
	default:
		return ""
	}
}

// playable reports whether every browser plays an H.264 profile.
func playable(profile string) bool {
	switch profile {
	case "Constrained Baseline", "Baseline", "Main", "High", "Progressive High", "Constrained High":
		return true
	default:
		return false
	}
}

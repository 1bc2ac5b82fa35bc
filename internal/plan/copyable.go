package plan

import (
	"fmt"

	"proceedings/internal/meeting"
)

// whyNotCopied returns why the source's video cannot be the top rung, a predicate. It is
// empty if headers and packet times allow a copy. The copy step checks the packets
// themselves.
func whyNotCopied(found meeting.Media, p Picture, top Rung) string {
	v := found.Video
	switch {
	case v.Codec != "h264":
		return "has " + v.Codec + " video, not H.264"
	case v.Profile != "" && !playable(v.Profile):
		return "has H.264 video of profile " + v.Profile + ", which not every browser plays"
	case v.PixFmt != "yuv420p" && v.PixFmt != "yuvj420p":
		return "has " + v.PixFmt + " video, not 8-bit 4:2:0"
	case p.ToneMap != "":
		return "has HDR video"
	case v.Interlaced:
		return "is interlaced"
	case v.Varies:
		return "changes its frame size"
	case v.Reshaped != "":
		return v.Reshaped
	case v.Width != top.Width || v.Height != top.Height:
		return fmt.Sprintf("is larger than the highest rendition: %d×%d", v.Width, v.Height)
	case v.Hidden > 0:
		return "hides frames with an edit list"
	case v.Untimed:
		return "has frames without timestamps"
	case found.Jumps:
		return "has timestamps that jump"
	case p.FrameRate > 0 && p.PadStart == 0 && p.PadEnd == 0:
		return fmt.Sprintf("has %.4g frames a second", v.FrameRate)
	case p.PadStart > 0:
		return "has video that begins after its audio"
	case p.PadEnd > 0:
		return "has video that ends before its audio"
	case v.OpenGOP:
		return "has open groups of pictures"
	case v.LongestGOP > longestGOP:
		return fmt.Sprintf("has up to %.4g s between key frames", v.LongestGOP)
	case v.BitRate > top.MaxRate:
		return fmt.Sprintf("has %.1f Mbit/s of video, more than the %.1f of a rendition of its size", float64(v.BitRate)/1e6, float64(top.MaxRate)/1e6)
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

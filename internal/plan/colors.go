package plan

import (
	"regexp"

	"proceedings/internal/meeting"
)

// RGB is the value of [Picture.Colors] for a picture without a colour matrix, such as
// a lossless screen recording. By default ffmpeg converts it with the BT.601 matrix and
// writes no tag, and players assume BT.709 for untagged HD.
const RGB = "rgb"

// isRGB reports whether a pixel format, by ffmpeg's name, is RGB.
func isRGB(pixFmt string) bool {
	return regexp.MustCompile(`^(?:x2|0|a)?(?:rgb|bgr|gbr)|^pal8$`).MatchString(pixFmt)
}

// matrixOf returns the colour matrix that players use for v, as ffmpeg's scale filter
// names it. Untagged video is BT.709 if it is HD, else BT.601.
func matrixOf(v meeting.Video) string {
	const hd = 720 // lines
	switch v.Matrix {
	case "bt709", "fcc", "smpte240m":
		return v.Matrix
	case "smpte170m", "bt470bg":
		return "bt601"
	case "bt2020nc", "bt2020c":
		return "bt2020"
	}
	if min(v.Width, v.Height) >= hd {
		return "bt709"
	}
	return "bt601"
}

// colorsDiffer reports whether parts have different colour tags, so that their encodes
// cannot share a header. VP9 frames may have tags that the stream lacks, so parts with
// different codecs count as different.
func colorsDiffer(parts []Recording) bool {
	type colors struct {
		codec, matrix, primaries, transfer string
		full, rgb                          bool
	}
	known := map[colors]bool{}
	for _, p := range parts {
		if v := p.found.Video; v != nil && p.Picture != nil {
			known[colors{v.Codec, v.Matrix, v.Primaries, v.Transfer, v.Full, p.Picture.Colors == RGB}] = true
		}
	}
	return len(known) > 1
}

// toBT709 returns pic, made from the stream v, with a conversion to BT.709. The output of
// tone mapping is BT.709 already.
func (pic Picture) toBT709(v meeting.Video) Picture {
	switch {
	case pic.Colors != "":
	case pic.ToneMap != "":
		pic.Colors = "bt709"
	default:
		pic.Colors = matrixOf(v)
	}
	return pic
}

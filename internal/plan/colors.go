package plan

import (
	"regexp"

	"proceedings/internal/meeting"
)

// rgb stands for a picture without a colour matrix, as screens are recorded without
// loss. ffmpeg would convert it by BT.601 and not say so, and players take an HD
// picture that says nothing for BT.709.
const rgb = "rgb"

// isRGB reports whether pixels of a format, by ffmpeg's name, are red, green and
// blue.
func isRGB(pixFmt string) bool {
	return regexp.MustCompile(`^(?:x2|0|a)?(?:rgb|bgr|gbr)|^pal8$`).MatchString(pixFmt)
}

// matrixOf is the colour matrix that a picture is shown with, by the name that
// ffmpeg's filters know. Players take one that says nothing for BT.709 if it is HD,
// else for BT.601.
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

// colorsDiffer reports whether the pictures of some parts say different things of
// their colours, so that they cannot share a header. Frames of VP9 may say what their
// container does not, so parts of different codecs count as different.
func colorsDiffer(parts []Recording) bool {
	type colors struct {
		codec, matrix, primaries, transfer string
		full, rgb                          bool
	}
	known := map[colors]bool{}
	for _, p := range parts {
		if v := p.found.Video; v != nil && p.Picture != nil {
			known[colors{v.Codec, v.Matrix, v.Primaries, v.Transfer, v.Full, p.Picture.Colors == rgb}] = true
		}
	}
	return len(known) > 1
}

// toBT709 is pic converted to BT.709, given its stream v. A picture that was tone-mapped
// has BT.709 already.
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

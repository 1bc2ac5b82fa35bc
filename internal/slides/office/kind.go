package office

import (
	"bytes"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// pixelsMax is how many pixels a picture may have: LibreOffice unpacks each
// into four bytes, or more.
const pixelsMax = 100_000_000

// kind is what a part is by its beginning, whatever its name.
type kind struct {
	xml    bool
	packed bool // by gzip: a drawing
	width  int  // of a picture; 0 where it is none, or does not say
	height int
}

func kindOf(head []byte) kind {
	start := bytes.TrimLeft(toUTF8(head[:min(len(head), 1<<10)]), " \t\r\n")
	switch {
	case bytes.HasPrefix(start, []byte("<")):
		return kind{xml: true}
	case bytes.HasPrefix(head, []byte("\x1f\x8b")):
		return kind{packed: true}
	}
	width, height, _ := PictureSize(head)
	return kind{width: width, height: height}
}

// PictureSize is the size in pixels of the picture that begins with head, by
// what its header says. It is false where that is not understood.
func PictureSize(head []byte) (width, height int, ok bool) {
	for _, format := range []struct {
		magic string
		size  func(io.Reader) (image.Config, error)
	}{
		{"\x89PNG\r\n\x1a\n", png.DecodeConfig},
		{"\xff\xd8\xff", jpeg.DecodeConfig},
		{"GIF8", gif.DecodeConfig},
		{"RIFF", webp.DecodeConfig},
		{"II*\x00", tiff.DecodeConfig},
		{"MM\x00*", tiff.DecodeConfig},
		{"BM", bmp.DecodeConfig},
	} {
		if bytes.HasPrefix(head, []byte(format.magic)) {
			config, err := format.size(bytes.NewReader(head))
			return config.Width, config.Height, err == nil && config.Width > 0 && config.Height > 0
		}
	}
	return 0, 0, false
}

// Huge reports whether a picture of that size has more pixels than a program
// should unpack.
func Huge(width, height int) bool {
	return width > 0 && height > pixelsMax/width
}

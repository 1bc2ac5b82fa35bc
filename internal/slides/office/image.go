package office

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/tiff"
	"golang.org/x/image/webp"
)

// imageFormat is a file format of images.
type imageFormat struct {
	magic  string // the first bytes
	size   func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// formatOf is the format of an image by its first bytes.
func formatOf(head []byte) (imageFormat, bool) {
	for _, f := range []imageFormat{
		{"\x89PNG\r\n\x1a\n", png.DecodeConfig, png.Decode},
		{"\xff\xd8\xff", jpeg.DecodeConfig, jpeg.Decode},
		{"GIF8", gif.DecodeConfig, gif.Decode},
		{"RIFF", webp.DecodeConfig, webp.Decode},
		{"II*\x00", tiff.DecodeConfig, tiff.Decode},
		{"MM\x00*", tiff.DecodeConfig, tiff.Decode},
		{"BM", bmp.DecodeConfig, bmp.Decode},
	} {
		if bytes.HasPrefix(head, []byte(f.magic)) {
			return f, true
		}
	}
	return imageFormat{}, false
}

// ImageSize is the size in pixels in the header of an image. It is false for an
// unknown format or a damaged header.
func ImageSize(head []byte) (width, height int, ok bool) {
	f, ok := formatOf(head)
	if !ok {
		return 0, 0, false
	}
	config, err := f.size(bytes.NewReader(head))
	return config.Width, config.Height, err == nil && config.Width > 0 && config.Height > 0
}

// DecodeImage decodes an image. The caller checks its size with [IsHuge].
func DecodeImage(data []byte) (image.Image, error) {
	f, ok := formatOf(data)
	if !ok {
		return nil, errors.New("decode an image: its format is unknown")
	}
	decoded, err := f.decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("decode an image: %w", err)
	}
	return decoded, nil
}

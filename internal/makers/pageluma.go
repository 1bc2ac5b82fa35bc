package makers

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/webp"

	"proceedings/internal/meeting"
)

func isWebP(img meeting.Image) bool { return img.Type == "image/webp" }

// decodeLuma decodes the brightness of a page image. That of a lossy WebP image is from 16 to
// 235 (RFC 6386, section 9.2); comparisons do not depend on contrast.
func decodeLuma(data []byte, isWebP bool) (*image.Gray, error) {
	if !isWebP {
		img, err := jpeg.Decode(bytes.NewReader(data))
		if err != nil {
			return nil, err //nolint:wrapcheck // the caller wraps it
		}
		return luma(img), nil
	}
	img, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller wraps it
	}
	return luma(img), nil
}

// luma returns the brightness of a picture. JPEG and lossy WebP store it apart.
func luma(img image.Image) *image.Gray {
	switch img := img.(type) {
	case *image.Gray:
		return img
	case *image.YCbCr:
		return &image.Gray{Pix: img.Y, Stride: img.YStride, Rect: img.Rect}
	}
	gray := image.NewGray(img.Bounds())
	for y := gray.Rect.Min.Y; y < gray.Rect.Max.Y; y++ {
		for x := gray.Rect.Min.X; x < gray.Rect.Max.X; x++ {
			gray.Set(x, y, color.GrayModel.Convert(img.At(x, y)))
		}
	}
	return gray
}

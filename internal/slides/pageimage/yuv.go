package pageimage

import (
	"image"
	"io"
)

// toYCbCr converts an image to the colour space of JPEG (JFIF 1.02: all 256 levels),
// with one chroma sample for four pixels. Both encoders start from it: converting once
// and giving cwebp the planes takes 60 ms a page instead of 105.
func toYCbCr(p *image.RGBA) *image.YCbCr {
	size := p.Bounds().Size()
	to := image.NewYCbCr(image.Rect(0, 0, size.X, size.Y), image.YCbCrSubsampleRatio420)
	for y := 0; y < size.Y; y += 2 {
		rows := min(2, size.Y-y)
		for x := 0; x < size.X; x += 2 {
			columns := min(2, size.X-x)
			var red, green, blue, n int32
			for dy := range rows {
				for dx := range columns {
					i := p.PixOffset(p.Rect.Min.X+x+dx, p.Rect.Min.Y+y+dy)
					r, g, b := int32(p.Pix[i]), int32(p.Pix[i+1]), int32(p.Pix[i+2])
					to.Y[(y+dy)*to.YStride+x+dx] = uint8((19595*r + 38470*g + 7471*b + 1<<15) >> 16) //nolint:gosec // the weights add up to one
					red, green, blue, n = red+r, green+g, blue+b, n+1
				}
			}
			i := y/2*to.CStride + x/2
			to.Cb[i] = chroma(-11056*red-21712*green+32768*blue, n)
			to.Cr[i] = chroma(32768*red-27440*green-5328*blue, n)
		}
	}
	return to
}

// chroma is the mean of the sum of n chroma samples, which has 16 bits of fraction.
func chroma(sum, n int32) uint8 { return uint8(min(255, (sum/n+128<<16+1<<15)>>16)) } //nolint:gosec // at least 0

// writeYUV writes the planes of an image as cwebp reads them: Y, U and V with the 220
// and 225 levels of ITU-R BT.601, which VP8 has (RFC 6386, section 9.2).
func writeYUV(path string, p *image.YCbCr) error {
	luma, colour := levels(16, 219), levels(16, 224)
	return writeFile(path, func(w io.Writer) error {
		for _, plane := range []struct {
			samples []byte
			table   *[256]byte
		}{{p.Y, luma}, {p.Cb, colour}, {p.Cr, colour}} {
			out := make([]byte, len(plane.samples))
			for i, v := range plane.samples {
				out[i] = plane.table[v]
			}
			if _, err := w.Write(out); err != nil {
				return err //nolint:wrapcheck // writeFile wraps it
			}
		}
		return nil
	})
}

// levels maps 256 levels to those from first on.
func levels(first, count int) *[256]byte {
	var table [256]byte
	for i := range table {
		table[i] = byte(first + (i*count+127)/255)
	}
	return &table
}

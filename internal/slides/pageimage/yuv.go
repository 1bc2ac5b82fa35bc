package pageimage

import (
	"image"
	"io"
	"slices"
)

// toYCbCr converts an image to the colour space of JPEG (JFIF 1.02: all 256 levels),
// with one chroma sample for four pixels. Both encoders start from it: converting once
// and giving cwebp the planes takes 60 ms a page instead of 105.
func toYCbCr(p pixels) *image.YCbCr {
	to := image.NewYCbCr(image.Rect(0, 0, p.Width, p.Height), image.YCbCrSubsampleRatio420)
	for y := 0; y < p.Height; y += 2 {
		upper, lower := p.row(y), p.row(min(y+1, p.Height-1))
		upperY, lowerY := to.Y[y*to.YStride:], to.Y[min(y+1, p.Height-1)*to.YStride:]
		cb, cr := to.Cb[y/2*to.CStride:], to.Cr[y/2*to.CStride:]
		for x := 0; x < p.Width; x += 2 {
			next := min(x+1, p.Width-1) // at an edge, the last pixel counts twice
			var red, green, blue int32
			for _, at := range [2]int{x, next} {
				r, g, b := int32(upper[3*at]), int32(upper[3*at+1]), int32(upper[3*at+2])
				upperY[at] = luma(r, g, b)
				red, green, blue = red+r, green+g, blue+b
				r, g, b = int32(lower[3*at]), int32(lower[3*at+1]), int32(lower[3*at+2])
				lowerY[at] = luma(r, g, b)
				red, green, blue = red+r, green+g, blue+b
			}
			cb[x/2] = chroma(-11056*red - 21712*green + 32768*blue)
			cr[x/2] = chroma(32768*red - 27440*green - 5328*blue)
		}
	}
	return to
}

// chroma is the mean of the sum of four chroma samples, which has 16 bits of fraction.
func chroma(sum int32) uint8 { return uint8(min(255, (sum/4+128<<16+1<<15)>>16)) } //nolint:gosec // at least 0

// writeYUV writes the planes of an image as cwebp reads them: Y, U and V with the 220
// and 225 levels of ITU-R BT.601, which VP8 has (RFC 6386, section 9.2).
func writeYUV(path string, p *image.YCbCr) error {
	luma, colour := levels(16, 219), levels(16, 224)
	return writeFile(path, func(w io.Writer) error {
		var row [4096]byte
		for _, plane := range []struct {
			samples []byte
			table   *[256]byte
		}{{p.Y, luma}, {p.Cb, colour}, {p.Cr, colour}} {
			for samples := range slices.Chunk(plane.samples, len(row)) {
				for i, v := range samples {
					row[i] = plane.table[v]
				}
				if _, err := w.Write(row[:len(samples)]); err != nil {
					return err //nolint:wrapcheck // writeFile wraps it
				}
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

package sanitize

import (
	"bytes"
	"image/png"
	"path"
	"strings"

	"golang.org/x/image/tiff"

	"proceedings/internal/slides/office"
)

// tiffPixels bounds the TIFF images of a deck that are read, for time and memory.
const tiffPixels = 100_000_000

// isTIFF reports whether a picture is a TIFF image, by the name of its file.
func isTIFF(name string) bool {
	ext := strings.ToLower(path.Ext(name))
	return ext == ".tif" || ext == ".tiff"
}

// tiff copies a TIFF image as PNG under the same name: LibreOffice 7.4 shows all of it
// where a part is cropped away. It reports whether it did.
func (c *copier) tiff(p office.Part) (done bool, err error) {
	if c.standard != OpenXML || !isTIFF(p.Key) {
		return false, nil
	}
	data, err := c.Read(p.Name)
	if err != nil {
		return false, err
	}
	size, err := tiff.DecodeConfig(bytes.NewReader(data))
	if err != nil || office.IsHuge(size.Width, size.Height) {
		return false, nil //nolint:nilerr // LibreOffice may read it
	}
	if c.tiffPixels += size.Width * size.Height; c.tiffPixels > tiffPixels {
		return false, nil
	}
	picture, err := tiff.Decode(bytes.NewReader(data))
	if err != nil {
		return false, nil //nolint:nilerr // LibreOffice may read it
	}
	var b bytes.Buffer
	if err = png.Encode(&b, picture); err != nil {
		return false, nil //nolint:nilerr // LibreOffice may read it
	}
	return true, c.write(p.PlainName(), b.Bytes())
}

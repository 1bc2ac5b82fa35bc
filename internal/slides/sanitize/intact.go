package sanitize

import (
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"path"

	"proceedings/internal/slides/office"
)

// checkedPixels bounds the pictures of a deck that are decoded to find damage, for time.
const checkedPixels = 300_000_000

// isThere reports whether a picture, a chart or a diagram is there and whole, as far as
// that can be found out.
func (c *copier) isThere(key string) bool {
	there, known := c.checked[key]
	if known {
		return there
	}
	if there = c.isIntact(key); c.checked == nil {
		c.checked = map[string]bool{}
	}
	c.checked[key] = there
	return there
}

func (c *copier) isIntact(key string) bool {
	content, ok := c.content(key)
	if !ok || !content.Whole {
		return false
	}
	if c.checkedPixels += content.Width * content.Height; c.checkedPixels > checkedPixels || office.IsHuge(content.Width, content.Height) {
		return true
	}
	data, err := c.Read(key)
	if err != nil {
		return false
	}
	ext := path.Ext(key)
	switch {
	case content.Gzip:
		return true
	case ext == ".svg", content.XML && content.Width == 0:
		text, _, err := office.PlainXML(data)
		return err == nil && isWellFormed(text) && (ext == ".xml" || isSVG(text))
	}
	return isIntactPicture(ext, data)
}

// isWellFormed reports whether an XML text ends where it should.
func isWellFormed(text []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	for some := false; ; some = true {
		if _, err := d.Token(); err != nil {
			return some && errors.Is(err, io.EOF)
		}
	}
}

// isIntactPicture reports whether a picture is whole. Formats that are not known are.
func isIntactPicture(ext string, data []byte) bool {
	_, _, isImage := office.ImageSize(data)
	switch {
	case bytes.HasPrefix(data, []byte("\x89PNG")):
		_, err := png.Decode(bytes.NewReader(data))
		return err == nil || errors.As(err, new(png.UnsupportedError))
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return isIntactJPEG(data)
	case bytes.HasPrefix(data, []byte("GIF8")):
		_, err := gif.Decode(bytes.NewReader(data))
		return err == nil
	case isImage:
		return true
	}
	switch ext {
	case ".png", ".jpg", ".jpeg", ".gif", ".webp", ".xml":
		return false
	case ".wdp", ".hdp", ".jxr": // LibreOffice does not read JPEG XR
		return false
	case ".emf":
		return isIntactEMF(data)
	}
	return true
}

// isIntactJPEG reports whether a JPEG image is whole. Its end marker may be missing.
func isIntactJPEG(data []byte) bool {
	_, err := jpeg.Decode(io.MultiReader(bytes.NewReader(data), bytes.NewReader([]byte("\xff\xd9"))))
	return err == nil || errors.As(err, new(jpeg.UnsupportedError))
}

// isIntactEMF reports whether a drawing has the header of an Enhanced Metafile and is as
// long as it says ([MS-EMF] 2.2.9 and 2.3.4.2).
func isIntactEMF(data []byte) bool {
	const header, signature, size = 88, 40, 48 // bytes, and offsets
	if len(data) < header {
		return false
	}
	return string(data[signature:signature+4]) == " EMF" && int64(binary.LittleEndian.Uint32(data[size:])) <= int64(len(data))
}

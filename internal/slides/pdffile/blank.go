package pdffile

import (
	"bytes"
	"compress/zlib"
	"image"
	"image/draw"
	"image/jpeg"
	"math"

	"proceedings/internal/slides/pdfcontent"
)

const (
	blankQuality = 92
	blankPixels  = 40_000_000 // of an image, to bound memory and time
	bitsMax      = 16         // of a component of a pixel (ISO 32000-1, table 89)
)

// Blank removes what an image shows outside of parts of the unit square: data are its
// samples, or a JPEG file. ok is false for an image of another form.
func (i Image) Blank(data []byte, shown []pdfcontent.Area) (made Image, blank []byte, ok bool) {
	width, _ := number(i.Dict["/Width"])
	height, _ := number(i.Dict["/Height"])
	if width < 1 || height < 1 || width > blankPixels/height {
		return i, nil, false
	}
	rows := rowsOf(shown, width, height)
	switch {
	case i.Dict["/Filter"] == nil:
		bits, _ := number(i.Dict["/BitsPerComponent"])
		if ok = bits <= bitsMax && blankSamples(data, rows, width, max(1, bits)); ok {
			return i.filtered("/FlateDecode"), deflated(data), true
		}
	case i.IsJPEG():
		if blank, ok = blankJPEG(data, rows, width); ok {
			return i.filtered("/DCTDecode"), blank, true
		}
	}
	return i, nil, false
}

// row is the part of a row of pixels that is shown, in pixels.
type row struct{ from, to int }

// rowsOf are the parts of rows that are shown, from the top.
func rowsOf(shown []pdfcontent.Area, width, height int) []row {
	rows := make([]row, height)
	for y := range rows {
		bottom, top := 1-float64(y+1)/float64(height), 1-float64(y)/float64(height)
		rows[y].from = width
		for _, a := range shown {
			if left, right, ok := a.Row(bottom, top); ok {
				rows[y].from = min(rows[y].from, max(0, int(math.Floor(left*float64(width)))))
				rows[y].to = max(rows[y].to, min(width, int(math.Ceil(right*float64(width)))))
			}
		}
	}
	return rows
}

// filtered is an image with another filter.
func (i Image) filtered(filter string) Image {
	made := dict{}
	for key, v := range i.Dict {
		if key != "/DecodeParms" {
			made[key] = v
		}
	}
	made["/Filter"] = filter
	return Image{made, i.File}
}

// blankSamples removes what is not shown from samples of that many bits. Pixels that are
// not whole bytes become zero.
func blankSamples(data []byte, rows []row, width, bits int) bool {
	length, pixel := len(data)/len(rows), bits
	for (width*pixel+7)/8 < length {
		pixel += bits // of another component
	}
	if (width*pixel+7)/8 != length {
		return false
	}
	if pixel%8 == 0 {
		extend(data, rows, length, pixel/8)
		return true
	}
	for y, r := range rows {
		line := data[y*length : (y+1)*length]
		clear(line[:min(r.from*pixel/8, length)])
		clear(line[(r.to*pixel+7)/8:])
	}
	return true
}

// edge is the distance in pixels from the edge of what is shown of the pixels that are
// continued: those at the edge may be mixed with what is not shown.
const edge = 2

// extend continues the pixels at the edge of what is shown outside of it: any other
// colour would show in the blocks of a JPEG image, and where programs smooth it.
func extend(data []byte, rows []row, length, pixel int) {
	line := func(y int) []byte { return data[y*length : (y+1)*length] }
	shown := -1 // the last row that was
	for y, r := range rows {
		if r.from >= r.to {
			continue
		}
		l := line(y)
		left, right := min(r.from+edge, r.to-1), max(r.to-1-edge, r.from)
		for at := 0; at < r.from*pixel; at += pixel {
			copy(l[at:at+pixel], l[left*pixel:])
		}
		for at := r.to * pixel; at+pixel <= length; at += pixel {
			copy(l[at:at+pixel], l[right*pixel:])
		}
		first := shown + 1
		if shown >= 0 {
			first = (shown + y + 1) / 2
			for between := shown + 1; between < first; between++ {
				copy(line(between), line(shown))
			}
		}
		for between := first; between < y; between++ {
			copy(line(between), l)
		}
		shown = y
	}
	for y := shown + 1; y < len(rows); y++ {
		if shown < 0 {
			clear(line(y))
		} else {
			copy(line(y), line(shown))
		}
	}
}

func deflated(data []byte) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data) // a buffer accepts all
	_ = w.Close()
	return b.Bytes()
}

// blankJPEG removes what is not shown from a JPEG image.
func blankJPEG(data []byte, rows []row, width int) ([]byte, bool) {
	size, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || size.Width != width || size.Height != len(rows) {
		return nil, false
	}
	picture, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, false
	}
	switch p := picture.(type) {
	case *image.Gray:
		extend(p.Pix, rows, p.Stride, 1)
	case *image.YCbCr, *image.RGBA:
		made := image.NewRGBA(picture.Bounds())
		draw.Draw(made, made.Rect, picture, picture.Bounds().Min, draw.Src)
		extend(made.Pix, rows, made.Stride, 4)
		picture = made
	default: // Go does not write JPEG files in CMYK
		return nil, false
	}
	var b bytes.Buffer
	if jpeg.Encode(&b, picture, &jpeg.Options{Quality: blankQuality}) != nil {
		return nil, false
	}
	return b.Bytes(), true
}

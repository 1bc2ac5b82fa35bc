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
	blankMargin  = 1 // pixels of samples that stay around the part that is shown, for programs that smooth images
	blankQuality = 92
	blankPixels  = 40_000_000 // of an image, to bound memory and time
)

// Blank removes what an image shows outside of a part of the unit square: data are its
// samples, or a JPEG file. ok is false for an image of another form.
func (i Image) Blank(data []byte, part pdfcontent.Box) (made Image, blank []byte, ok bool) {
	width, _ := number(i.Dict["/Width"])
	height, _ := number(i.Dict["/Height"])
	if width < 1 || height < 1 || width > blankPixels/height {
		return i, nil, false
	}
	var shown image.Rectangle
	if part.Right > part.Left && part.Top > part.Bottom {
		shown = image.Rect(
			int(math.Floor(part.Left*float64(width))), int(math.Floor((1-part.Top)*float64(height))),
			int(math.Ceil(part.Right*float64(width))), int(math.Ceil((1-part.Bottom)*float64(height))),
		).Intersect(image.Rect(0, 0, width, height))
	}
	switch {
	case i.Dict["/Filter"] == nil:
		bits, _ := number(i.Dict["/BitsPerComponent"])
		if blank, ok = blankSamples(data, width, height, max(1, bits), shown); ok {
			made = i.filtered("/FlateDecode")
		}
	case i.IsJPEG():
		if blank, ok = blankJPEG(data, shown); ok {
			made = i.filtered("/DCTDecode")
		}
	}
	return made, blank, ok
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

// blankSamples sets the samples outside of a rectangle to zero, and compresses them.
func blankSamples(data []byte, width, height, bits int, shown image.Rectangle) ([]byte, bool) {
	row := len(data) / height
	components := row * 8 / (width * bits) // of a pixel
	if components < 1 || (width*components*bits+7)/8 != row || len(data) < row*height {
		return nil, false
	}
	shown = shown.Inset(-blankMargin).Intersect(image.Rect(0, 0, width, height))
	left, right := shown.Min.X*components*bits/8, (shown.Max.X*components*bits+7)/8
	data = bytes.Clone(data)
	for y := range height {
		line := data[y*row : (y+1)*row]
		if y < shown.Min.Y || y >= shown.Max.Y {
			clear(line)
			continue
		}
		clear(line[:left])
		clear(line[right:])
	}
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(data) // a buffer accepts all
	_ = w.Close()
	return b.Bytes(), true
}

// blankJPEG continues the pixels at the edge of a rectangle outside of it: any other
// colour would show in the blocks at the edge.
func blankJPEG(data []byte, shown image.Rectangle) ([]byte, bool) {
	if shown.Empty() {
		shown = image.Rect(0, 0, 1, 1)
	}
	size, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || size.Width > blankPixels/max(1, size.Height) {
		return nil, false
	}
	picture, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, false
	}
	var made draw.Image
	switch picture.(type) {
	case *image.Gray:
		made = image.NewGray(picture.Bounds())
	case *image.YCbCr, *image.RGBA:
		made = image.NewRGBA(picture.Bounds())
	default: // Go does not write JPEG files in CMYK
		return nil, false
	}
	all := picture.Bounds()
	shown = shown.Intersect(all)
	draw.Draw(made, shown, picture, shown.Min, draw.Src)
	edge := func(to, from image.Rectangle) {
		for y := to.Min.Y; y < to.Max.Y; y++ {
			for x := to.Min.X; x < to.Max.X; x++ {
				made.Set(x, y, made.At(min(max(x, from.Min.X), from.Max.X-1), min(max(y, from.Min.Y), from.Max.Y-1)))
			}
		}
	}
	edge(image.Rect(all.Min.X, all.Min.Y, all.Max.X, shown.Min.Y), shown)
	edge(image.Rect(all.Min.X, shown.Max.Y, all.Max.X, all.Max.Y), shown)
	edge(image.Rect(all.Min.X, shown.Min.Y, shown.Min.X, shown.Max.Y), shown)
	edge(image.Rect(shown.Max.X, shown.Min.Y, all.Max.X, shown.Max.Y), shown)
	var b bytes.Buffer
	if jpeg.Encode(&b, made, &jpeg.Options{Quality: blankQuality}) != nil {
		return nil, false
	}
	return b.Bytes(), true
}

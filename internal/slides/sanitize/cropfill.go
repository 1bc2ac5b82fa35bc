package sanitize

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"math"
	"path"
	"strings"

	"proceedings/internal/slides/office"
)

// LibreOffice 7.4 draws the whole picture where a shape, a table cell, a group or a
// background is filled with a part of it, and in a rotated group. The copy has only
// that part, as a picture of its own.

const (
	cropPixels  = 200_000_000 // of all pictures of a deck that are cropped, to bound the processor time
	cropQuality = 95          // of JPEG
)

// cropped is a part of a picture in the copy.
type cropped struct {
	owner string // key of the part that shows it
	id    string // of its relation
	name  string // of its part
}

// cropFill lets a fill show a cropped copy of its picture. It reports whether it did.
func (v *viewer) cropFill(blip, away *element, target string) bool {
	key, ok := office.Key(target)
	if !ok {
		return false
	}
	var sides [4]float64
	for i, side := range []string{"l", "t", "r", "b"} {
		if sides[i] = croppedOn(away, side) / whole; sides[i] < 0 { // a margin
			return false
		}
	}
	made, ok := v.croppedPart(key, sides)
	if !ok {
		return false
	}
	tag := v.text[blip.start:blip.innerFrom]
	v.replace(blip.start, blip.innerFrom, setAttrs(tag, []string{"embed"}, made.id))
	v.replace(away.start, away.end, nil)
	return true
}

// croppedPart writes a part of a picture, unless the copy has it already.
func (v *viewer) croppedPart(key string, sides [4]float64) (cropped, bool) {
	of := fmt.Sprint(key, sides)
	name, done := v.croppedNames[of]
	if !done {
		data, err := v.cropPicture(key, sides)
		if err != nil {
			return cropped{}, false
		}
		for n := len(v.croppedNames) + 1; name == "" || v.Has(name); n++ {
			name = fmt.Sprintf("ppt/media/cropped%d%s", n, path.Ext(key))
		}
		if v.write(name, data) != nil {
			return cropped{}, false // writing the rest of the copy has the same error
		}
		if v.croppedNames == nil {
			v.croppedNames = map[string]string{}
		}
		v.croppedNames[of] = name
	}
	made := cropped{owner: v.key, id: fmt.Sprintf("rIdCropped%d", len(v.cropped)+1), name: name}
	v.cropped = append(v.cropped, made)
	return made, true
}

// cropPicture is a picture without the given shares of its width and height on the left,
// the top, the right and the bottom.
func (c *copier) cropPicture(key string, sides [4]float64) ([]byte, error) {
	data, err := c.Read(key)
	if err != nil {
		return nil, err
	}
	width, height, ok := office.ImageSize(data)
	if c.cropPixels += width * height; !ok || office.IsHuge(width, height) || c.cropPixels > cropPixels {
		return nil, fmt.Errorf("crop %s: it has no known size, or the pictures are too large", key)
	}
	whole, err := office.DecodeImage(data)
	if err != nil {
		return nil, err
	}
	sub, ok := whole.(interface {
		SubImage(image.Rectangle) image.Image
	})
	part := shownPart(whole.Bounds(), sides)
	if !ok || part.Empty() {
		return nil, fmt.Errorf("crop %s: nothing of it is shown", key)
	}
	var b bytes.Buffer
	picture := sub.SubImage(part)
	if _, photo := picture.(*image.YCbCr); photo {
		err = jpeg.Encode(&b, picture, &jpeg.Options{Quality: cropQuality})
	} else {
		err = png.Encode(&b, picture)
	}
	if err != nil {
		return nil, fmt.Errorf("crop %s: %w", key, err)
	}
	return b.Bytes(), nil
}

// shownPart is what is left of a rectangle.
func shownPart(all image.Rectangle, sides [4]float64) image.Rectangle {
	width, height := float64(all.Dx()), float64(all.Dy())
	return image.Rectangle{
		Min: all.Min.Add(image.Pt(pixels(sides[0]*width), pixels(sides[1]*height))),
		Max: all.Max.Sub(image.Pt(pixels(sides[2]*width), pixels(sides[3]*height))),
	}
}

// pixels is a number of pixels. More than an image has are as good as all.
func pixels(n float64) int { return int(math.Round(min(n, math.MaxInt32))) }

// croppedRelations are the relations to the cropped pictures of a part.
func (c *copier) croppedRelations(owner string) []byte {
	var b strings.Builder
	for _, made := range c.cropped {
		if made.owner == owner {
			b.WriteString(relationTo(made.id, "image", made.name))
		}
	}
	return []byte(b.String())
}

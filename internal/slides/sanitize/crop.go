package sanitize

import (
	"bytes"
	"fmt"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"
	"math"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"proceedings/internal/slides/office"
)

const (
	whole       = 100_000     // a part of a picture is given in thousandths of a percent
	cropLeast   = whole / 50  // smaller parts that are cropped away show nothing
	cropPixels  = 200_000_000 // of all pictures of a deck that are cropped, to bound the processor time
	cropBytes   = 128 << 20
	jpegQuality = 92

	croppedPrefix = "ppt/media/proceedings-cropped"
)

// croppedPattern matches a picture of which a part is cropped away.
var croppedPattern = regexp.MustCompile(`<(?:\w+:)?srcRect\s[^>]*"[1-9]`)

// croppedPicture is a part of the copy and the relation of a slide to it.
type croppedPicture struct{ id, part string }

// crop replaces a picture by the part of it that is shown. LibreOffice exports all of
// it, with a clipping path, and programs show the rest.
func (v *viewer) crop(fill *element) {
	blip, away := fill.child("blip"), fill.child("srcRect")
	if v.number[v.key] == 0 || blip == nil || away == nil || fill.child("tile") != nil {
		return
	}
	crop, ok := cropOf(away)
	if !ok {
		return
	}
	part := ""
	if blip.find("svgBlip") == nil {
		part = v.croppedPart(v.targetOf(blip.attr("embed")), crop)
	}
	if part == "" {
		v.removed.Uncropped++
		return
	}
	id := "rIdCropped" + strings.TrimSuffix(strings.TrimPrefix(part, croppedPrefix), path.Ext(part))
	if added := (croppedPicture{id, part}); !slices.Contains(v.cropped[v.key], added) {
		v.cropped[v.key] = append(v.cropped[v.key], added)
	}
	v.replace(blip.start, blip.innerFrom, setAttrs(v.text[blip.start:blip.innerFrom], []string{"embed"}, id))
	v.replace(away.start, away.end, nil)
}

// cropOf is what is cropped away on the left, at the top, on the right and at the
// bottom. ok is false if that is next to nothing, or if the picture also has a margin.
func cropOf(e *element) (crop [4]int, ok bool) {
	for i, side := range []string{"l", "t", "r", "b"} {
		text, percent := strings.CutSuffix(e.attr(side), "%")
		n, err := strconv.ParseFloat(text, 64)
		if err != nil && text != "" || n < 0 || n > whole {
			return crop, false
		}
		if percent {
			n *= whole / 100
		}
		crop[i] = int(n)
		ok = ok || crop[i] > cropLeast
	}
	return crop, ok && crop[0]+crop[2] < whole && crop[1]+crop[3] < whole
}

// targetOf is the name of the part of a picture to which a relation of the slide leads,
// or "".
func (v *viewer) targetOf(id string) string {
	root, err := readElements(v.readPlain(relationsOf(v.key)))
	if err != nil || root.child("Relationships") == nil {
		return ""
	}
	for _, r := range root.child("Relationships").kids {
		if r.attr("Id") == id && path.Base(r.attr("Type")) == "image" && !strings.EqualFold(r.attr("TargetMode"), "External") {
			target := r.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(path.Dir(v.key), target)
			}
			return target
		}
	}
	return ""
}

// croppedPart writes a cropped picture and returns the name of its part, or "" if that
// is impossible.
func (c *copier) croppedPart(source string, crop [4]int) string {
	key, ok := office.Key(source)
	if !ok || !c.Has(source) {
		return ""
	}
	known := fmt.Sprint(key, crop)
	if name, found := c.croppings[known]; found {
		return name
	}
	name := fmt.Sprintf("%s%d%s", croppedPrefix, len(c.croppings)+1, path.Ext(key))
	data := c.croppedData(source, crop)
	if data == nil || c.write(name, data) != nil {
		name = ""
	}
	c.croppings[known] = name
	return name
}

func (c *copier) croppedData(source string, crop [4]int) []byte {
	data, err := c.Read(source)
	if err != nil {
		return nil
	}
	size, format, err := image.DecodeConfig(bytes.NewReader(data))
	if err != nil || office.IsHuge(size.Width, size.Height) {
		return nil
	}
	c.cropPixels += size.Width * size.Height
	c.cropBytes += len(data)
	if c.cropPixels > cropPixels || c.cropBytes > cropBytes {
		return nil
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil
	}
	return encode(part(picture, crop), format)
}

// part is the part of a picture that is left.
func part(picture image.Image, crop [4]int) image.Image {
	all := picture.Bounds()
	at := func(from, length, share int) int {
		return from + int(math.Round(float64(length)*float64(share)/whole))
	}
	left := image.Rect(
		at(all.Min.X, all.Dx(), crop[0]), at(all.Min.Y, all.Dy(), crop[1]),
		at(all.Min.X, all.Dx(), whole-crop[2]), at(all.Min.Y, all.Dy(), whole-crop[3]))
	left.Max.X, left.Max.Y = max(left.Max.X, left.Min.X+1), max(left.Max.Y, left.Min.Y+1)
	left = left.Intersect(all)
	if sub, ok := picture.(interface {
		SubImage(r image.Rectangle) image.Image
	}); ok {
		return sub.SubImage(left)
	}
	made := image.NewNRGBA(left)
	draw.Draw(made, left, picture, left.Min, draw.Src)
	return made
}

// encode is a picture in its format, or nil if that cannot be written.
func encode(picture image.Image, format string) []byte {
	var b bytes.Buffer
	var err error
	switch format {
	case "jpeg":
		err = jpeg.Encode(&b, picture, &jpeg.Options{Quality: jpegQuality})
	case "png":
		err = (&png.Encoder{CompressionLevel: png.BestSpeed}).Encode(&b, picture)
	case "gif":
		err = gif.Encode(&b, picture, nil)
	default:
		return nil
	}
	if err != nil {
		return nil
	}
	return b.Bytes()
}

// relateCropped adds the relations of a slide to its cropped pictures.
func (c *copier) relateCropped(slide string, text []byte) []byte {
	end := bytes.LastIndex(text, []byte("</"))
	if end < 0 {
		return text
	}
	var added []byte
	for _, p := range c.cropped[slide] {
		added = fmt.Appendf(added, `<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Id="%s" Type="%simage" Target="/%s"/>`,
			p.id, relationType, p.part)
	}
	return slices.Concat(text[:end], added, text[end:])
}

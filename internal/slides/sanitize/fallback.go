package sanitize

import (
	"bytes"
	"image"
	"image/color"
	"path"
	"strings"

	"proceedings/internal/slides/office"
)

// hasPicture reports whether a fallback shows a picture that is in the deck.
func (v *viewer) hasPicture(fallback *element) bool {
	if fallback == nil {
		return false
	}
	blip := fallback.find("blip")
	if blip == nil {
		return false
	}
	if v.pictures == nil {
		v.pictures = v.readPictures()
	}
	return v.pictures[blip.attr("embed")]
}

// readPictures are the IDs of the part's relations to pictures.
func (v *viewer) readPictures() map[string]bool {
	pictures := map[string]bool{}
	root, err := readElements(v.readPlain(relationsOf(v.key)))
	if err != nil || root.child("Relationships") == nil {
		return pictures
	}
	for _, r := range root.child("Relationships").kids {
		if path.Base(r.attr("Type")) != "image" || strings.EqualFold(r.attr("TargetMode"), "External") {
			continue
		}
		target := r.attr("Target")
		if !strings.HasPrefix(target, "/") {
			target = path.Join(path.Dir(v.key), target)
		}
		key, ok := office.Key(target)
		pictures[r.attr("Id")] = ok && v.isPicture(key)
	}
	return pictures
}

// isPicture reports whether a part is a picture that can show a formula: other
// programs than PowerPoint write empty ones. Drawings are taken for such pictures.
func (v *viewer) isPicture(key string) bool {
	shown, known := v.shown[key]
	if !known {
		shown = v.showsSomething(key)
		v.shown[key] = shown
	}
	return shown
}

func (v *viewer) showsSomething(key string) bool {
	const most = 1 << 20 // pixels to look at
	content, ok := v.content(key)
	width, height := content.Width, content.Height
	switch {
	case !ok, !content.Whole, office.IsHuge(width, height), width == 1, height == 1:
		return false
	case width == 0, height == 0, width > most/height:
		return true
	}
	data, err := v.Read(key)
	if err != nil {
		return false
	}
	picture, _, err := image.Decode(bytes.NewReader(data))
	return err != nil || !isUniform(picture)
}

// isUniform reports whether all pixels have one color.
func isUniform(picture image.Image) bool {
	area := picture.Bounds()
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if !sameColor(picture.At(x, y), picture.At(area.Min.X, area.Min.Y)) {
				return false
			}
		}
	}
	return true
}

func sameColor(a, b color.Color) bool {
	r, g, bl, al := a.RGBA()
	r2, g2, bl2, al2 := b.RGBA()
	return r == r2 && g == g2 && bl == bl2 && al == al2
}

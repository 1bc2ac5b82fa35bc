package sanitize

import (
	"bytes"
	"image"
	"image/color"
	_ "image/gif"  // pictures in decks
	_ "image/jpeg" // likewise
	_ "image/png"  // likewise
	"path"
	"slices"
	"strings"

	"proceedings/internal/slides/formula"
	"proceedings/internal/slides/office"
)

// LibreOffice 7.4 draws nothing for a formula (a14:m) and for ink (p14:contentPart),
// but takes the mc:Choice that has them instead of the mc:Fallback, which is a
// picture. It draws the mc:Fallback of 3D models, of the charts of Office 2016 and
// of slide zooms by itself: it takes only these choices.
func isTaken(requires string) bool {
	for prefix := range strings.FieldsSeq(requires) {
		switch prefix {
		case "a14", "p14", "p15", "x12ac", "v":
		default:
			return false
		}
	}
	return requires != ""
}

// visible is the text of a part with everything that LibreOffice does not draw
// replaced: by its fallback picture, or by text.
func (c *copier) visible(key string, text []byte) ([]byte, error) {
	if !bytes.Contains(text, []byte("oMath")) && !bytes.Contains(text, []byte("contentPart")) && !namesSymbolFont(text) {
		return text, nil
	}
	root, err := readElements(text)
	if err != nil {
		return nil, err
	}
	v := &viewer{copier: c, key: key, text: text}
	v.element(root, nil)
	return apply(text, v.replacements), nil
}

// viewer collects the replacements in one part.
type viewer struct {
	*copier

	key          string
	text         []byte
	pictures     map[string]bool // relations to pictures, by ID; nil if not read yet
	replacements []replacement
}

func (v *viewer) replace(from, to int, by []byte) {
	v.replacements = append(v.replacements, replacement{from, to, by})
}

func (v *viewer) element(e, parent *element) {
	switch e.name {
	case "AlternateContent":
		if v.alternate(e, parent) {
			return
		}
	case "m":
		if parent != nil && parent.name == "p" && v.formula(e, parent.prefix, e) {
			return
		}
	case "contentPart":
		v.undrawn()
	case "r", "fld":
		if parent != nil && parent.name == "p" {
			v.run(e)
			return
		}
	}
	for _, k := range e.kids {
		v.element(k, e)
	}
}

// undrawn notes that the slide has something that nothing shows.
func (v *viewer) undrawn() {
	if n := v.number[v.key]; n > 0 && !slices.Contains(v.removed.Undrawn, n) {
		v.removed.Undrawn = append(v.removed.Undrawn, n)
	}
}

// alternate lets LibreOffice take the fallback picture of what it does not draw. It
// reports whether nothing else is to be done within the element.
func (v *viewer) alternate(e, parent *element) bool {
	fallback := e.child("Fallback")
	for _, choice := range e.kids {
		if choice.name != "Choice" || !isTaken(choice.attr("Requires")) {
			continue
		}
		formula, ink := choice.find("m"), choice.find("contentPart")
		if formula == nil && ink == nil {
			return false
		}
		if parent != nil && parent.name == "p" {
			return formula != nil && v.formula(formula, parent.prefix, e)
		}
		if v.hasPicture(fallback) {
			tag := v.text[choice.start:choice.innerFrom]
			v.replace(choice.start, choice.innerFrom, setAttrs(tag, []string{"Requires"}, "unsupported"))
			v.textAsShapes(v.key)
			v.element(fallback, e)
			return true
		}
		return false
	}
	if fallback == nil && parent != nil && (parent.name == "spTree" || parent.name == "grpSp") {
		v.undrawn()
	}
	return false
}

// formula replaces an element by a run with the text of a formula in it, where a is
// the prefix of DrawingML. It reports whether it did.
func (v *viewer) formula(m *element, a string, whole *element) bool {
	if m.child("oMath") == nil && m.child("oMathPara") == nil {
		return false
	}
	texts := v.formulas(m)
	if len(texts) == 0 {
		return false
	}
	var properties []byte
	if r := m.find("rPr"); r != nil && r.prefix == a {
		properties = v.text[r.start:r.end]
	}
	e := &element{prefix: a}
	var b bytes.Buffer
	for i, text := range texts {
		if i > 0 {
			b.WriteString("<" + e.tag("br") + "/>")
		}
		b.WriteString("<" + e.tag("r") + ">")
		b.Write(properties)
		b.WriteString("<" + e.tag("t") + ">" + escape(text) + "</" + e.tag("t") + "></" + e.tag("r") + ">")
	}
	v.replace(whole.start, whole.end, b.Bytes())
	return true
}

// formulas are the formulas in an element, in one line each.
func (v *viewer) formulas(m *element) []string {
	tree, err := office.Fragment(v.text[m.start:m.end], v.Limits())
	if err != nil {
		return nil
	}
	var texts []string
	for f := range tree.Find("oMath") {
		if text := strings.TrimSpace(formula.OMML(f).Text()); text != "" {
			texts = append(texts, text)
		}
	}
	return texts
}

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
	if v.contents == nil {
		v.contents = map[string]office.Content{}
		for _, p := range v.Parts() {
			v.contents[p.Key] = v.Content(p)
		}
	}
	content, ok := v.contents[key]
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

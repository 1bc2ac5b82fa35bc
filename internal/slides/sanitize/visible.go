package sanitize

import (
	"bytes"
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
// replaced: by its fallback picture, or by text; and slides
// without titles beside them.
func (c *copier) visible(key string, text []byte) ([]byte, error) {
	if !bytes.Contains(text, []byte("oMath")) && !bytes.Contains(text, []byte("contentPart")) && !namesSymbolFont(text) &&
		!croppedPattern.Match(text) && !(c.number[key] > 0 && titlePattern.Match(text)) {
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
	turned       int             // rotated groups around the current element
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
	case "blipFill":
		v.crop(e, parent)
	case "grpSp":
		if turn := e.child("grpSpPr").child("xfrm"); turn != nil && turn.attr("rot") != "" && turn.attr("rot") != "0" {
			v.turned++
			defer func() { v.turned-- }()
		}
	case "sp":
		if v.title(e, parent) {
			return
		}
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

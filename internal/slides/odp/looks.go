package odp

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/titleguess"
)

// textStyle is how the text of a style is set; empty values are those of its parent.
type textStyle struct{ size, weight, parent string }

// textStyles are styles by family and name, such as "paragraph/P1". Those of the content
// replace common ones of the same name.
type textStyles map[string]textStyle

// read adds the styles in a folder of a part.
func (t textStyles) read(part *office.Node, folder string) {
	for style := range part.Down(folder).Named("style") {
		family, name := style.AttrIn("style:1.0", "family"), style.AttrIn("style:1.0", "name")
		set := style.Down("text-properties")
		t[family+"/"+name] = textStyle{
			size: set.AttrIn("fo-compatible:1.0", "font-size"), weight: set.AttrIn("fo-compatible:1.0", "font-weight"),
			parent: style.AttrIn("style:1.0", "parent-style-name"),
		}
	}
}

// font is the size of a text in points, and whether it is bold.
type font struct {
	size float64
	bold bool
}

const (
	usualSize   = 18 // points, where no style says otherwise
	parentsMax  = 20 // of a style
	nestingMax  = 50 // of spans
	bold        = 600
	pointsMax   = 4000
	hundredths  = 100
	wholeNumber = 100 // percent
)

// with is a font as a style changes it.
func (t textStyles) with(f font, family, name string) font {
	var chain []textStyle
	for range parentsMax {
		style, ok := t[family+"/"+name]
		if !ok {
			break
		}
		chain, name = append(chain, style), style.parent
	}
	for _, style := range slices.Backward(chain) {
		if percent, ok := strings.CutSuffix(style.size, "%"); ok {
			if n, err := strconv.ParseFloat(percent, 64); err == nil && n > 0 {
				f.size *= n / wholeNumber
			}
		} else if size, ok := length(style.size); ok && size > 0 {
			f.size = size
		}
		switch weight := style.weight; weight {
		case "":
		case "bold":
			f.bold = true
		default:
			n, err := strconv.Atoi(weight)
			f.bold = err == nil && n >= bold
		}
	}
	return f
}

// looks is how the text of a shape is set.
func (t textStyles) looks(shape *office.Node) titleguess.Looks {
	f := t.with(font{size: usualSize}, "graphic", shape.AttrIn(drawSpace, "style-name"))
	f = t.with(f, "presentation", shape.AttrIn(showSpace, "style-name"))
	f = t.with(f, "paragraph", shape.AttrIn(drawSpace, "text-style-name"))
	var l titleguess.Looks
	t.look(&l, shape, f, 0)
	return l
}

// look adds the text within n, which has that font where no style says otherwise.
func (t textStyles) look(l *titleguess.Looks, n *office.Node, f font, depth int) {
	if depth > nestingMax {
		return
	}
	for _, kid := range n.Kids {
		name := kid.AttrIn(textSpace, "style-name")
		switch kid.Name {
		case "":
			if strings.TrimSpace(kid.Text) != "" {
				l.Size = max(l.Size, int(math.Round(min(f.size, pointsMax)*hundredths)))
				l.Bold, l.Light = l.Bold || f.bold, l.Light || !f.bold
			}
		case "p", "h":
			t.look(l, kid, t.with(f, "paragraph", name), depth+1)
		case "span":
			t.look(l, kid, t.with(f, "text", name), depth+1)
		case "title", "desc", "notes", "annotation":
		default:
			t.look(l, kid, f, depth+1)
		}
	}
}

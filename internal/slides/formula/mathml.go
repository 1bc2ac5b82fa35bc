package formula

import (
	"strings"

	"proceedings/internal/slides/office"
)

// MathML is the formula in an element math, or in another with the same content.
func MathML(n *office.Node) *Expr {
	if isLarge(n) {
		return textOnly(n)
	}
	return mathContent(n)
}

// mathContent is the content of an element.
func mathContent(n *office.Node) *Expr {
	if n == nil {
		return &Expr{kind: row}
	}
	var args []*Expr
	for _, kid := range n.Kids {
		if e := mathPart(kid); e != nil {
			args = append(args, e)
		}
	}
	return rowOf(operands(args))
}

// operands gives every operator such as a sum what follows it in its row.
func operands(args []*Expr) []*Expr {
	for i, e := range args {
		if e.kind == nary && e.args[2] == nil {
			e.args[2] = rowOf(operands(args[i+1:]))
			return args[:i+1]
		}
	}
	return args
}

// mathKids are the parts of an element with a fixed number of them.
func mathKids(n *office.Node, count int) []*Expr {
	kids := make([]*Expr, 0, count)
	for _, kid := range n.Kids {
		if kid.Name == "" || len(kids) == count {
			continue
		}
		part := mathPart(kid)
		if part == nil {
			part = &Expr{kind: row}
		}
		kids = append(kids, part)
	}
	for len(kids) < count {
		kids = append(kids, nil)
	}
	return kids
}

// mathPart is one element of a formula; nil for one that shows nothing.
func mathPart(n *office.Node) *Expr {
	switch n.Name {
	case "", "annotation", "annotation-xml", "mspace", "none", "mprescripts", "maligngroup", "malignmark":
		return nil
	case "mi", "mn", "mo", "ms", "mtext":
		return mathLeaf(n)
	case "semantics", "maction":
		return mathKids(n, 1)[0]
	case "mphantom":
		return nil
	case "mfrac":
		kind := fraction
		if thickness := n.Attr("linethickness"); strings.Trim(thickness, "0. ptexmcn") == "" && strings.Contains(thickness, "0") {
			kind = stack
		}
		return &Expr{kind: kind, args: mathKids(n, 2)}
	case "msqrt":
		return &Expr{kind: root, args: []*Expr{mathContent(n), nil}}
	case "mroot":
		return &Expr{kind: root, args: mathKids(n, 2)}
	case "msub", "munder":
		kids := mathKids(n, 2)
		return mathScript(n.Name == "munder", kids[0], kids[1], nil)
	case "msup", "mover":
		kids := mathKids(n, 2)
		return mathScript(n.Name == "mover", kids[0], nil, kids[1])
	case "msubsup", "munderover":
		kids := mathKids(n, 3)
		return mathScript(n.Name == "munderover", kids[0], kids[1], kids[2])
	case "mfenced":
		return mathFenced(n)
	case "menclose":
		if strings.Contains(n.Attr("notation"), "box") {
			return &Expr{kind: boxed, args: []*Expr{mathContent(n)}}
		}
	case "mmultiscripts":
		return mathMultiscripts(n)
	case "mtable":
		return mathTable(n)
	}
	return mathContent(n)
}

// mathLeaf is a letter, a number, an operator or a text.
func mathLeaf(n *office.Node) *Expr {
	text := strings.Join(strings.Fields(n.Content()), " ")
	e := &Expr{kind: leaf, text: strings.Trim(text, "\u2061\u2062\u2063\u2064")} // operators without a sign
	switch n.Name {
	case "mtext", "ms":
		e.style = plainText
	case "mi":
		if len([]rune(e.text)) > 1 {
			e.style = upright
		}
	case "mo":
		if strings.ContainsRune("=<>≤≥≠≈≡∼≃≅∝→←↔⇒⇐⇔∈∉⊂⊆⊃⊇", []rune(e.text + "x")[0]) {
			e.text = " " + e.text + " "
		}
	}
	switch variant := n.Attr("mathvariant"); {
	case variant == "normal" && n.Name == "mi":
		e.style = upright
	case variant == "double-struck":
		e.style = blackboard
	case strings.HasSuffix(variant, "script"):
		e.style = calligraphic
	case strings.HasSuffix(variant, "fraktur"):
		e.style = fraktur
	case strings.HasPrefix(variant, "bold"):
		e.style = bold
	}
	return e
}

// mathScript is a base with something below and above it: scripts, limits, an
// accent, or the range of a sum.
func mathScript(limits bool, base, below, above *Expr) *Expr {
	operator := base.only()
	switch {
	case operator != nil && operator.kind == leaf && isNary(operator.text):
		return &Expr{kind: nary, text: operator.text, args: []*Expr{below, above, nil}}
	case !limits:
		return &Expr{kind: script, args: []*Expr{base, below, above}}
	case below == nil:
		if mark, ok := combining(strings.TrimSpace(above.Text())); ok {
			return &Expr{kind: accent, text: mark, args: []*Expr{base}}
		}
		if above.Text() == "⏞" {
			return &Expr{kind: overset, text: "⏞", args: []*Expr{base}}
		}
		return &Expr{kind: overset, args: []*Expr{base, above}}
	case above == nil:
		if mark, ok := combining(strings.TrimSpace(below.Text())); ok && mark == "\u0332" {
			return &Expr{kind: underline, args: []*Expr{base}}
		}
		if below.Text() == "⏟" {
			return &Expr{kind: underset, text: "⏟", args: []*Expr{base}}
		}
		return &Expr{kind: underset, args: []*Expr{base, below}}
	}
	return &Expr{kind: overset, args: []*Expr{{kind: underset, args: []*Expr{base, below}}, above}}
}

func isNary(text string) bool {
	return text != "" && strings.Contains("∑∏∐∫∬∭∮∯⋃⋂⋁⋀⨁⨂", text)
}

func mathFenced(n *office.Node) *Expr {
	attr := func(name, other string) string {
		for _, a := range n.Attrs {
			if a.Name == name {
				return a.Value
			}
		}
		return other
	}
	e := &Expr{kind: delimited, text: attr("open", "("), close: attr("close", ")"), sep: strings.TrimSpace(attr("separators", ","))}
	if runes := []rune(e.sep); len(runes) > 1 {
		e.sep = string(runes[0])
	}
	for _, kid := range n.Kids {
		if part := mathPart(kid); part != nil {
			e.args = append(e.args, part)
		}
	}
	return e
}

// mathMultiscripts is a base with scripts before and after it, of which the first
// pairs count.
func mathMultiscripts(n *office.Node) *Expr {
	var parts []*Expr
	before := -1
	for _, kid := range n.Kids {
		switch kid.Name {
		case "":
		case "mprescripts":
			before = len(parts)
		default:
			part := mathPart(kid)
			if part == nil {
				part = &Expr{kind: row}
			}
			parts = append(parts, part)
		}
	}
	at := func(i, end int) *Expr {
		if i < end && i < len(parts) {
			return parts[i]
		}
		return nil
	}
	end := len(parts)
	if before >= 0 {
		end = before
	}
	e := &Expr{kind: script, args: []*Expr{at(0, end), at(1, end), at(2, end)}} //nolint:mnd // base, subscript, superscript
	if before < 0 {
		return e
	}
	return &Expr{kind: prescript, args: []*Expr{e, at(before, len(parts)), at(before+1, len(parts))}}
}

func mathTable(n *office.Node) *Expr {
	e := &Expr{kind: matrix}
	for _, kid := range n.Kids {
		if kid.Name != "mtr" && kid.Name != "mlabeledtr" {
			continue
		}
		var cells []*Expr
		for cell := range kid.Named("mtd") {
			cells = append(cells, mathContent(cell))
		}
		e.rows = append(e.rows, cells)
	}
	return e
}

package formula

import (
	"proceedings/internal/slides/office"
)

// OMML is the formula in an element oMath, or in another with the same content.
func OMML(n *office.Node) *Expr {
	if isLarge(n) {
		return textOnly(n)
	}
	return ommlContent(n)
}

// ommlContent is the content of an element.
func ommlContent(n *office.Node) *Expr {
	if n == nil {
		return &Expr{kind: row}
	}
	var args []*Expr
	for _, kid := range n.Kids {
		if e := ommlPart(kid); e != nil {
			args = append(args, e)
		}
	}
	return rowOf(args)
}

// ommlPart is one element of a formula; nil for properties.
func ommlPart(n *office.Node) *Expr {
	arg := func(name string) *Expr { return ommlContent(n.Down(name)) }
	value := func(properties, name, other string) string { return ommlValue(n.Down(properties), name, other) }
	switch n.Name {
	case "r":
		return ommlRun(n)
	case "f":
		kind := fraction
		if value("fPr", "type", "bar") == "noBar" {
			kind = stack
		}
		return &Expr{kind: kind, args: []*Expr{arg("num"), arg("den")}}
	case "sSup":
		return &Expr{kind: script, args: []*Expr{arg("e"), nil, arg("sup")}}
	case "sSub":
		return &Expr{kind: script, args: []*Expr{arg("e"), arg("sub"), nil}}
	case "sSubSup":
		return &Expr{kind: script, args: []*Expr{arg("e"), arg("sub"), arg("sup")}}
	case "sPre":
		return &Expr{kind: prescript, args: []*Expr{arg("e"), arg("sub"), arg("sup")}}
	case "rad":
		e := &Expr{kind: root, args: []*Expr{arg("e"), nil}}
		if !isOn(n.Down("radPr"), "degHide") {
			e.args[1] = arg("deg")
		}
		return e
	case "nary":
		e := &Expr{kind: nary, text: value("naryPr", "chr", "∫"), args: []*Expr{nil, nil, arg("e")}}
		if !isOn(n.Down("naryPr"), "subHide") {
			e.args[0] = arg("sub")
		}
		if !isOn(n.Down("naryPr"), "supHide") {
			e.args[1] = arg("sup")
		}
		return e
	case "func":
		return &Expr{kind: function, args: []*Expr{arg("fName"), arg("e")}}
	case "limLow":
		return &Expr{kind: underset, args: []*Expr{arg("e"), arg("lim")}}
	case "limUpp":
		return &Expr{kind: overset, args: []*Expr{arg("e"), arg("lim")}}
	}
	return ommlDecorated(n)
}

// ommlDecorated is an element that puts something around or on its content.
func ommlDecorated(n *office.Node) *Expr {
	content := func() *Expr { return ommlContent(n.Down("e")) }
	value := func(properties, name, other string) string { return ommlValue(n.Down(properties), name, other) }
	switch n.Name {
	case "d":
		e := &Expr{kind: delimited, text: value("dPr", "begChr", "("), close: value("dPr", "endChr", ")"), sep: value("dPr", "sepChr", "|")}
		for part := range n.Named("e") {
			e.args = append(e.args, ommlContent(part))
		}
		return e
	case "acc":
		mark, ok := combining(value("accPr", "chr", "\u0302"))
		if !ok {
			mark = "\u0302"
		}
		return &Expr{kind: accent, text: mark, args: []*Expr{content()}}
	case "bar":
		kind := underline
		if value("barPr", "pos", "bot") == "top" {
			kind = overline
		}
		return &Expr{kind: kind, args: []*Expr{content()}}
	case "groupChr":
		kind, other := underset, "⏟"
		if value("groupChrPr", "pos", "bot") == "top" {
			kind, other = overset, "⏞"
		}
		return &Expr{kind: kind, text: value("groupChrPr", "chr", other), args: []*Expr{content()}}
	case "m":
		e := &Expr{kind: matrix}
		for mr := range n.Named("mr") {
			e.rows = append(e.rows, ommlCells(mr))
		}
		return e
	case "eqArr":
		e := &Expr{kind: equations}
		for part := range n.Named("e") {
			e.rows = append(e.rows, []*Expr{ommlContent(part)})
		}
		return e
	case "borderBox":
		return &Expr{kind: boxed, args: []*Expr{content()}}
	case "phant":
		if n.Down("phantPr", "show") != nil && !isOn(n.Down("phantPr"), "show") {
			return nil
		}
		return content()
	case "", "rPr", "ctrlPr", "oMathParaPr", "boxPr", "argPr":
		return nil
	}
	return ommlContent(n) // a box, and elements of other vocabularies around parts
}

func ommlCells(mr *office.Node) []*Expr {
	var cells []*Expr
	for cell := range mr.Named("e") {
		cells = append(cells, ommlContent(cell))
	}
	return cells
}

// ommlRun is the text of a run in the style of its properties (22.1.2.93).
func ommlRun(n *office.Node) *Expr {
	e := &Expr{kind: leaf}
	for t := range n.Named("t") {
		e.text += t.Content()
	}
	for properties := range n.Named("rPr") {
		switch {
		case isOn(properties, "nor"):
			e.style = plainText
		case properties.Down("sty").AttrIn("", "val") == "p":
			e.style = upright
		case properties.Down("sty").Attr("val") == "b":
			e.style = bold
		}
		switch properties.Down("scr").Attr("val") {
		case "double-struck":
			e.style = blackboard
		case "script":
			e.style = calligraphic
		case "fraktur":
			e.style = fraktur
		}
	}
	return e
}

// ommlValue is the value of a property, or other if it is missing.
func ommlValue(properties *office.Node, name, other string) string {
	property := properties.Down(name)
	if property == nil {
		return other
	}
	for _, a := range property.Attrs {
		if a.Name == "val" {
			return a.Value
		}
	}
	if name == "chr" {
		return ""
	}
	return other
}

// isOn reports whether a flag is set. One without a value is (22.1.3.11).
func isOn(properties *office.Node, name string) bool {
	flag := properties.Down(name)
	if flag == nil {
		return false
	}
	switch flag.Attr("val") {
	case "", "1", "on", "true":
		return true
	}
	return false
}

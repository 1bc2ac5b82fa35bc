package formula

import (
	"slices"
	"strings"
)

// Markup is the formula as the content of an element math, in the part of MathML that
// browsers draw (MathML Core).
func (e *Expr) Markup() string {
	if e.isEmpty() {
		return ""
	}
	return e.markup()
}

// markup is one element; an empty row for nothing.
func (e *Expr) markup() string {
	if e == nil {
		return element("mrow")
	}
	switch e.kind {
	case row, boxed:
		return mrow(e.args)
	case leaf:
		return leafMarkup(e.text, e.style)
	case fraction:
		return element("mfrac", e.arg(0).markup(), e.arg(1).markup())
	case stack:
		return `<mfrac linethickness="0">` + e.arg(0).markup() + e.arg(1).markup() + `</mfrac>`
	case script:
		return scriptMarkup("msub", "msup", "msubsup", e.arg(0).markup(), e.arg(1), e.arg(2))
	case prescript:
		return element("mmultiscripts", e.arg(0).markup(), element("mprescripts"), e.arg(1).markup(), e.arg(2).markup())
	case root:
		if e.arg(1).isEmpty() {
			return element("msqrt", e.arg(0).markup())
		}
		return element("mroot", e.arg(0).markup(), e.arg(1).markup())
	case delimited:
		return e.delimitedMarkup()
	case nary:
		return e.naryMarkup()
	case function:
		return element("mrow", e.arg(0).markup(), operator("\u2061"), e.arg(1).markup())
	case matrix, equations:
		return tableMarkup(e.rows)
	}
	return e.decoratedMarkup()
}

// mrow is its only part, or a row of several.
func mrow(parts []*Expr) string {
	if len(parts) == 1 {
		return parts[0].markup()
	}
	inner := make([]string, len(parts))
	for i, part := range parts {
		inner[i] = part.markup()
	}
	return element("mrow", inner...)
}

// decoratedMarkup is a base with a mark on it, or with something above or below it.
func (e *Expr) decoratedMarkup() string {
	base := e.arg(0).markup()
	switch e.kind {
	case accent:
		return `<mover accent="true">` + base + operator(spacingAccent(e.text)) + `</mover>`
	case overline:
		return `<mover accent="true">` + base + operator("‾") + `</mover>`
	case underline:
		return element("munder", base, operator("_"))
	case overset, underset:
		other := e.arg(1).markup()
		if e.text != "" {
			other = operator(e.text)
		}
		if e.kind == overset {
			return element("mover", base, other)
		}
		return element("munder", base, other)
	}
	return base
}

func (e *Expr) delimitedMarkup() string {
	parts := []string{}
	for i, arg := range e.args {
		if i > 0 && e.sep != "" {
			parts = append(parts, operator(e.sep))
		}
		parts = append(parts, arg.markup())
	}
	if e.text != "" {
		parts = slices.Insert(parts, 0, operator(e.text))
	}
	if e.close != "" {
		parts = append(parts, operator(e.close))
	}
	return element("mrow", parts...)
}

// naryMarkup has the limits of an integral beside it, those of other operators below
// and above.
func (e *Expr) naryMarkup() string {
	sign := operator(e.text)
	if strings.Contains("∫∬∭∮∯∰", e.text) {
		sign = scriptMarkup("msub", "msup", "msubsup", sign, e.arg(0), e.arg(1))
	} else {
		sign = scriptMarkup("munder", "mover", "munderover", sign, e.arg(0), e.arg(1))
	}
	if e.arg(2).isEmpty() {
		return sign
	}
	return element("mrow", sign, e.arg(2).markup())
}

// scriptMarkup is a base with what is below and above it, if anything.
func scriptMarkup(below, above, both, base string, sub, sup *Expr) string {
	switch {
	case sub.isEmpty() && sup.isEmpty():
		return base
	case sup.isEmpty():
		return element(below, base, sub.markup())
	case sub.isEmpty():
		return element(above, base, sup.markup())
	}
	return element(both, base, sub.markup(), sup.markup())
}

func tableMarkup(rows [][]*Expr) string {
	var table []string
	for _, cells := range rows {
		var line []string
		for _, cell := range cells {
			line = append(line, element("mtd", cell.markup()))
		}
		table = append(table, element("mtr", line...))
	}
	return element("mtable", table...)
}

func element(name string, parts ...string) string {
	return "<" + name + ">" + strings.Join(parts, "") + "</" + name + ">"
}

func operator(text string) string { return element("mo", escapeMarkup(text)) }

func escapeMarkup(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

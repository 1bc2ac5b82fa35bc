// Package omml writes formulas of Office Math Markup Language as text in the linear
// format of Unicode Technical Note 28, with superscript and subscript characters
// where Unicode has them: (a+b)/c, x².
//
// Source: ECMA-376, part 1, clause 22.1.
package omml

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// maxDepth bounds the nesting of a formula.
const maxDepth = 100

// element is an element of a formula, or text.
type element struct {
	name string // without prefix; "" is text
	text string
	val  map[string]string // properties such as chr, by their names
	kids []*element
}

// Text is the formula of an XML fragment, such as an oMath element.
func Text(fragment []byte) (string, error) {
	d := xml.NewDecoder(strings.NewReader(string(fragment)))
	root := &element{}
	open := []*element{root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return strings.TrimSpace(root.linear()), nil
		}
		if err != nil {
			return "", fmt.Errorf("read a formula: %w", err)
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			if len(open) > maxDepth {
				return "", errors.New("read a formula: its elements nest too deep")
			}
			e := &element{name: token.Name.Local}
			top.kids = append(top.kids, e)
			open = append(open, e)
			for _, a := range token.Attr {
				if a.Name.Local == "val" {
					e.text = a.Value
				}
			}
		case xml.EndElement:
			open = open[:len(open)-1]
			if strings.HasSuffix(top.name, "Pr") {
				top.val = map[string]string{}
				for _, k := range top.kids {
					top.val[k.name] = k.text
				}
			}
		case xml.CharData:
			if top.name == "t" {
				top.kids = append(top.kids, &element{text: string(token)})
			}
		}
	}
}

// all is the text of the children, without properties.
func (e *element) all() string {
	var b strings.Builder
	for _, k := range e.kids {
		b.WriteString(k.linear())
	}
	return b.String()
}

// arg is the text of the first child of that name.
func (e *element) arg(name string) string {
	for _, k := range e.kids {
		if k.name == name {
			return k.all()
		}
	}
	return ""
}

// args are the texts of all children of that name.
func (e *element) args(name string) []string {
	var texts []string
	for _, k := range e.kids {
		if k.name == name {
			texts = append(texts, k.all())
		}
	}
	return texts
}

// property is the value of a property, or usual if it is not set.
func (e *element) property(name, usual string) string {
	for _, k := range e.kids {
		if v, ok := k.val[name]; ok {
			return v
		}
	}
	return usual
}

func (e *element) linear() string {
	switch e.name {
	case "":
		if len(e.kids) > 0 {
			return e.all()
		}
		return e.text
	case "f":
		return e.fraction()
	case "sSup":
		return e.arg("e") + raised(e.arg("sup"))
	case "sSub":
		return e.arg("e") + lowered(e.arg("sub"))
	case "sSubSup":
		return e.arg("e") + lowered(e.arg("sub")) + raised(e.arg("sup"))
	case "sPre":
		return lowered(e.arg("sub")) + raised(e.arg("sup")) + e.arg("e")
	case "rad":
		return root(e.arg("deg")) + grouped(e.arg("e"))
	case "nary":
		return e.property("chr", "∫") + lowered(e.arg("sub")) + raised(e.arg("sup")) + " " + e.arg("e")
	case "d":
		return e.property("begChr", "(") + strings.Join(e.args("e"), e.property("sepChr", "|")) + e.property("endChr", ")")
	case "func":
		return e.arg("fName") + " " + e.arg("e")
	case "limLow":
		return e.arg("e") + lowered(e.arg("lim"))
	case "limUpp":
		return e.arg("e") + raised(e.arg("lim"))
	case "m":
		var rows []string
		for _, k := range e.kids {
			if k.name == "mr" {
				rows = append(rows, k.linear())
			}
		}
		return strings.Join(rows, "; ")
	case "mr":
		return strings.Join(e.args("e"), ", ")
	case "eqArr":
		return strings.Join(e.args("e"), "; ")
	case "acc":
		return e.arg("e") + e.property("chr", "\u0302")
	case "bar":
		if e.property("pos", "bot") == "top" {
			return e.arg("e") + "\u0305"
		}
		return e.arg("e") + "\u0332"
	}
	if strings.HasSuffix(e.name, "Pr") {
		return ""
	}
	return e.all()
}

func (e *element) fraction() string {
	num, den := grouped(e.arg("num")), grouped(e.arg("den"))
	if e.property("type", "bar") == "noBar" {
		return "(" + num + "¦" + den + ")"
	}
	return num + "/" + den
}

package site

import (
	"encoding/xml"
	"html/template"
	"io"
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// mathLeaves are the elements of MathML that hold text; mathGroups hold elements.
var (
	mathLeaves = []string{"mi", "mn", "mo", "mtext"} //nolint:gochecknoglobals // a table
	mathGroups = []string{                           //nolint:gochecknoglobals // a table
		"mrow", "mfrac", "msqrt", "mroot", "msub", "msup", "msubsup", "munder", "mover", "munderover", "mmultiscripts", "mprescripts", "mtable", "mtr", "mtd",
	}
)

// mathDepth is the deepest nesting of a formula on the page.
const mathDepth = 100

// formulas are the runs of a text with formulas. It is false if the text has none, or
// if they cannot be told from the text around them.
func formulas(b meeting.Block) (runs []run, ok bool) {
	const begin, end = `\(`, `\)`
	if len(b.MathML) == 0 || strings.Count(b.LaTeX, begin) != len(b.MathML) || strings.Count(b.LaTeX, end) != len(b.MathML) {
		return nil, false
	}
	rest := b.LaTeX
	for _, markup := range b.MathML {
		before, after, _ := strings.Cut(rest, begin)
		latex, after, found := strings.Cut(after, end)
		if !found || strings.Contains(before, end) {
			return nil, false
		}
		checked, valid := mathOf(markup, latex)
		if !valid {
			return nil, false
		}
		runs = append(append(runs, spaced(before)...), run{Math: checked})
		rest = after
	}
	return append(runs, spaced(rest)...), true
}

// spaced is the text beside a formula: spaces and line breaks at its ends count.
func spaced(text string) []run {
	var runs []run
	for i, one := range strings.Split(text, "\n") {
		if i > 0 {
			runs = append(runs, run{Break: true})
		}
		if one != "" {
			runs = append(runs, run{Text: one})
		}
	}
	return runs
}

// mathOf is the element math with some content, whose alternative text is LaTeX. It is
// false for anything but the elements and attributes that package formula writes.
func mathOf(content, latex string) (math template.HTML, ok bool) {
	var b strings.Builder
	b.WriteString(`<math alttext="` + template.HTMLEscapeString(latex) + `">`)
	decoder := xml.NewDecoder(strings.NewReader(content))
	var open []string
	for {
		token, err := decoder.Token()
		if err == io.EOF { //nolint:errorlint // Token returns it as it is
			break
		}
		if err != nil {
			return "", false
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			leaf := slices.Contains(mathLeaves, name)
			inLeaf := len(open) > 0 && slices.Contains(mathLeaves, open[len(open)-1])
			if token.Name.Space != "" || inLeaf || !leaf && !slices.Contains(mathGroups, name) || len(open) == mathDepth {
				return "", false
			}
			b.WriteString("<" + name)
			for _, a := range token.Attr {
				switch a.Name.Local + "=" + a.Value {
				case "mathvariant=normal", "accent=true", "linethickness=0":
					b.WriteString(" " + a.Name.Local + `="` + a.Value + `"`)
				default:
					return "", false
				}
			}
			b.WriteString(">")
			open = append(open, name)
		case xml.EndElement:
			b.WriteString("</" + token.Name.Local + ">")
			open = open[:len(open)-1]
		case xml.CharData:
			if len(open) == 0 || !slices.Contains(mathLeaves, open[len(open)-1]) {
				return "", false
			}
			b.WriteString(template.HTMLEscapeString(string(token)))
		default:
			return "", false
		}
	}
	b.WriteString("</math>")
	return template.HTML(b.String()), true //nolint:gosec // checked above
}

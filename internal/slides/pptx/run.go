package pptx

import (
	"strings"

	"proceedings/internal/slides/formula"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/symbolfont"
)

// paragraphs calls each with every paragraph of a text body.
func (t *text) paragraphs(body *office.Node, each func(p *office.Node, text string)) {
	if body == nil {
		return
	}
	for _, kid := range body.Kids {
		switch kid.Name {
		case "p":
			each(kid, t.paragraph(kid))
		case "AlternateContent": // a formula, with its image as the fallback
			found := false
			for _, choice := range kid.Kids {
				t.paragraphs(choice, func(p *office.Node, text string) {
					found = found || strings.TrimSpace(text) != ""
					each(p, text)
				})
				if found {
					break
				}
			}
		}
	}
}

// paragraph is the text of a paragraph; its line breaks are newlines.
func (t *text) paragraph(p *office.Node) string {
	var b strings.Builder
	var links paragraphLinks
	properties := p.Down("pPr")
	t.level, t.rtl, t.formulas = listLevel(properties), on(properties.Attr("rtl")), nil
	t.runs(&b, p, &links)
	t.links = append(t.links, links.links...)
	return b.String()
}

func (t *text) runs(b *strings.Builder, n *office.Node, links *paragraphLinks) {
	for _, kid := range n.Kids {
		switch kid.Name {
		case "", "pPr", "rPr":
		case "t":
			b.WriteString(unescape(kid.Content()))
		case "r", "fld":
			if kid.Name == "fld" && t.plain {
				continue
			}
			t.run(b, kid, links)
		case "br":
			b.WriteByte('\n')
		case "oMath":
			t.formula(b, kid)
		case "AlternateContent":
			had := b.Len()
			for _, choice := range kid.Kids {
				if t.runs(b, choice, links); b.Len() > had {
					break
				}
			}
		default:
			t.runs(b, kid, links)
		}
	}
}

// formula adds a formula in one line. Several in a row are a line each.
func (t *text) formula(b *strings.Builder, n *office.Node) {
	e := formula.OMML(n)
	text := unescape(e.Text())
	if strings.TrimSpace(text) == "" {
		return
	}
	if last := len(t.formulas) - 1; last >= 0 && t.formulas[last].to == b.Len() {
		b.WriteByte('\n')
	}
	from := b.Len()
	b.WriteString(text)
	t.formulas = append(t.formulas, inserted{from, b.Len(), unescape(e.LaTeX()), unescape(e.Markup())})
	t.looks.Size = max(t.looks.Size, t.styles.size(t.level))
	t.looks.Light = true
}

func (t *text) run(b *strings.Builder, n *office.Node, links *paragraphLinks) {
	var inner strings.Builder
	formulas := t.formulas
	t.runs(&inner, n, links)
	t.formulas = formulas // a run has none
	text := inner.String()
	looks := n.Down("rPr")
	text = inSymbols(looks, text)
	t.look(looks, text)
	b.WriteString(text)
	links.run(t.rels.follow(looks), text)
}

// inSymbols replaces what a symbol font shows otherwise. The font for symbols counts
// for codes in the private area alone, the font for Latin text for all characters
// (ECMA-376, part 1, 21.1.2.3.7 and 21.1.2.3.10).
func inSymbols(properties *office.Node, text string) string {
	if latin := properties.Down("latin").Attr("typeface"); symbolfont.Is(latin) {
		return symbolfont.Text(latin, text)
	}
	return symbolfont.Private(properties.Down("sym").Attr("typeface"), text)
}

// look notes how a run is set.
func (t *text) look(properties *office.Node, text string) {
	if strings.TrimSpace(text) == "" {
		return
	}
	if t.tally != nil {
		t.tally.Add(text, properties.Attr("lang"), properties.Attr("altLang"), t.rtl)
	}
	size := fontSize(properties)
	if size == 0 {
		size = t.styles.size(t.level)
	}
	t.looks.Size = max(t.looks.Size, size)
	if on(properties.Attr("b")) {
		t.looks.Bold = true
	} else {
		t.looks.Light = true
	}
}

// unescape decodes the escaped control characters in text.
func unescape(text string) string {
	if !strings.Contains(text, "_x00") {
		return text
	}
	return strings.NewReplacer("_x000B_", "\n", "_x000b_", "\n", "_x000D_", "\n", "_x000d_", "\n", "_x000A_", "\n", "_x000a_", "\n", "_x0009_", " ").Replace(text)
}

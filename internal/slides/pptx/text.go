package pptx

import (
	"strconv"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/formula"
	"proceedings/internal/slides/language"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/symbolfont"
	"proceedings/internal/words"
)

// text reads the paragraphs of one part.
type text struct {
	rels   relations       // of the part, for links
	plain  bool            // without fields, whose text a program updates
	styles styles          // of the current text body
	looks  looks           // of the text so far
	tally  *language.Tally // of the slide; nil if its letters do not count
	links  []meeting.Link

	level    int        // of the current paragraph, from 0
	rtl      bool       // the current paragraph is written from right to left
	formulas []inserted // of the current paragraph
}

// inserted is a formula within the text of a paragraph.
type inserted struct {
	from, to int // bytes of the text
	latex    string
}

// looks is how a text is set, as far as it tells a title from other text.
type looks struct {
	size        int  // the largest, in hundredths of a point
	bold, light bool // some of it is bold, some of it is not
}

// lines are all paragraphs of a text body. Items of ordered lists have their number.
func (t *text) lines(body *office.Node) office.Lines {
	var lines office.Lines
	var list numbering
	t.paragraphs(body, func(p *office.Node, text string) {
		if number := t.number(&list, p, text); number != "" {
			text = number + " " + text
		}
		lines.Add(text)
	})
	return lines
}

// number is the marker of an item of an ordered list, or empty.
func (t *text) number(list *numbering, p *office.Node, text string) string {
	if strings.TrimSpace(text) == "" {
		return ""
	}
	style := readBullet(p.Down("pPr"))
	if style.kind == 0 {
		style = t.styles.bullet(t.level)
	}
	if style.kind != numbered {
		list.close(t.level)
		return ""
	}
	return marker(style.scheme, list.next(t.level, style))
}

// blocks are the paragraphs of a shape with the role part in its layout.
func (t *text) blocks(body *office.Node, part string) []meeting.Block {
	var blocks []meeting.Block
	var list numbering
	t.paragraphs(body, func(p *office.Node, text string) {
		b := meeting.Block{Kind: meeting.Text, Text: tidy(text)}
		if b.Text == "" {
			return
		}
		if len(t.formulas) > 0 {
			b.LaTeX = tidy(t.latex(text))
		}
		b.Marker = t.number(&list, p, text)
		if level := itemLevel(p.Down("pPr"), part); b.Marker != "" {
			b.Kind, b.Level, b.Text = meeting.Item, t.level+1, b.Marker+" "+b.Text
			if b.LaTeX != "" {
				b.LaTeX = b.Marker + " " + b.LaTeX
			}
		} else if level > 0 {
			b.Kind, b.Level = meeting.Item, level
		}
		blocks = append(blocks, b)
	})
	return blocks
}

// tidy is a text without empty lines and surrounding space.
func tidy(text string) string {
	var lines office.Lines
	lines.Add(text)
	return strings.TrimSpace(lines.String())
}

// latex is the text of the current paragraph with its formulas as LaTeX.
func (t *text) latex(text string) string {
	var b strings.Builder
	from := 0
	for _, f := range t.formulas {
		b.WriteString(text[from:f.from])
		b.WriteString(`\(` + words.OneLine(f.latex) + `\)`)
		from = f.to
	}
	return b.String() + text[from:]
}

// deepest is the last level of a list (ECMA-376, 20.1.10.72).
const deepest = 9

// itemLevel is the level of a list item, or 0 for another paragraph. Paragraphs in
// the content placeholder of a slide are items unless their properties say
// otherwise; elsewhere, items have explicit properties.
func itemLevel(properties *office.Node, part string) int {
	item := part == "body" || part == "obj"
	switch readBullet(properties).kind {
	case noBullet:
		return 0
	case plainBullet, numbered:
		item = true
	}
	if !item {
		return 0
	}
	return listLevel(properties) + 1
}

// listLevel is the level of a paragraph, from 0.
func listLevel(properties *office.Node) int {
	level, err := strconv.Atoi(properties.Attr("lvl"))
	if err != nil {
		return 0
	}
	return min(max(level, 0), deepest-1)
}

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
	t.formulas = append(t.formulas, inserted{from, b.Len(), unescape(e.LaTeX())})
	t.looks.size = max(t.looks.size, t.styles.size(t.level))
	t.looks.light = true
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
	t.looks.size = max(t.looks.size, size)
	if on(properties.Attr("b")) {
		t.looks.bold = true
	} else {
		t.looks.light = true
	}
}

// unescape decodes the escaped control characters in text.
func unescape(text string) string {
	if !strings.Contains(text, "_x00") {
		return text
	}
	return strings.NewReplacer("_x000B_", "\n", "_x000b_", "\n", "_x000D_", "\n", "_x000d_", "\n", "_x000A_", "\n", "_x000a_", "\n", "_x0009_", " ").Replace(text)
}

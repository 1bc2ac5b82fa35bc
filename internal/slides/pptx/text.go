package pptx

import (
	"strconv"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/language"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/titleguess"
	"proceedings/internal/words"
)

// text reads the paragraphs of one part.
type text struct {
	rels   relations        // of the part, for links
	plain  bool             // without fields, whose text a program updates
	styles styles           // of the current text body
	looks  titleguess.Looks // of the text so far
	tally  *language.Tally  // of the slide; nil if its letters do not count
	links  []meeting.Link

	level    int        // of the current paragraph, from 0
	rtl      bool       // the current paragraph is written from right to left
	formulas []inserted // of the current paragraph
}

// inserted is a formula within the text of a paragraph.
type inserted struct {
	from, to int // bytes of the text
	latex    string
	markup   string // MathML
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
			b.LaTeX, b.MathML = tidy(t.latex(text)), t.markup()
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

// markup is the MathML of each formula of the current paragraph.
func (t *text) markup() []string {
	list := make([]string, len(t.formulas))
	for i, f := range t.formulas {
		list[i] = f.markup
	}
	return list
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

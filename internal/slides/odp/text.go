package odp

import (
	"cmp"
	"strconv"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

const (
	drawSpace  = "drawing:1.0"
	svgSpace   = "svg-compatible:1.0"
	showSpace  = "presentation:1.0"
	textSpace  = "text:1.0"
	tableSpace = "table:1.0"
)

// kids are the children of a node; a nil node has none.
func kids(n *office.Node) []*office.Node {
	if n == nil {
		return nil
	}
	return n.Kids
}

// paragraphs calls give with the paragraphs within n in their order, at any depth of
// lists.
func paragraphs(n *office.Node, at place, give func(p *office.Node, at place)) {
	for _, kid := range kids(n) {
		switch kid.Name {
		case "p", "h":
			give(kid, at)
			at.first = false
		case "list":
			style := kid.AttrIn(textSpace, "style-name")
			list(kid, place{level: at.level + 1, style: cmp.Or(style, at.style)}, give)
			at.first = false
		case "numbered-paragraph":
			own, _ := strconv.Atoi(kid.AttrIn(textSpace, "level"))
			paragraphs(kid, place{max(own, 1), kid.AttrIn(textSpace, "style-name"), true, kid.AttrIn(textSpace, "start-value")}, give)
		case "", "title", "desc", "notes", "frame", "annotation", "creator", "date": // not text of the slide
		default:
			paragraphs(kid, at, give)
		}
	}
}

// list calls give with the paragraphs of a list. LibreOffice writes text among items
// as a header: a paragraph without a bullet.
func list(n *office.Node, at place, give func(p *office.Node, at place)) {
	for _, kid := range n.Kids {
		switch kid.Name {
		case "list-item":
			item := at
			item.first, item.start = true, kid.AttrIn(textSpace, "start-value")
			paragraphs(kid, item, give)
		case "list-header":
			paragraphs(kid, at, func(p *office.Node, inner place) {
				if inner.level == at.level {
					inner = place{}
				}
				give(p, inner)
			})
		}
	}
}

// blocks are the paragraphs within n as blocks.
func (r *reader) blocks(n *office.Node) []meeting.Block {
	var all []meeting.Block
	count := numbering{styles: r.numbers}
	paragraphs(n, place{}, func(p *office.Node, at place) {
		text, marker := paragraph(p), count.marker(at) // an empty item counts, too
		if text == "" {
			return
		}
		b := meeting.Block{Kind: meeting.Text, Text: text, Marker: marker}
		if at.level > 0 {
			b.Kind, b.Level = meeting.Item, at.level
		}
		if b.Marker != "" {
			b.Text = b.Marker + " " + text
		}
		all = append(all, b)
	})
	return all
}

// addText adds the paragraphs within n to lines.
func addText(lines *office.Lines, n *office.Node) {
	paragraphs(n, place{}, func(p *office.Node, _ place) { lines.Add(paragraph(p)) })
}

// oneLine is the text within n on one line.
func oneLine(n *office.Node) string {
	var lines office.Lines
	addText(&lines, n)
	return words.OneLine(lines.String())
}

// paragraph is the text of a paragraph. Its line breaks are newlines; empty lines
// are left out.
func paragraph(p *office.Node) string { return new(builder).paragraph(p) }

// builder builds the text of a paragraph. In ODF, any number of spaces means one.
type builder struct {
	strings.Builder

	fields bool // write marks for fields
	spaced bool // a space or a line break was written last
}

func (b *builder) paragraph(p *office.Node) string {
	b.spans(p)
	var lines office.Lines
	lines.Add(strings.TrimSpace(b.String()))
	return lines.String()
}

func (b *builder) spans(n *office.Node) {
	for _, kid := range n.Kids {
		if mark := field(kid); b.fields && mark != "" {
			b.text(mark)
			continue
		}
		switch kid.Name {
		case "":
			b.text(kid.Text)
		case "s", "tab":
			b.text(" ")
		case "line-break":
			b.WriteByte('\n')
			b.spaced = true
		case "frame", "ruby-text", "annotation", "title", "desc":
		default:
			b.spans(kid)
		}
	}
}

func (b *builder) text(s string) {
	for _, r := range s {
		space := r == ' ' || r == '\n' || r == '\t' || r == '\r'
		if space {
			r = ' '
		}
		if !space || !b.spaced {
			b.WriteRune(r)
		}
		b.spaced = space
	}
}

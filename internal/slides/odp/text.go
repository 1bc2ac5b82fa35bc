package odp

import (
	"strings"

	"proceedings/internal/slides/office"
)

// addText adds the paragraphs within n, however lists nest around them.
func addText(lines *office.Lines, n *office.Node) {
	if n == nil {
		return
	}
	for _, kid := range n.Kids {
		switch kid.Name {
		case "p", "h":
			lines.Add(paragraph(kid))
		case "", "title", "notes", "frame": // alternative text is no text of the slide
		default:
			addText(lines, kid)
		}
	}
}

// paragraph is the text of a paragraph; its line breaks are newlines. White
// space is only layout in ODF, save where an element stands for it.
func paragraph(p *office.Node) string {
	var b strings.Builder
	addSpans(&b, p)
	return strings.TrimSpace(b.String())
}

func addSpans(b *strings.Builder, n *office.Node) {
	for _, kid := range n.Kids {
		switch kid.Name {
		case "":
			b.WriteString(strings.NewReplacer("\n", " ", "\t", " ", "\r", " ").Replace(kid.Text))
		case "s", "tab": // any number of spaces says no more than one
			b.WriteByte(' ')
		case "line-break":
			b.WriteByte('\n')
		case "frame", "ruby-text":
		default:
			addSpans(b, kid)
		}
	}
}

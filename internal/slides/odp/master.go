package odp

import (
	"strings"

	"proceedings/internal/slides/office"
)

// fixture is a text of a master page, with marks for the fields of each page.
type fixture struct{ class, text string }

// The marks contain a character that XML does not allow.
const (
	footerMark = "\x00footer\x00"
	dateMark   = "\x00date\x00"
	otherMark  = "\x00\x00" // of fields that are left out: page numbers, headers of notes
)

// field is the mark of a field, or "" for another element.
func field(n *office.Node) string {
	if n.Name == "page-number" && strings.HasSuffix(n.Space, textSpace) {
		return otherMark
	}
	if !strings.HasSuffix(n.Space, showSpace) {
		return ""
	}
	return map[string]string{"footer": footerMark, "date-time": dateMark, "header": otherMark}[n.Name]
}

// masters are the texts of the master pages, by name. Placeholders are left out:
// they only prompt for text.
func masters(styles *office.Node) map[string][]fixture {
	all := map[string][]fixture{}
	for master := range styles.Down("master-styles").Named("master-page") {
		var fixtures []fixture
		for _, kid := range master.Kids {
			collect(kid, &fixtures)
		}
		all[master.AttrIn("style:1.0", "name")] = fixtures
	}
	return all
}

// collect adds the texts of a shape, or of the shapes in a group or frame.
func collect(n *office.Node, into *[]fixture) {
	switch part := class(n); {
	case n.Name == "" || n.Name == "notes" || n.Name == "title" || n.Name == "desc" || n.Name == "image":
	case n.AttrIn(showSpace, "placeholder") == "true":
	case part != "" && !isRepeated(part):
	case n.Name == "g" || n.Name == "a":
		for _, kid := range n.Kids {
			collect(kid, into)
		}
	default:
		var lines office.Lines
		for _, inner := range inside(n) {
			paragraphs(inner, place{}, func(p *office.Node, _ place) {
				lines.Add((&builder{fields: true}).paragraph(p))
			})
		}
		if len(lines) > 0 {
			*into = append(*into, fixture{part, lines.String()})
		}
	}
}

// inside is the content of a frame, or the shape itself.
func inside(n *office.Node) []*office.Node {
	if n.Name == "frame" {
		return n.Kids
	}
	return []*office.Node{n}
}

// isRepeated reports whether shapes of a class have the same text, or nearly so, on
// every slide.
func isRepeated(class string) bool {
	switch class {
	case "header", "footer", "date-time", "page-number":
		return true
	}
	return false
}

// declarations are the texts of footers and dates, by kind and name. The current
// date has no text.
func declarations(presentation *office.Node) map[string]string {
	all := map[string]string{}
	for _, kid := range kids(presentation) {
		if name := kid.AttrIn(showSpace, "name"); kid.Name == "footer-decl" || kid.Name == "date-time-decl" {
			all[kid.Name+" "+name] = strings.TrimSpace(kid.Content())
		}
	}
	return all
}

// master is the text of the master page and the footers that a page shows; apart are
// footers on the page itself.
func (r *reader) master(page *office.Node, apart office.Lines) string {
	var lines office.Lines
	footer := r.decls["footer-decl "+page.AttrIn(showSpace, "use-footer-name")]
	date := r.decls["date-time-decl "+page.AttrIn(showSpace, "use-date-time-name")]
	fill := strings.NewReplacer(footerMark, footer, dateMark, date, otherMark, "")
	for _, f := range r.masters[page.AttrIn(drawSpace, "master-page-name")] {
		if f.class == "" && r.pageStyle(page, "background-objects-visible") == "false" ||
			f.class != "" && r.pageStyle(page, "display-"+f.class) == "false" {
			continue
		}
		if text := fill.Replace(f.text); r.spend(text) {
			lines.Add(strings.TrimSpace(text))
		}
	}
	return append(lines, apart...).String()
}

package odp

import (
	"slices"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// linkTextMax is the largest length of the text of a link, in bytes. A longer text
// does not name the target of the link.
const linkTextMax = 200

// links are the links of a page: on words, shapes, parts of images, and click
// actions of shapes. Each address occurs once. Shapes beside the page do not count.
func links(page *office.Node, size pageSize) []meeting.Link {
	all := linkList{page: size}
	for _, kid := range kids(page) {
		all.find(kid, page)
	}
	return all.links
}

type linkList struct {
	page  pageSize
	links []meeting.Link
	known map[string]int // index in links
}

// find searches n for links. A click action belongs to the shape shown.
func (l *linkList) find(n, shown *office.Node) {
	switch n.Name {
	case "", "notes", "annotation":
		return
	case "frame", "custom-shape", "rect", "ellipse", "circle", "path", "polygon", "polyline", "caption":
		if l.page.isInvisible(n) || l.page.isBeside(n) && class(n) != "title" {
			return
		}
	case "a", "area-rectangle", "area-circle", "area-polygon":
		if l.page.holdsOnlyBeside(n) {
			return
		}
		l.add(n.AttrIn("xlink", "href"), n)
	case "event-listener", "plugin": // a click, or a video or audio file
		l.add(n.AttrIn("xlink", "href"), shown)
	}
	if n.Name != "event-listeners" {
		shown = n
	}
	for _, kid := range n.Kids {
		l.find(kid, shown)
	}
}

func (l *linkList) add(address string, shown *office.Node) {
	address, ok := meeting.Followable(address)
	if !ok {
		return
	}
	i, known := l.known[address]
	if !known {
		if l.known == nil {
			l.known = map[string]int{}
		}
		i = len(l.links)
		l.known[address] = i
		l.links = append(l.links, meeting.Link{URL: address})
	}
	if l.links[i].Text == "" {
		l.links[i].Text = linkText(shown)
	}
}

// linkText is the text of a link, on one line, or the alternative text of its image.
func linkText(n *office.Node) string {
	var parts []string
	length := 0
	var visit func(n *office.Node)
	visit = func(n *office.Node) {
		skip := []string{"title", "desc", "annotation", "notes"}
		if length > linkTextMax || slices.Contains(skip, n.Name) {
			return
		}
		parts = append(parts, n.Text)
		length += len(n.Text)
		if n.Name == "p" || n.Name == "line-break" || n.Name == "s" || n.Name == "tab" {
			parts = append(parts, " ")
		}
		for _, kid := range n.Kids {
			visit(kid)
		}
	}
	visit(n)
	text := words.OneLine(strings.Join(parts, ""))
	if text == "" {
		text = anyAlt(n)
	}
	return cut(text)
}

// anyAlt is the first alternative text in n.
func anyAlt(n *office.Node) string {
	if text := alt(n); text != "" {
		return text
	}
	for _, kid := range n.Kids {
		if text := anyAlt(kid); text != "" {
			return text
		}
	}
	return ""
}

// cut truncates text to linkTextMax, at a space.
func cut(text string) string {
	if len(text) <= linkTextMax {
		return text
	}
	if end := strings.LastIndexByte(text[:linkTextMax], ' '); end > 0 {
		return text[:end] + " …"
	}
	return strings.ToValidUTF8(text[:linkTextMax], "") + "…"
}

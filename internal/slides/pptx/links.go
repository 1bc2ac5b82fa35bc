package pptx

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// follow is the address of a link on a run or a shape, or "" if it is not a web or
// mail address.
func (r relations) follow(n *office.Node) string {
	click := n.Down("hlinkClick")
	if click == nil {
		return ""
	}
	address, _ := meeting.Followable(r[click.AttrIn("relationships", "id")].url)
	return address
}

func (s *shapes) follow(about *office.Node) string { return s.rels.follow(about) }

// paragraphLinks are the links of one paragraph. Programs may divide a link into
// several runs, which a reader does not see.
type paragraphLinks struct {
	links []meeting.Link
	open  bool // the next run may continue the last link
}

func (s *paragraphLinks) run(address, text string) {
	switch {
	case address == "":
		s.open = s.open && strings.TrimSpace(text) == ""
	case s.open && s.links[len(s.links)-1].URL == address:
		s.links[len(s.links)-1].Text += text
	default:
		s.links = append(s.links, meeting.Link{URL: address, Text: text})
		s.open = true
	}
}

// links are the links of a slide, each address once, with its first text.
type links struct {
	list []meeting.Link
	at   map[string]int
}

func (l *links) add(address, text string) {
	if address == "" {
		return
	}
	text = words.OneLine(text)
	if at, known := l.at[address]; known {
		if l.list[at].Text == "" {
			l.list[at].Text = text
		}
		return
	}
	if l.at == nil {
		l.at = map[string]int{}
	}
	l.at[address] = len(l.list)
	l.list = append(l.list, meeting.Link{URL: address, Text: text})
}

func (l *links) join(others []meeting.Link) {
	for _, other := range others {
		l.add(other.URL, other.Text)
	}
}

package pptx

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// follow is where a click on a run or a shape leads, "" if not to the web.
func (r relations) follow(n *office.Node) string {
	click := n.Down("hlinkClick")
	if click == nil {
		return ""
	}
	address, _ := meeting.Followable(r[click.AttrIn("relationships", "id")].url)
	return address
}

func (s *shapes) follow(about *office.Node) string { return s.rels.follow(about) }

// shown are the links of one paragraph. A program may part a link into many
// runs, of which the reader sees nothing.
type shown struct {
	links []meeting.Link
	open  bool // the last link goes on with the next run
}

func (s *shown) run(address, said string) {
	switch {
	case address == "":
		s.open = s.open && strings.TrimSpace(said) == ""
	case s.open && s.links[len(s.links)-1].URL == address:
		s.links[len(s.links)-1].Text += said
	default:
		s.links = append(s.links, meeting.Link{URL: address, Text: said})
		s.open = true
	}
}

// links are those of a slide, each once, with the first text by which it is
// shown.
type links struct {
	list []meeting.Link
	at   map[string]int
}

func (l *links) add(address, said string) {
	if address == "" {
		return
	}
	said = office.OneLine(said)
	if at, known := l.at[address]; known {
		if l.list[at].Text == "" {
			l.list[at].Text = said
		}
		return
	}
	if l.at == nil {
		l.at = map[string]int{}
	}
	l.at[address] = len(l.list)
	l.list = append(l.list, meeting.Link{URL: address, Text: said})
}

func (l *links) join(others []meeting.Link) {
	for _, other := range others {
		l.add(other.URL, other.Text)
	}
}

package catalogue

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"time"

	"proceedings/internal/bcp47"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
)

// atomFeed is an Atom feed (RFC 4287).
type atomFeed struct {
	XMLName  xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Lang     string      `xml:"xml:lang,attr,omitempty"`
	ID       string      `xml:"id"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	Updated  string      `xml:"updated"`
	Author   atomAuthor  `xml:"author"`
	Links    []atomLink  `xml:"link"`
	Entries  []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel    string `xml:"rel,attr"`
	Href   string `xml:"href,attr"`
	Type   string `xml:"type,attr,omitempty"`
	Title  string `xml:"title,attr,omitempty"`
	Length int64  `xml:"length,attr,omitempty"`
}

type atomEntry struct {
	Lang      string       `xml:"xml:lang,attr,omitempty"`
	ID        string       `xml:"id"`
	Title     string       `xml:"title"`
	Updated   string       `xml:"updated"`
	Published string       `xml:"published,omitempty"`
	Summary   string       `xml:"summary,omitempty"`
	Authors   []atomAuthor `xml:"author"`
	Links     []atomLink   `xml:"link"`
}

// atom returns the feed of the newest meetings. Its times are those of meetings and
// manifests, so the same input gives the same bytes.
func atom(site meeting.Site, h Head) ([]byte, error) {
	feed := atomFeed{
		Lang: bcp47.Checked(h.Language), ID: site.Base, Title: h.Title, Subtitle: h.Description,
		Updated: time.Unix(0, 0).UTC().Format(time.RFC3339), Author: atomAuthor{h.Title}, // section 4.1.1: the feed must have one
		Links: []atomLink{
			{Rel: "self", Href: site.Base + layout.Feed, Type: xmlType(layout.Feed)},
			{Rel: "alternate", Href: site.Base + layout.Index, Type: "text/html"},
		},
	}
	for _, e := range h.Latest {
		feed.Updated = max(feed.Updated, e.Modified)
		feed.Entries = append(feed.Entries, atomOf(site.Base, e))
	}
	return encodeXML(feed)
}

func atomOf(base string, e Entry) atomEntry {
	made := atomEntry{
		Lang: bcp47.Checked(e.Language), ID: base + e.URL, Title: e.Title, Updated: e.Modified, Summary: e.Description,
		Links: []atomLink{{Rel: "alternate", Href: base + e.URL, Type: "text/html"}},
	}
	if e.Date != "" {
		made.Published = e.Date + "T00:00:00Z"
	}
	for _, name := range e.names() {
		made.Authors = append(made.Authors, atomAuthor{name})
	}
	for _, m := range []*Media{e.Video, e.Audio} {
		if m != nil {
			made.Links = append(made.Links, atomLink{Rel: "enclosure", Href: base + m.URL, Type: m.Type, Length: m.Size})
		}
	}
	return made
}

// names returns the speakers, or else the people of the meeting.
func (e Entry) names() []string {
	if len(e.Speakers) > 0 {
		return e.Speakers
	}
	var names []string
	for _, p := range e.People {
		names = append(names, p.Name)
	}
	return names
}

// encodeXML encodes an XML file. It replaces characters that XML cannot
// represent.
func encodeXML(v any) ([]byte, error) {
	var out bytes.Buffer
	out.WriteString(xml.Header)
	enc := xml.NewEncoder(&out)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode a feed of the catalogue: %w", err)
	}
	out.WriteByte('\n')
	return out.Bytes(), nil
}

// xmlType returns the media type of one of the catalogue's XML files.
func xmlType(name string) string {
	switch name {
	case layout.Feed:
		return "application/atom+xml"
	case layout.Podcast:
		return "application/rss+xml"
	default:
		return "application/xml"
	}
}

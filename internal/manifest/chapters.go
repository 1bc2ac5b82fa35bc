package manifest

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"math"
	"net/url"
	"strconv"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// ChaptersType is the media type of podcast chapters, per their specification.
const ChaptersType = "application/json+chapters"

// WriteChapters writes sections as a WebVTT file of kind "chapters" (W3C
// WebVTT, section 4.5): one cue a section, with its title as the text.
func WriteChapters(w io.Writer, sections []Section) error {
	out := bufio.NewWriter(w)
	fmt.Fprint(out, "WEBVTT\n")
	for i, c := range sections {
		// A title is text of a cue: it may hold neither tags nor arrows.
		fmt.Fprintf(out, "\n%d\n%s --> %s\n%s\n", i+1,
			timestamp(int64(milliseconds(c.Start))), timestamp(int64(milliseconds(c.End))), html.EscapeString(c.Title))
	}
	if err := out.Flush(); err != nil { // also tells of every write before
		return fmt.Errorf("write chapters: %w", err)
	}
	return nil
}

// podcastChapters is the JSON of the podcast namespace's chapters, version 1.2.
type podcastChapters struct {
	Version  string           `json:"version"`
	Title    string           `json:"title,omitempty"`
	Podcast  string           `json:"podcastName,omitempty"`
	Chapters []podcastChapter `json:"chapters"`
}

type podcastChapter struct {
	Start   float64 `json:"startTime"`
	End     float64 `json:"endTime"`
	Title   string  `json:"title"`
	Picture string  `json:"img,omitempty"`
	URL     string  `json:"url,omitempty"`
}

// WriteChaptersJSON writes the sections of r as podcast chapters. With a known
// base each links to its time on the meeting's page. A presentation shows its
// first slide, and another section the slide that is shown when it begins.
func WriteChaptersJSON(w io.Writer, m Manifest, r Recording, site meeting.Site) error {
	doc := podcastChapters{Version: "1.2.0", Title: m.titleOf(r), Podcast: words.OneLine(site.Title), Chapters: []podcastChapter{}}
	for _, c := range m.Sections(r) {
		one := podcastChapter{Start: milliseconds(c.Start) / 1000, End: milliseconds(c.End) / 1000, Title: c.Title}
		if m.reachable(site) {
			one.URL = m.pageAt(site, r, c)
			if p, found := m.presentation(c.Presentation); found {
				if s, shown := m.cover(p); shown {
					one.Picture = Address(site.Base, m.ID, s.Picture.URL)
				}
			}
			if s, shown := m.slideAt(r, c.Start); shown && one.Picture == "" {
				one.Picture = Address(site.Base, m.ID, s.Picture.URL)
			}
		}
		doc.Chapters = append(doc.Chapters, one)
	}
	return writeJSON(w, doc, "chapters of "+r.ID)
}

// pageAt is the address of the meeting's page at the start of a section of r.
func (m Manifest) pageAt(site meeting.Site, r Recording, c Section) string {
	query := url.Values{"t": {seconds(c.Start)}}
	if c.Presentation != "" {
		query.Set("p", c.Presentation)
	}
	if first, _ := m.recording(""); first.ID != r.ID {
		query.Set("r", r.ID)
	}
	return m.page(site, query)
}

// page is the address of the meeting's page with a query.
func (m Manifest) page(site meeting.Site, query url.Values) string {
	return withQuery(Address(site.Base, m.ID, ""), query)
}

// embed is the address of the player alone with a query.
func (m Manifest) embed(site meeting.Site, query url.Values) string {
	return withQuery(Address(site.Base, m.ID, layout.Embed), query)
}

func withQuery(address string, query url.Values) string {
	if len(query) == 0 {
		return address
	}
	return address + "?" + query.Encode()
}

// reachable reports whether the meeting has a public address; a private one has
// none.
func (m Manifest) reachable(site meeting.Site) bool {
	return site.Base != "" && m.Visibility != meeting.Private
}

// seconds is a time as a query parameter.
func seconds(s float64) string {
	return strconv.FormatFloat(math.Round(s*1000)/1000, 'f', -1, 64)
}

// writeJSON writes a document, indented for human readers.
func writeJSON(w io.Writer, doc any, what string) error {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(doc); err != nil {
		return fmt.Errorf("write the %s: %w", what, err)
	}
	if _, err := w.Write(bytes.ToValidUTF8(out.Bytes(), []byte("\uFFFD"))); err != nil {
		return fmt.Errorf("write the %s: %w", what, err)
	}
	return nil
}

package manifest

import (
	"math"
	"strconv"
	"strings"

	"proceedings/internal/bcp47"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// Head is the metadata of a meeting's page for other sites: its address, its
// alternative forms, and the preview of links. Its zero value is that of a page
// without a public address.
type Head struct {
	Canonical string
	Links     []HeadLink
	Metas     []Meta
	JSONLD    []byte // schema.org's; it cannot end a script element. Nil where nobody is to list the meeting
}

// HeadLink is an alternative form of the page.
type HeadLink struct {
	Type  string // media type
	URL   string
	Title string
}

// Meta is one meta element. Open Graph uses Property, others use Name.
type Meta struct {
	Property string
	Name     string
	Content  string
}

// HeadOf is the metadata of m's page. transcripts are the texts of recordings
// by ID, as far as known.
func HeadOf(m Manifest, site meeting.Site, transcripts map[string]string) (Head, error) {
	if !m.reachable(site) {
		return Head{}, nil
	}
	head := Head{
		Canonical: Address(site.Base, m.ID, ""),
		Links: []HeadLink{
			{Type: "application/json+oembed", URL: Address(site.Base, m.ID, layout.OEmbed), Title: m.name()},
		},
	}
	if m.hasIIIF() {
		head.Links = append(head.Links, HeadLink{
			Type: IIIFType, URL: Address(site.Base, m.ID, layout.IIIF), Title: "IIIF manifest",
		})
	}
	head.Metas = append(m.openGraph(site), m.twitter(site)...)
	if m.Visibility != meeting.Public {
		return head, nil
	}
	data, err := jsonLD(m, site, transcripts)
	head.JSONLD = data
	return head, err
}

// metas gathers statements and drops those that say nothing.
type metas []Meta

func (list *metas) graph(property, content string) {
	if content != "" {
		*list = append(*list, Meta{Property: property, Content: content})
	}
}

func (list *metas) card(name, content string) {
	if content != "" {
		*list = append(*list, Meta{Name: name, Content: content})
	}
}

// Lengths beyond which readers of links cut.
const (
	longestSummary = 300
	longestCard    = 200
)

// openGraph is the meeting in the words of ogp.me.
func (m Manifest) openGraph(site meeting.Site) []Meta {
	var list metas
	r, _ := m.recording("")
	film := r.Kind == Video && r.playable()
	kind := "website"
	if film {
		kind = "video.other"
	}
	list.graph("og:type", kind)
	list.graph("og:title", m.name())
	list.graph("og:description", m.summary(longestSummary))
	list.graph("og:url", Address(site.Base, m.ID, ""))
	list.graph("og:site_name", words.OneLine(site.Title))
	list.graph("og:locale", locale(m.Language))
	if images, alt := m.poster(); len(images) > 0 {
		at := Address(site.Base, m.ID, images[0].URL)
		list.graph("og:image", at)
		list.graph("og:image:secure_url", secure(at))
		list.graph("og:image:type", images[0].Type)
		list.graph("og:image:width", strconv.Itoa(images[0].Width))
		list.graph("og:image:height", strconv.Itoa(images[0].Height))
		list.graph("og:image:alt", alt)
	}
	video, audio := r.OfferedMP4(), r.OfferedM4A()
	switch {
	case film && video.URL != "":
		at := Address(site.Base, m.ID, video.URL)
		width, height := r.shape()
		list.graph("og:video", at)
		list.graph("og:video:secure_url", secure(at))
		list.graph("og:video:type", video.Type)
		list.graph("og:video:width", strconv.Itoa(width))
		list.graph("og:video:height", strconv.Itoa(height))
	case r.Kind == Audio && audio.URL != "":
		at := Address(site.Base, m.ID, audio.URL)
		list.graph("og:audio", at)
		list.graph("og:audio:secure_url", secure(at))
		list.graph("og:audio:type", audio.Type)
	}
	if film {
		list.graph("video:duration", strconv.Itoa(int(math.Round(r.PlayedSeconds()))))
		list.graph("video:release_date", m.Date)
	}
	return list
}

// twitter is the meeting as a card with a player in it, which has to be by
// https; else with a picture.
func (m Manifest) twitter(site meeting.Site) []Meta {
	var list metas
	images, alt := m.poster()
	r, _ := m.recording("")
	plays := r.playable() && secure(site.Base) != "" && len(images) > 0
	kind := "summary"
	switch {
	case plays:
		kind = "player"
	case len(images) > 0:
		kind = "summary_large_image"
	}
	list.card("twitter:card", kind)
	list.card("twitter:title", m.name())
	list.card("twitter:description", m.summary(longestCard))
	if len(images) > 0 {
		list.card("twitter:image", Address(site.Base, m.ID, images[0].URL))
		list.card("twitter:image:alt", alt)
	}
	if !plays {
		return list
	}
	width, height := Request{}.room(r.shape())
	if r.Kind == Audio {
		width, height = Request{}.soundRoom()
	}
	list.card("twitter:player", m.embed(site, nil))
	list.card("twitter:player:width", strconv.Itoa(width))
	list.card("twitter:player:height", strconv.Itoa(height))
	for _, f := range []Offered{r.OfferedMP4(), r.OfferedM4A()} {
		if f.URL != "" {
			list.card("twitter:player:stream", Address(site.Base, m.ID, f.URL))
			list.card("twitter:player:stream:content_type", f.Type)
			break
		}
	}
	return list
}

// secure is address if it is one by https.
func secure(address string) string {
	if strings.HasPrefix(address, "https://") {
		return address
	}
	return ""
}

// locale is a language as Open Graph has it, with the region that it needs; of
// one without a region it says nothing.
func locale(tag string) string {
	parts := strings.Split(tag, "-")
	if !bcp47.WellFormed(tag) || len(parts) != 2 || len(parts[1]) != 2 {
		return ""
	}
	return strings.ToLower(parts[0]) + "_" + strings.ToUpper(parts[1])
}

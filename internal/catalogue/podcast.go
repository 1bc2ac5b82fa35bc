package catalogue

import (
	"cmp"
	"encoding/xml"
	"math"
	"strings"
	"time"

	"proceedings/internal/bcp47"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// rss is an RSS 2.0 feed with podcast extensions.
type rss struct {
	XMLName xml.Name   `xml:"rss"`
	Version string     `xml:"version,attr"`
	Itunes  string     `xml:"xmlns:itunes,attr"`
	Atom    string     `xml:"xmlns:atom,attr"`
	Podcast string     `xml:"xmlns:podcast,attr"`
	Channel rssChannel `xml:"channel"`
}

type rssChannel struct {
	Title       string    `xml:"title"`
	Link        string    `xml:"link"`
	Self        atomLink  `xml:"atom:link"`
	Description string    `xml:"description"`
	Language    string    `xml:"language,omitempty"`
	Author      string    `xml:"itunes:author"`
	Type        string    `xml:"itunes:type"`
	Explicit    string    `xml:"itunes:explicit"`
	Image       *rssImage `xml:"itunes:image"`
	Items       []rssItem `xml:"item"`
}

type rssImage struct {
	Href string `xml:"href,attr"`
}

type rssItem struct {
	Title       string         `xml:"title"`
	Link        string         `xml:"link"`
	GUID        rssGUID        `xml:"guid"`
	Date        string         `xml:"pubDate"`
	Description string         `xml:"description,omitempty"`
	Enclosure   rssEnclosure   `xml:"enclosure"`
	Author      string         `xml:"itunes:author,omitempty"`
	Duration    string         `xml:"itunes:duration,omitempty"`
	Explicit    string         `xml:"itunes:explicit"`
	Image       *rssImage      `xml:"itunes:image"`
	Transcript  *rssTranscript `xml:"podcast:transcript"`
}

type rssGUID struct {
	Permalink bool   `xml:"isPermaLink,attr"`
	URL       string `xml:",chardata"`
}

type rssEnclosure struct {
	URL    string `xml:"url,attr"`
	Length int64  `xml:"length,attr"`
	Type   string `xml:"type,attr"`
}

type rssTranscript struct {
	URL      string `xml:"url,attr"`
	Type     string `xml:"type,attr"`
	Language string `xml:"language,attr,omitempty"`
}

// podcast returns the feed of the newest meetings with a recording. It links to the
// audio file if there is one, since podcast programs prefer small downloads.
func podcast(site meeting.Site, h Head) ([]byte, error) {
	feed := rss{
		Version: "2.0", Itunes: "http://www.itunes.com/dtds/podcast-1.0.dtd", Atom: "http://www.w3.org/2005/Atom",
		Podcast: "https://podcastindex.org/namespace/1.0",
		Channel: rssChannel{
			Title: h.Title, Link: site.Base + layout.Index,
			Self:        atomLink{Rel: "self", Href: site.Base + layout.Podcast, Type: xmlType(layout.Podcast)},
			Description: cmp.Or(h.Description, h.Title), Language: bcp47.Checked(h.Language), Author: h.Title,
			Type: "episodic", Explicit: "false",
		},
	}
	for _, e := range h.Latest {
		media := cmp.Or(e.Audio, e.Video)
		if media == nil {
			continue
		}
		item := rssItem{
			Title: e.Title, Link: site.Base + e.URL, GUID: rssGUID{true, site.Base + e.URL}, Date: e.pubDate(),
			Description: e.Description, Enclosure: rssEnclosure{site.Base + media.URL, media.Size, media.Type},
			Author: strings.Join(e.names(), ", "), Duration: words.Clock(math.Round(media.Duration)), Explicit: "false",
		}
		if e.Image != nil {
			item.Image = &rssImage{site.Base + e.Image.URL}
			if feed.Channel.Image == nil {
				feed.Channel.Image = item.Image // of the newest meeting with an image
			}
		}
		switch c := e.Captions; {
		case c == nil:
		case media.Start == 0:
			item.Transcript = &rssTranscript{site.Base + c.URL, "text/vtt", bcp47.Checked(c.Language)}
		case c.Text != "": // the file begins later than the captions
			item.Transcript = &rssTranscript{site.Base + c.Text, "text/plain", bcp47.Checked(c.Language)}
		}
		feed.Channel.Items = append(feed.Channel.Items, item)
	}
	return encodeXML(feed)
}

// pubDate returns the day of the meeting, or the time of its manifest, per RFC 822.
func (e Entry) pubDate() string {
	at, err := time.Parse(time.DateOnly, e.Date)
	if err != nil {
		if at, err = time.Parse(time.RFC3339, e.Modified); err != nil {
			return ""
		}
	}
	return at.Format(time.RFC1123Z)
}

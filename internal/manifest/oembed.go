package manifest

import (
	"bytes"
	"errors"
	"fmt"
	"html"
	"net/url"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// Request says which part of a meeting to embed, and the maximum size. The zero
// value is the whole meeting at any size.
type Request struct {
	Presentation string  // ID
	Recording    string  // ID; the first where empty
	Start, End   float64 // seconds into the recording; an End of 0 is its own
	Deck         string  // ID
	Slide        int     // of the deck; 0 for the one that stands for it
	MaxWidth     int     // pixels; 0 for any
	MaxHeight    int     // pixels; 0 for any
}

// ErrAbsent is the error for a part that the meeting does not have.
var ErrAbsent = errors.New("the meeting has no such thing")

// ErrNotReachable is the error for a meeting without a public address: a
// private one, or a site without a base URL.
var ErrNotReachable = errors.New("the meeting has no public address")

// cacheAge is how long a site may keep an answer, in seconds. What it leads to
// stays; a title may be corrected.
const cacheAge = 3600

// OEmbedAnswer is an oEmbed 1.0 response (section 2.3.4).
type OEmbedAnswer struct {
	Type            string `json:"type"` // video, photo, rich or link
	Version         string `json:"version"`
	Title           string `json:"title,omitempty"`
	AuthorName      string `json:"author_name,omitempty"`
	ProviderName    string `json:"provider_name,omitempty"`
	ProviderURL     string `json:"provider_url,omitempty"`
	CacheAge        int    `json:"cache_age,omitempty"`
	ThumbnailURL    string `json:"thumbnail_url,omitempty"`
	ThumbnailWidth  int    `json:"thumbnail_width,omitempty"`
	ThumbnailHeight int    `json:"thumbnail_height,omitempty"`
	URL             string `json:"url,omitempty"`  // of a photo
	HTML            string `json:"html,omitempty"` // of a video and of what is rich
	Width           int    `json:"width,omitempty"`
	Height          int    `json:"height,omitempty"`
}

// Encode is the answer as JSON.
func (a OEmbedAnswer) Encode() ([]byte, error) {
	var out bytes.Buffer
	err := writeJSON(&out, a, "oEmbed answer")
	return out.Bytes(), err
}

// OEmbed answers a request with a player for a recording or a part of it, a
// photo for a slide, a link with an image if there is nothing to play, or a
// title alone if there is no image. The error is [ErrAbsent] or
// [ErrNotReachable].
func OEmbed(m Manifest, site meeting.Site, ask Request) (OEmbedAnswer, error) {
	if !m.reachable(site) {
		return OEmbedAnswer{}, fmt.Errorf("answer for %s: %w", m.ID, ErrNotReachable)
	}
	a := answer{m: m, site: site, ask: ask, OEmbedAnswer: OEmbedAnswer{
		Type: "link", Version: "1.0", Title: m.name(), CacheAge: cacheAge,
		ProviderName: words.OneLine(site.Title), ProviderURL: site.Base,
	}}
	var found bool
	switch {
	case ask.Deck != "":
		found = a.deck()
	case ask.Presentation != "":
		found = a.presentation()
	default:
		found = a.meeting()
	}
	if !found {
		return OEmbedAnswer{}, fmt.Errorf("answer for %s: %w", m.ID, ErrAbsent)
	}
	return a.OEmbedAnswer, nil
}

// answer is one in the making.
type answer struct {
	OEmbedAnswer

	m    Manifest
	site meeting.Site
	ask  Request
}

// meeting shows the meeting, or a stretch of one of its recordings.
func (a *answer) meeting() bool {
	r, found := a.m.recording(a.ask.Recording)
	if !found && a.ask.Recording != "" {
		return false
	}
	images, alt := a.m.poster()
	if !r.playable() {
		a.picture(images, alt, a.m.page(a.site, nil))
		return true
	}
	query := url.Values{}
	if a.ask.Recording != "" {
		a.Title = a.m.titleOf(r)
		query.Set("r", r.ID)
	}
	if a.ask.Start > 0 {
		query.Set("t", seconds(a.ask.Start))
	}
	if a.ask.End > a.ask.Start {
		query.Set("end", seconds(a.ask.End))
	}
	if own := jpegs(r.Poster.Images); len(own) > 0 {
		images = own
	}
	a.thumbnail(images)
	a.player(r, query)
	return true
}

// presentation answers with the player for the time of a presentation, else
// with its first slide.
func (a *answer) presentation() bool {
	p, found := a.m.presentation(a.ask.Presentation)
	if !found {
		return false
	}
	a.Title = words.OneLine(p.Title)
	a.AuthorName = strings.Join(p.Speakers, ", ")
	query := url.Values{"p": {p.ID}}
	cover, pictured := a.m.cover(p)
	r, _ := a.m.recording(p.Recording)
	_, _, timed := a.m.Interval(p)
	switch {
	case timed && r.playable():
		images := jpegs(r.Poster.Images)
		if pictured {
			images = cover.sizes()
		}
		a.thumbnail(images)
		a.player(r, query)
	case pictured:
		a.picture(cover.sizes(), cover.Alt, a.m.page(a.site, query))
	}
	return true
}

// deck shows a slide as a photo.
func (a *answer) deck() bool {
	d, found := a.m.deck(a.ask.Deck)
	s, pictured := d.cover()
	if a.ask.Slide != 0 {
		s, found = d.slide(a.ask.Slide)
		pictured = s.Picture.URL != ""
	}
	if !found {
		return false
	}
	a.Title = words.OneLine(d.Title)
	if a.ask.Slide != 0 {
		a.Title = fmt.Sprintf("%s, slide %d", a.Title, s.Number)
		if own := words.OneLine(s.Title); own != "" {
			a.Title += ": " + own
		}
	}
	for _, p := range a.m.Presentations {
		if p.Deck == d.ID {
			a.AuthorName = strings.Join(p.Speakers, ", ")
		}
	}
	if pictured {
		image, width, height := a.fitting(s.sizes())
		a.Type, a.URL, a.Width, a.Height = "photo", a.address(image), width, height
		a.thumbnail(s.sizes()[1:])
	}
	return true
}

func (d Deck) slide(number int) (Slide, bool) {
	for _, s := range d.Slides {
		if s.Number == number {
			return s, true
		}
	}
	return Slide{}, false
}

// player fills in the frame with the player. It is of another site and may not
// touch the page that it is in; it keeps its own origin, to fetch its files.
func (a *answer) player(r Recording, query url.Values) {
	a.Type = "video"
	if a.Width, a.Height = a.ask.room(r.shape()); r.Kind == Audio {
		a.Type = "rich" // section 2.3.4.2 means pictures that move
		a.Width, a.Height = a.ask.soundRoom()
	}
	a.HTML = Frame(a.m.embed(a.site, query), a.Title, a.Width, a.Height)
}

// Frame is the HTML of an iframe with the player.
func Frame(address, title string, width, height int) string {
	return fmt.Sprintf(`<iframe src="%s" title="%s" width="%d" height="%d" style="border:0" loading="lazy"`+
		` allow="autoplay; fullscreen; picture-in-picture; encrypted-media; web-share" allowfullscreen`+
		` sandbox="allow-scripts allow-same-origin allow-popups allow-popups-to-escape-sandbox allow-downloads allow-presentation"`+
		` referrerpolicy="strict-origin-when-cross-origin"></iframe>`,
		html.EscapeString(address), html.EscapeString(title), width, height)
}

// picture fills in a picture that leads to a page.
func (a *answer) picture(images []Image, alt, page string) {
	if len(images) == 0 {
		return
	}
	image, width, height := a.fitting(images)
	a.Type, a.Width, a.Height = "rich", width, height
	a.HTML = fmt.Sprintf(`<a href="%s"><img src="%s" alt="%s" width="%d" height="%d" loading="lazy"></a>`,
		html.EscapeString(page), html.EscapeString(a.address(image)), html.EscapeString(alt), width, height)
	a.thumbnail(images)
}

func (a *answer) address(i Image) string { return Address(a.site.Base, a.m.ID, i.URL) }

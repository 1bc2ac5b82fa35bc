package manifest

import (
	"fmt"
	"math"
	"net/url"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// graph makes the parts of a meeting's JSON-LD.
type graph struct {
	m    Manifest
	site meeting.Site
	work string // @id of the meeting
}

func (g graph) at(u string) string { return Address(g.site.Base, g.m.ID, u) }

// anchor is the @id of a part: its place on the page.
func (g graph) anchor(kind, id string) string {
	return Address(g.site.Base, g.m.ID, "") + "#" + kind + "-" + id
}

// recording has the properties that Google's search documents for a video:
// name, thumbnailUrl and uploadDate are required there, and all others of these
// recommended. A recording is uploaded after the meeting; its day is the
// nearest that is known.
func (g graph) recording(r Recording, transcript string) thing {
	m := g.m
	plain := r.content()
	part := thing{
		Type: "VideoObject", ID: g.anchor("recording", r.ID), Name: m.titleOf(r), Description: m.summary(longestSummary),
		URL: Address(g.site.Base, m.ID, ""), InLanguage: m.lang(), UploadDate: m.midnight(), Duration: wholeDuration(plain.Duration),
		ContentURL: g.at(plain.URL), Format: plain.Type, EmbedURL: m.embed(g.site, g.query(r)),
		License: LicenceURL(m.Rights.License), Creator: organization(m.Rights.Holder), IsPartOf: &thing{ID: g.work},
	}
	if r.Kind == Audio {
		part.Type = "AudioObject"
	}
	images := jpegs(r.Poster.Images)
	if len(images) == 0 {
		images, _ = m.poster() // required, so rather that of the meeting than none
	}
	for _, i := range images {
		part.Thumbnails = append(part.Thumbnails, g.at(i.URL))
	}
	if len(transcript) <= longestTranscript {
		part.Transcript = transcript
	}
	for _, c := range r.Captions {
		if plain.Start == 0 { // else their times differ from the file's
			part.Captions = append(part.Captions, thing{
				Type: "MediaObject", Name: words.OneLine(c.Label), InLanguage: c.Language, ContentURL: g.at(c.VTT.URL), Format: "text/vtt",
			})
		}
		part.Features = []string{"captions"}
	}
	last := math.Inf(-1)
	for _, c := range m.Sections(r) {
		if c.Start == last {
			continue // of two clips that begin at once a search engine takes neither
		}
		last = c.Start
		part.Parts = append(part.Parts, g.clip(r, c, plain.Start))
	}
	return part
}

// content is the file of r that other sites know: the plain one, else the stream.
func (r Recording) content() Offered {
	list := []Offered{r.OfferedMP4(), r.offered(r.Master, File{}), r.OfferedM4A()}
	if r.Kind == Audio {
		list = []Offered{r.OfferedM4A(), r.offered(r.Master, File{})}
	}
	for _, f := range list {
		if f.URL != "" {
			return f
		}
	}
	return Offered{Duration: r.Duration}
}

// clip is a stretch of a recording, at the address of the page and with the
// time in its query, as Google's search wants it. Its offsets are those of a
// file that begins at the second from of the recording.
func (g graph) clip(r Recording, c Section, from float64) thing {
	start, end := milliseconds(c.Start-from)/1000, milliseconds(c.End-from)/1000
	part := thing{Type: "Clip", Name: c.Title, StartOffset: &start, EndOffset: &end, URL: g.m.pageAt(g.site, r, c)}
	if p, found := g.m.presentation(c.Presentation); found {
		part.Authors = persons(p.Speakers)
	}
	return part
}

// wholeDuration is an ISO 8601 duration in whole seconds: not every reader
// knows others.
func wholeDuration(s float64) string {
	whole := int64(math.Round(s))
	return fmt.Sprintf("PT%dH%dM%dS", whole/3600, whole/60%60, whole%60)
}

// query asks for a recording, where it is not the first.
func (g graph) query(r Recording) url.Values {
	if first, _ := g.m.recording(""); first.ID == r.ID {
		return nil
	}
	return url.Values{"r": {r.ID}}
}

// presentation is a presentation with its deck and its recording.
func (g graph) presentation(p Presentation) thing {
	part := thing{
		Type: "CreativeWork", ID: g.anchor("presentation", p.ID), Name: words.OneLine(p.Title), Authors: persons(p.Speakers),
		URL: g.m.page(g.site, url.Values{"p": {p.ID}}), InLanguage: g.m.lang(), DateCreated: g.m.day(), IsPartOf: &thing{ID: g.work},
	}
	if d, found := g.m.deck(p.Deck); found {
		part.Parts = append(part.Parts, thing{ID: g.anchor("deck", d.ID)})
	}
	if r, _ := g.m.recording(p.Recording); p.Start != nil && r.playable() {
		part.Media = append(part.Media, thing{ID: g.anchor("recording", r.ID)})
	}
	return part
}

// deck is a set of slides.
func (g graph) deck(d Deck) thing {
	part := thing{
		Type: "PresentationDigitalDocument", ID: g.anchor("deck", d.ID), Name: words.OneLine(d.Title),
		URL: g.m.page(g.site, url.Values{"d": {d.ID}}), InLanguage: g.m.lang(), License: LicenceURL(g.m.Rights.License),
		IsPartOf: &thing{ID: g.work},
	}
	if s, found := d.cover(); found {
		part.Thumbnails = []string{g.at(s.Picture.URL)}
	}
	if d.PDF.URL != "" {
		part.Media = []thing{{Type: "MediaObject", ContentURL: g.at(d.PDF.URL), Format: d.PDF.Type}}
	}
	for _, p := range g.m.Presentations {
		if p.Deck == d.ID {
			part.Authors = persons(p.Speakers)
		}
	}
	return part
}

// document is any other file.
func (g graph) document(d Document) thing {
	part := thing{
		Type: "DigitalDocument", ID: g.anchor("document", d.ID), Name: words.OneLine(d.Title), InLanguage: g.m.lang(),
		License: LicenceURL(g.m.Rights.License), IsPartOf: &thing{ID: g.work},
	}
	if d.File.URL != "" {
		part.URL, part.Format = g.at(d.File.URL), d.File.Type
	}
	return part
}

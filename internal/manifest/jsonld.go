package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"time"

	"proceedings/internal/bcp47"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// longestTranscript is how much of what is said a page's head repeats, in
// bytes; the page has all of it.
const longestTranscript = 20_000

// thing is a thing of schema.org. Which of the keys are there depends on its
// type; each is one that schema.org knows for it.
type thing struct {
	Context string `json:"@context,omitempty"`
	Type    string `json:"@type,omitempty"`
	ID      string `json:"@id,omitempty"`

	Name        string   `json:"name,omitempty"`
	Description string   `json:"description,omitempty"`
	URL         string   `json:"url,omitempty"`
	InLanguage  string   `json:"inLanguage,omitempty"`
	DateCreated string   `json:"dateCreated,omitempty"`
	UploadDate  string   `json:"uploadDate,omitempty"`
	Thumbnails  []string `json:"thumbnailUrl,omitempty"`
	Duration    string   `json:"duration,omitempty"`
	ContentURL  string   `json:"contentUrl,omitempty"`
	EmbedURL    string   `json:"embedUrl,omitempty"`
	Format      string   `json:"encodingFormat,omitempty"`
	StartOffset *float64 `json:"startOffset,omitempty"`
	EndOffset   *float64 `json:"endOffset,omitempty"`
	Transcript  string   `json:"transcript,omitempty"`
	Features    []string `json:"accessibilityFeature,omitempty"`
	Free        *bool    `json:"isAccessibleForFree,omitempty"`
	License     string   `json:"license,omitempty"`
	JobTitle    string   `json:"jobTitle,omitempty"`
	Affiliation *thing   `json:"affiliation,omitempty"`

	Authors      []thing `json:"author,omitempty"`
	Contributors []thing `json:"contributor,omitempty"`
	Creator      *thing  `json:"creator,omitempty"`
	Holder       *thing  `json:"copyrightHolder,omitempty"`
	Publisher    *thing  `json:"publisher,omitempty"`
	IsPartOf     *thing  `json:"isPartOf,omitempty"`
	Parts        []thing `json:"hasPart,omitempty"`
	Media        []thing `json:"associatedMedia,omitempty"`
	Captions     []thing `json:"caption,omitempty"`
	Graph        []thing `json:"@graph,omitempty"`
}

// jsonLD is the meeting in the words of schema.org, for search engines: a work
// of which talks, recordings, decks and documents are parts. It is no Event in
// these words: an event is something to go to, at a place, and this is over.
//
// The bytes can stand in a script element: encoding/json writes <, > and & as
// escapes, so that no title ends it.
func jsonLD(m Manifest, site meeting.Site, transcripts map[string]string) ([]byte, error) {
	page, yes := Address(site.Base, m.ID, ""), true
	g := graph{m: m, site: site, work: page + "#meeting"}
	work := thing{
		Type: "CreativeWork", ID: g.work, Name: m.name(), Description: m.summary(longestSummary), URL: page,
		InLanguage: m.lang(), DateCreated: m.day(), Free: &yes, License: LicenceURL(m.Rights.License),
		Creator: organization(m.Rights.Holder), Holder: organization(m.Rights.Holder), Publisher: organization(site.Title),
	}
	if images, _ := m.poster(); len(images) > 0 {
		work.Thumbnails = []string{g.at(images[0].URL)}
	}
	for _, p := range m.People {
		work.Contributors = append(work.Contributors, thing{
			Type: "Person", Name: words.OneLine(p.Name), JobTitle: words.OneLine(p.Role), Affiliation: organization(p.Affiliation),
		})
	}
	list := []thing{work}
	for _, r := range m.Recordings {
		if r.playable() {
			list = append(list, g.recording(r, transcripts[r.ID]))
		}
	}
	for _, p := range m.Presentations {
		list = append(list, g.presentation(p))
	}
	for _, d := range m.Decks {
		list = append(list, g.deck(d))
	}
	for _, d := range m.Documents {
		list = append(list, g.document(d))
	}
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetIndent("", "  ")
	if err := enc.Encode(thing{Context: "https://schema.org", Graph: list}); err != nil {
		return nil, fmt.Errorf("write the JSON-LD of %s: %w", m.ID, err)
	}
	return bytes.TrimSpace(out.Bytes()), nil
}

// organization is one by its name; none where there is no name.
func organization(name string) *thing {
	if name = words.OneLine(name); name == "" {
		return nil
	}
	return &thing{Type: "Organization", Name: name}
}

// persons are people by their names.
func persons(names []string) []thing {
	var list []thing
	for _, name := range names {
		if name = words.OneLine(name); name != "" {
			list = append(list, thing{Type: "Person", Name: name})
		}
	}
	return list
}

// lang is the meeting's language, if it is one.
func (m Manifest) lang() string {
	if !bcp47.WellFormed(m.Language) {
		return ""
	}
	return m.Language
}

// day is the day of the meeting, if it is one.
func (m Manifest) day() string {
	if _, err := time.Parse(time.DateOnly, m.Date); err != nil {
		return ""
	}
	return m.Date
}

// midnight is the beginning of that day, with the time zone that a date and
// time needs. Nobody says in which one the day was.
func (m Manifest) midnight() string {
	if m.day() == "" {
		return ""
	}
	return m.Date + "T00:00:00Z"
}

package catalogue

import (
	"strings"

	"proceedings/internal/manifest"
)

// Field is a searchable part of a meeting.
type Field int

// The fields, in the order in which the index numbers them. The catalogue's
// script knows their names.
const (
	TitleField Field = iota
	PeopleField
	PresentationsField
	DescriptionField
	SlidesField
	TranscriptField
	fieldCount
)

// String returns the name of a field in the index.
func (f Field) String() string {
	return [...]string{"title", "people", "talks", "description", "slides", "transcript"}[f]
}

// longestText is the maximum length of a searched field in bytes: about two
// days of speech.
const longestText = 2 << 20

// Document is the searchable text of a meeting.
type Document [fieldCount]string

// DocumentOf returns the searchable text of a meeting, with the transcripts of its
// recordings.
func DocumentOf(m manifest.Manifest, transcripts []string) Document {
	var d Document
	d[TitleField] = m.Title
	d[DescriptionField] = m.Description
	d[TranscriptField] = join(transcripts...)
	var people, presentations, slides []string
	for _, p := range m.People {
		people = append(people, p.Name, p.Affiliation)
	}
	for _, p := range m.Presentations {
		people = append(people, p.Speakers...)
		presentations = append(presentations, p.Title)
	}
	for _, r := range m.Recordings {
		presentations = append(presentations, r.Title)
		for _, c := range r.Chapters {
			presentations = append(presentations, c.Title)
		}
	}
	for _, deck := range m.Decks {
		slides = append(slides, deck.Title)
		for _, s := range deck.Slides {
			slides = append(slides, s.Title, s.Body, s.Notes)
		}
	}
	for _, doc := range m.Documents {
		presentations = append(presentations, doc.Title)
	}
	d[PeopleField], d[PresentationsField], d[SlidesField] = join(people...), join(presentations...), join(slides...)
	for i, text := range d {
		if len(text) > longestText {
			text = text[:longestText]
		}
		// Tabs separate table cells, and MiniSearch treats them as letters.
		d[i] = strings.ReplaceAll(strings.ToValidUTF8(text, "\uFFFD"), "\t", " ")
	}
	return d
}

// join joins the texts that are not empty, one a line.
func join(texts ...string) string {
	var b strings.Builder
	for _, t := range texts {
		if t = strings.TrimSpace(t); t == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(t)
	}
	return b.String()
}

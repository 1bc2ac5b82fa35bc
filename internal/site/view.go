package site

import (
	"cmp"
	"path"

	"proceedings/internal/bcp47"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// openDecks is the most decks that a page shows expanded. A page with more
// lists them collapsed, and a browser fetches the images of a deck when the
// reader opens it.
const openDecks = 3

// pageView is the data of the template.
type pageView struct {
	Head          headView
	ID            string
	Title         string
	Language      string // of the organiser's texts; the page's own are English
	Date          date
	Paragraphs    []string // of the description
	People        []meeting.Person
	Listed        bool // search engines may list it
	Notice        string
	Recordings    []recordingView
	Chapters      bool // some recording has chapters
	Presentations []presentationView
	Decks         []deckView
	DeckList      bool // the decks are collapsed
	LooseDecks    bool // some deck belongs to no presentation
	Transcripts   []transcriptView
	Documents     []documentView
	Originals     []download
	Refused       []meeting.Refusal
	Warnings      []string
	Rights        meeting.Rights
	Empty         bool // nothing to show yet
	Assets        Assets
	To            string // relative path to the assets
}

// download is a file that the page offers for download.
type download struct {
	Label string
	Name  string // to save it under: that of the stored object is ours
	Note  string // kind and size
	URL   string
}

// presentationView is a presentation with its links.
type presentationView struct {
	ID       string
	Title    string
	Speakers []string
	Language string // of the title
	Start    string // 1:02:03, or nothing
	Seconds  string // the same for a script
	End      string // seconds, or nothing
	// Recording is set if the start is known.
	Recording string
	Watch     string // the MP4 or M4A file, from the presentation's start
	Deck      *manifest.Deck
	PDF       *download // of its deck
}

// documentView is a document with an anchor.
type documentView struct {
	ID string
	download

	Readable bool // browsers show it
}

// view computes the data of the pages.
func view(in Input) (pageView, error) {
	m := in.Manifest
	v := pageView{
		ID:         m.ID,
		Title:      cmp.Or(words.OneLine(m.Title), "Untitled meeting"),
		Language:   bcp47.Checked(m.Language),
		Date:       dateOf(m.Date),
		Paragraphs: lines(m.Description),
		People:     m.People,
		Listed:     m.Visibility == meeting.Public,
		Notice:     notice(m),
		DeckList:   len(m.Decks) > openDecks,
		Refused:    m.Refused,
		Warnings:   m.Warnings,
		Rights:     m.Rights,
	}
	for i, r := range m.Recordings {
		one := viewRecording(r, i, len(m.Recordings), m.State)
		one.Language = v.Language
		var err error
		if one.SlideTimes, err = slideTimesOf(r, m); err != nil {
			return pageView{}, err
		}
		v.Recordings = append(v.Recordings, one)
		v.Chapters = v.Chapters || len(one.Chapters) > 0
	}
	for _, t := range in.Transcripts {
		if one, ok := viewTranscript(t, m); ok {
			v.Transcripts = append(v.Transcripts, one)
		}
	}
	for _, p := range m.Presentations {
		v.Presentations = append(v.Presentations, viewPresentation(p, m))
	}
	moments := slideMoments(m)
	for _, d := range m.Decks {
		deck := viewDeck(d, in.Decks[d.ID], m, moments, v.Language)
		v.Decks, v.LooseDecks = append(v.Decks, deck), v.LooseDecks || !deck.Presented
	}
	for _, d := range m.Documents {
		doc := documentView{ID: d.ID, download: download{Label: cmp.Or(words.OneLine(d.Title), "Untitled document"), Note: "not for download"}}
		if d.File.URL != "" {
			doc.download = offer(doc.Label, kindOf(d.File.Type), sourceName(m, d.Source, d.Title), d.File)
			doc.Readable = d.File.Type == "application/pdf"
		}
		v.Documents = append(v.Documents, doc)
	}
	for _, s := range m.Sources {
		if s.File.URL != "" {
			v.Originals = append(v.Originals, offer(s.Name, s.Format, s.Name, s.File))
		}
	}
	v.Empty = len(v.Recordings)+len(v.Presentations)+len(v.Decks)+len(v.Documents) == 0
	return v, nil
}

// notice explains the meeting's state to readers.
func notice(m manifest.Manifest) string {
	switch m.State {
	case manifest.Processing:
		return "Parts of this meeting are still being prepared. What is here is ready to use; come back later for the rest."
	case manifest.Failed:
		text := "This meeting could not be processed completely. The parts on this page are ready to use."
		if len(m.Refused) > 0 {
			text += " Missing files are listed below under Remarks."
		}
		return text
	default:
		return ""
	}
}

// viewPresentation finds the deck and the recording of a presentation.
func viewPresentation(p manifest.Presentation, m manifest.Manifest) presentationView {
	v := presentationView{ID: p.ID, Title: cmp.Or(words.OneLine(p.Title), "Untitled presentation"), Speakers: p.Speakers}
	for i := range m.Decks {
		if p.Deck != "" && m.Decks[i].ID == p.Deck {
			v.Deck = &m.Decks[i]
			if pdf := v.Deck.PDF; pdf.URL != "" {
				file := offer("Slides", kindOf(pdf.Type), v.Title+path.Ext(pdf.URL), pdf)
				v.PDF = &file
			}
		}
	}
	if p.Start == nil {
		return v
	}
	v.Start, v.Seconds = words.Clock(*p.Start), seconds(*p.Start)
	for i, r := range m.Recordings {
		if r.ID == p.Recording || p.Recording == "" && i == 0 {
			v.Recording, v.Watch = r.ID, watch(r, *p.Start)
			if _, end, known := m.Interval(p); known {
				v.End = seconds(end)
			}
		}
	}
	return v
}

// sourceName is the original name of a source, or other where it is unknown.
func sourceName(m manifest.Manifest, id, other string) string {
	for _, s := range m.Sources {
		if s.ID == id {
			return s.Name
		}
	}
	return other
}

// offer is a download with its type and size.
func offer(label, kind, name string, f manifest.File) download {
	note := words.Size(f.Size)
	if kind != "" {
		note = kind + ", " + note
	}
	return download{Label: label, Name: words.OneLine(name), Note: note, URL: f.URL}
}

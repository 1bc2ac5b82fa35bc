package site

import (
	"cmp"
	"path"

	"proceedings/internal/bcp47"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// openDecks is how many decks are shown unfolded. More than these, and the
// page opens as a list: a browser then fetches the pictures of a deck when it
// is unfolded.
const openDecks = 3

// pageView is what the template shows, in the words that it shows.
type pageView struct {
	Head          headView
	ID            string
	Title         string
	Language      string // of what the organiser wrote; the page's own words are English
	Date          date
	Paragraphs    []string // of the description
	People        []meeting.Person
	Listed        bool // may search engines list it
	Notice        string
	Recordings    []recordingView
	Chapters      bool // has any of them some
	Presentations []presentationView
	Decks         []deckView
	DeckList      bool // are there so many decks that they are folded
	LooseDecks    bool // are there some that no talk shows
	Transcripts   []transcriptView
	Documents     []documentView
	Originals     []download
	Refused       []meeting.Refusal
	Warnings      []string
	Rights        meeting.Rights
	Empty         bool // nothing to show yet
	Assets        Assets
	To            string // the way to the assets
}

// download is a file that is offered for keeping.
type download struct {
	Label string
	Name  string // to save it under: that of the stored object is ours
	Note  string // kind and size
	URL   string
}

// presentationView is a talk with the ways to it.
type presentationView struct {
	ID       string
	Title    string
	Speakers []string
	Language string // of the title
	Start    string // 1:02:03, or nothing
	Seconds  string // the same for a script
	End      string // seconds, or nothing
	// Recording is where it can be seen, if it is known when.
	Recording string
	Watch     string // the plain file, from the talk's start
	Deck      *manifest.Deck
	PDF       *download // of its deck
}

// documentView is a paper with an anchor of its own.
type documentView struct {
	ID string
	download

	Readable bool // browsers show it
}

// view decides all that the pages say of a meeting.
func view(in Input) pageView {
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
	for _, d := range m.Decks {
		deck := viewDeck(d, m, v.Language, len(m.Decks) <= openDecks)
		v.Decks, v.LooseDecks = append(v.Decks, deck), v.LooseDecks || !deck.Talk
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
	return v
}

// notice is what the state means for somebody who reads the page.
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

// viewPresentation finds the deck and the recording that a talk belongs to.
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

// offer is a download with what a person wants to know before it.
func offer(label, kind, name string, f manifest.File) download {
	note := words.Size(f.Size)
	if kind != "" {
		note = kind + ", " + note
	}
	return download{Label: label, Name: words.OneLine(name), Note: note, URL: f.URL}
}

package site

import (
	"cmp"
	"strconv"

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
	Title         string
	Language      string // of what the organiser wrote; the page's own words are English
	Date          date
	Paragraphs    []string // of the description
	People        []meeting.Person
	Listed        bool // may search engines list it
	Notice        string
	Recordings    []recordingView
	Presentations []presentationView
	Decks         []deckView
	DeckList      bool // are there so many decks that they are folded
	Documents     []download
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
	Start    string // 1:02:03, or nothing
	Watch    string // the plain file, from the talk's start
	Deck     *manifest.Deck
}

// view decides all that the page says about m.
func view(m manifest.Manifest) pageView {
	v := pageView{
		Title:      cmp.Or(oneLine(m.Title), "Untitled meeting"),
		Language:   languageTag(m.Language),
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
		v.Recordings = append(v.Recordings, viewRecording(r, i, len(m.Recordings), m.State))
	}
	for _, p := range m.Presentations {
		v.Presentations = append(v.Presentations, viewPresentation(p, m))
	}
	for _, d := range m.Decks {
		v.Decks = append(v.Decks, viewDeck(d, v.Language, len(m.Decks) <= openDecks))
	}
	for _, d := range m.Documents {
		if d.File.URL == "" {
			v.Documents = append(v.Documents, download{Label: d.Title, Note: "not for download"})
			continue
		}
		v.Documents = append(v.Documents, offer(d.Title, kindOf(d.File.Type), sourceName(m, d.Source, d.Title), d.File))
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
		return "More of this meeting is being prepared. What is here can be used already. Come back in a while for the rest."
	case manifest.Failed:
		text := "This meeting could not be processed to the end. What you see is whole."
		if len(m.Refused) > 0 {
			text += " What is missing is named below, under Remarks."
		}
		return text
	default:
		return ""
	}
}

// viewPresentation finds the deck and the recording that a talk belongs to.
func viewPresentation(p manifest.Presentation, m manifest.Manifest) presentationView {
	v := presentationView{ID: p.ID, Title: p.Title, Speakers: p.Speakers}
	for i := range m.Decks {
		if p.Deck != "" && m.Decks[i].ID == p.Deck {
			v.Deck = &m.Decks[i]
		}
	}
	if p.Start == nil {
		return v
	}
	v.Start = words.Clock(*p.Start)
	for i, r := range m.Recordings {
		if r.ID == p.Recording || p.Recording == "" && i == 0 {
			// A media fragment (#t=): browsers begin there without a script.
			if plain := cmp.Or(r.MP4.URL, r.M4A.URL); plain != "" {
				v.Watch = plain + "#t=" + strconv.FormatFloat(*p.Start, 'f', -1, 64)
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
	return download{Label: label, Name: oneLine(name), Note: note, URL: f.URL}
}

package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"proceedings/internal/meeting"
)

// SlidesVersion is the version of the layout of [DeckFile].
const SlidesVersion = 1

// SlidesID names the JSON Schema of a deck's own file.
const SlidesID = "https://proceedings.invalid/schema/slides-1.json"

// DeckFile is all that a deck says, with its structure: what lies beside the
// manifest for search engines, screen readers and whoever wants more than the
// text. URLs are relative to the file, which lies where the manifest does.
type DeckFile struct {
	Schema     int                    `json:"schema" jsonschema:"minimum=1"`    // version of this layout
	Meeting    string                 `json:"meeting" jsonschema:"minLength=1"` // ID of the meeting
	Deck       string                 `json:"deck" jsonschema:"minLength=1"`    // ID of the deck
	Title      string                 `json:"title"`                            // as in the manifest
	Properties meeting.Properties     `json:"properties,omitzero"`              // what the original says of itself
	Outline    []meeting.OutlineEntry `json:"outline,omitempty"`                // table of contents, if the original has one
	Macros     bool                   `json:"macros,omitempty"`                 // the original brings programs; they were not run
	Slides     []DeckSlide            `json:"slides"`                           // every page in order, hidden ones too
}

// DeckSlide is one slide with its structure.
type DeckSlide struct {
	Number   int               `json:"number" jsonschema:"minimum=1"`          // from 1, hidden slides counted
	Title    string            `json:"title,omitempty"`                        // text of the title
	Blocks   []meeting.Block   `json:"blocks,omitempty"`                       // the rest, in the order in which it is read
	Notes    string            `json:"notes,omitempty"`                        // what the speaker noted, a paragraph a line
	Master   string            `json:"master,omitempty"`                       // what stands on all slides of its kind: footers, names, dates
	Hidden   bool              `json:"hidden,omitempty"`                       // marked in the deck as not to be shown
	Source   string            `json:"source,omitempty" jsonschema:"enum=ocr"` // "ocr" if the text was read off the picture
	Links    []meeting.Link    `json:"links,omitempty"`                        // for a reader to follow
	Comments []meeting.Comment `json:"comments,omitempty"`                     // what somebody remarked on it
	Alt      string            `json:"alt,omitempty"`                          // to stand in place of the picture
	Color    string            `json:"color,omitempty"`                        // mean of the picture, #rrggbb
	Images   []Image           `json:"images,omitempty"`                       // the same picture in several sizes, widest first
	Words    File              `json:"words,omitzero"`                         // where on the picture each word is
}

// WithSlides is d with what it says. words are the files that the slides name.
func (d DeckFile) WithSlides(from Origin, slides []meeting.Slide, words map[string]File) DeckFile {
	d.Schema, d.Slides = SlidesVersion, make([]DeckSlide, 0, len(slides))
	for _, s := range slides {
		one := DeckSlide{
			Number: s.Number, Title: s.Title, Blocks: s.Blocks, Notes: s.Notes, Master: s.Master, Hidden: s.Hidden,
			Links: s.Links, Comments: s.Comments, Alt: Alternative(s), Color: s.Color,
			Images: from.Images(s.Images), Words: words[s.Words],
		}
		if s.OCR {
			one.Source = "ocr"
		}
		d.Slides = append(d.Slides, one)
	}
	return d
}

// Encode is d as its file holds it: the same bytes for the same value.
func (d DeckFile) Encode() ([]byte, error) {
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(d); err != nil {
		return nil, fmt.Errorf("encode the slides of %s: %w", d.Deck, err)
	}
	return out.Bytes(), nil
}

// Text is all that d says, for whoever wants nothing else: a heading a slide,
// what is on it, and the notes.
func (d DeckFile) Text() string {
	var b strings.Builder
	b.WriteString(d.Title + "\n")
	for _, s := range d.Slides {
		fmt.Fprintf(&b, "\n\n%s\n", strings.TrimSpace(fmt.Sprintf("%d. %s", s.Number, s.Title)))
		said := []string{meeting.Body(s.Blocks)}
		for _, block := range s.Blocks {
			if block.Alt != "" {
				said = append(said, "["+block.Alt+"]")
			}
		}
		if s.Notes != "" {
			said = append(said, "Notes:\n"+s.Notes)
		}
		for _, c := range s.Comments {
			said = append(said, strings.TrimPrefix(c.Author+": "+c.Text, ": "))
		}
		for _, text := range said {
			if text != "" {
				b.WriteString("\n" + text + "\n")
			}
		}
	}
	return b.String()
}

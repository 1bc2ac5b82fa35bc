package manifest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"proceedings/internal/meeting"
)

// SlidesVersion is the version of the form of [DeckFile].
const SlidesVersion = 1

// SlidesID is the $id of the JSON Schema of a deck's own file.
const SlidesID = "https://proceedings.invalid/schema/slides-1.json"

// DeckFile is the structured text of a deck, for search, screen readers and
// other programs. URLs are relative to the file, which lies beside the
// manifest.
type DeckFile struct {
	Schema     int                    `json:"schema" jsonschema:"minimum=1"`    // version of this layout
	Meeting    string                 `json:"meeting" jsonschema:"minLength=1"` // ID of the meeting
	Deck       string                 `json:"deck" jsonschema:"minLength=1"`    // ID of the deck
	Title      string                 `json:"title"`                            // as in the manifest
	Properties meeting.Properties     `json:"properties,omitzero"`              // document properties of the original
	Outline    []meeting.OutlineEntry `json:"outline,omitempty"`                // table of contents, if the original has one
	Macros     bool                   `json:"macros,omitempty"`                 // the original contains macros; they were not run
	Slides     []DeckSlide            `json:"slides"`                           // all slides in order, including hidden ones
}

// DeckSlide is one slide with its structure.
type DeckSlide struct {
	Number   int               `json:"number" jsonschema:"minimum=1"`          // from 1; hidden slides count
	Title    string            `json:"title,omitempty"`                        // title text
	Blocks   []meeting.Block   `json:"blocks,omitempty"`                       // other content, in reading order
	Notes    string            `json:"notes,omitempty"`                        // speaker notes, one paragraph per line
	Master   string            `json:"master,omitempty"`                       // text from the slide master: footers, names, dates
	Hidden   bool              `json:"hidden,omitempty"`                       // hidden in the deck
	Source   string            `json:"source,omitempty" jsonschema:"enum=ocr"` // "ocr" if the text comes from OCR
	Links    []meeting.Link    `json:"links,omitempty"`                        // links to follow
	Comments []meeting.Comment `json:"comments,omitempty"`                     // review comments
	Alt      string            `json:"alt,omitempty"`                          // alternative text of the image
	Color    string            `json:"color,omitempty"`                        // mean colour of the image, #rrggbb
	Images   []Image           `json:"images,omitempty"`                       // the slide image in several sizes, widest first
	Steps    [][]Image         `json:"steps,omitempty"`                        // images of the steps before, in order, if the slide is built up step by step
	Media    []Clip            `json:"media,omitempty"`                        // videos and audio files on the slide
	Words    File              `json:"words,omitzero"`                         // position of each word on the image

	Damaged   string `json:"damaged,omitempty"`                         // why it has no content: the reason why its part of the file cannot be read
	Language  string `json:"language,omitempty"`                        // BCP 47, of most of its text
	Direction string `json:"direction,omitempty" jsonschema:"enum=rtl"` // "rtl" if most of its text is written from right to left
}

// WithSlides returns d with slides. words are the files that the slides name.
func (d DeckFile) WithSlides(from Origin, slides []meeting.Slide, words map[string]File) DeckFile {
	d.Schema, d.Slides = SlidesVersion, make([]DeckSlide, 0, len(slides))
	for _, s := range slides {
		one := DeckSlide{
			Number: s.Number, Title: s.Title, Blocks: s.Blocks, Notes: s.Notes, Master: s.Master, Hidden: s.Hidden,
			Links: s.Links, Comments: s.Comments, Alt: Alternative(s), Color: s.Color,
			Images: from.Images(s.Images), Words: words[s.Words], Language: s.Language, Direction: s.Direction,
			Damaged: s.Damaged, Media: from.Clips(s.Media),
		}
		for _, images := range s.Steps {
			one.Steps = append(one.Steps, from.Images(images))
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

// Text is the plain text of d: a heading for each slide, its text, and the
// notes.
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

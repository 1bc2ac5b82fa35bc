package steps

import (
	"proceedings/internal/captions"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/transcode"
)

// resultSchema is the version of a stored [Result].
const resultSchema = 1

// Result is what a step made. It is stored last, so a step that has one is
// done, and every object that it names is stored.
type Result struct {
	Schema   int               `json:"schema"`
	Step     plan.Step         `json:"step"`
	Run      string            `json:"run,omitempty"` // whose objects count; empty if there are none
	Objects  []meeting.Object  `json:"objects,omitempty"`
	Tools    map[string]string `json:"tools,omitempty"`    // program to version
	Warnings []string          `json:"warnings,omitempty"` // predicates about the source
	Probe    *meeting.Probe    `json:"probe,omitempty"`
	Document *Document         `json:"document,omitempty"`

	// Of the steps of a deck.
	Text *Text `json:"text,omitempty"`
	Deck *Deck `json:"deck,omitempty"`
	OCR  *OCR  `json:"ocr,omitempty"`

	// Of the steps of a recording.
	Sample      *transcode.Sampled     `json:"sample,omitempty"`
	Audio       *transcode.Sound       `json:"audio,omitempty"`
	Copy        *transcode.Copied      `json:"copy,omitempty"`
	Chunk       *transcode.Chunk       `json:"chunk,omitempty"`
	Package     *transcode.Packaged    `json:"package,omitempty"`
	Progressive *transcode.Progressive `json:"progressive,omitempty"`
	Fingerprint *transcode.Fingerprint `json:"fingerprint,omitempty"`
	Offset      *transcode.Offset      `json:"offset,omitempty"`

	// Of captions, and of a recording that has some.
	Captions *captions.Made `json:"captions,omitempty"`
}

// Text is the text of a deck. Original is the name of an object.
type Text struct {
	meeting.DeckText

	Original string `json:"original,omitempty"`
}

// Deck is the page images of a deck. Names are those of objects.
type Deck struct {
	PDF   string         `json:"pdf"`
	Pages []meeting.Page `json:"pages"`
}

// OCR is the text that was read in page images: slides with nothing but their
// number and text.
type OCR struct {
	Pages []meeting.Slide `json:"pages"`
}

// Document is the copy of a document that readers get.
type Document struct {
	Original string `json:"original,omitempty"`
}

// ByName returns the result's objects by their names.
func (r Result) ByName() map[string]meeting.Object {
	m := make(map[string]meeting.Object, len(r.Objects))
	for _, o := range r.Objects {
		m[o.Name] = o
	}
	return m
}

// StoredImages fills in what storing the images found out about them.
func StoredImages(r *Result, images []meeting.Image) []meeting.Image {
	known := r.ByName()
	filled := make([]meeting.Image, len(images))
	for i, img := range images {
		filled[i] = meeting.Image{Object: known[img.Name], Width: img.Width, Height: img.Height}
	}
	return filled
}

// Made is results as transcoding takes them.
func Made(results []Result) []transcode.Made {
	made := make([]transcode.Made, len(results))
	for i, r := range results {
		made[i] = transcode.Made{
			Step: r.Step.Key(), Run: r.Run, Objects: r.ByName(), Chunk: r.Chunk, Copied: r.Copy, Sound: r.Audio,
			Fingerprint: r.Fingerprint,
		}
	}
	return made
}

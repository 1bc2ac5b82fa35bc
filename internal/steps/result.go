package steps

import (
	"proceedings/internal/align"
	"proceedings/internal/captions"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/transcode"
)

// resultSchema is the version of a stored [Result].
const resultSchema = 1

// Result is the output of a step. It is stored last: a step with a result is done,
// and all objects of the result are stored.
type Result struct {
	Schema   int               `json:"schema"`
	Step     plan.Step         `json:"step"`
	Run      string            `json:"run,omitempty"` // folder of the objects; empty without objects
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

	// Of a recording and the decks of its meeting.
	Locate *align.Layout  `json:"locate,omitempty"`
	Align  *align.Stretch `json:"align,omitempty"`

	// The words of the stills that the steps of kind align found, in their order.
	StillText [][]meeting.OCRWord `json:"stillText,omitempty"`

	// Of a recording without a deck. Deck has the pictures of the slides, in their order.
	Reconstruct *align.Reconstruction `json:"reconstruct,omitempty"`

	// Of captions, in a file or in a recording.
	Captions *captions.Made `json:"captions,omitempty"`
}

// Text is the text of a deck. Original is an object name.
type Text struct {
	meeting.DeckText

	Original string `json:"original,omitempty"`
}

// Deck holds the PDF, the page images and the media of a deck, as object names.
type Deck struct {
	PDF   string               `json:"pdf"`
	Pages []meeting.Page       `json:"pages"`
	Media []meeting.SlideClips `json:"media,omitempty"`
}

// OCR is the text that OCR found in page images. Its slides have only a number and
// text.
type OCR struct {
	Pages []meeting.Slide `json:"pages"`
}

// Document is the published copy of a document. Original is an object name.
type Document struct {
	Original string `json:"original,omitempty"`
}

// IsResultOf reports whether r can be the stored result of the step with a key, unlike {} and the
// result of a step of another kind. Otherwise a meeting would be published without what the step
// made. The key of the step in r says nothing: an earlier release may have had other fields.
func (r Result) IsResultOf(key string) bool { return r.Schema > 0 && r.Step.Kind == plan.KindOf(key) }

// ByName returns the result's objects by their names.
func (r Result) ByName() map[string]meeting.Object {
	m := make(map[string]meeting.Object, len(r.Objects))
	for _, o := range r.Objects {
		m[o.Name] = o
	}
	return m
}

// StoredImages returns the images with size, hash and type of the stored objects.
func StoredImages(r *Result, images []meeting.Image) []meeting.Image {
	known := r.ByName()
	filled := make([]meeting.Image, len(images))
	for i, img := range images {
		filled[i] = meeting.Image{Object: known[img.Name], Width: img.Width, Height: img.Height}
	}
	return filled
}

// StoredClips returns the clips with size, hash and type of the stored objects.
func StoredClips(r *Result, clips []meeting.Clip) []meeting.Clip {
	known := r.ByName()
	filled := make([]meeting.Clip, len(clips))
	for i, c := range clips {
		filled[i] = c
		filled[i].Object = known[c.Name]
	}
	return filled
}

// Made converts results for package transcode.
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

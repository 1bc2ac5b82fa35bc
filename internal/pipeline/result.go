// Package pipeline is the order of things for one meeting: it looks at what
// the storage holds, says which steps are missing, runs a step, and publishes
// when none is missing. It knows no queue: whoever calls it may call it at any
// moment, any number of times, on any machine.
package pipeline

import (
	"proceedings/internal/captions"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/transcode"
)

// resultSchema is the version of a stored [Result].
const resultSchema = 1

// Result is what a step made. It is stored last, so a step that has one is
// done, and all that it names is there.
type Result struct {
	Schema   int               `json:"schema"`
	Step     plan.Step         `json:"step"`
	Run      string            `json:"run,omitempty"` // which run's objects count; empty if there are none
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

// Text is what a deck says. Original is the name of an object.
type Text struct {
	meeting.DeckText

	Original string `json:"original,omitempty"`
}

// Deck is what was painted of a deck. Names are those of objects.
type Deck struct {
	PDF   string         `json:"pdf"`
	Pages []meeting.Page `json:"pages"`
}

// OCR is what was read off pictures: slides with nothing but their number and
// text.
type OCR struct {
	Pages []meeting.Slide `json:"pages"`
}

// Document is what was made of a document.
type Document struct {
	Original string `json:"original,omitempty"`
}

// Status is what is known of a step that has no result: how often it was
// begun, and why it will not be begun again.
type Status struct {
	Starts    int    `json:"starts"`              // runs begun and not handed back
	LastError string `json:"lastError,omitempty"` // of the last run that failed, for whoever looks after the machines
	Failed    string `json:"failed,omitempty"`    // the reason in words, once no run is to follow
	Permanent bool   `json:"permanent,omitempty"` // no new attempt can help: the input is to blame
}

// Outcome is how a step stands.
type Outcome struct {
	Result *Result // nil while there is none
	Status Status
}

// Settled reports whether no run of the step is needed any more.
func (o Outcome) Settled() bool { return o.Result != nil || o.Status.Failed != "" }

package plan

import (
	"fmt"
	"time"

	"proceedings/internal/meeting"
)

// CaptionsParams are the parameters of the step that makes captions for readers
// of a file of captions, or of a stream within the recording.
type CaptionsParams struct {
	Timeline

	Format   string  `json:"format,omitempty"`   // of a file, as package sniff names it
	Stream   *Stream `json:"stream,omitempty"`   // nil for a file
	Language string  `json:"language,omitempty"` // BCP 47; empty where nothing tells
}

// Stream is one stream of a recording.
type Stream struct {
	Index int    `json:"index"`
	Codec string `json:"codec"`
}

// Shift is what is added to the times of captions to be on the recording's
// timeline, seconds. A file's are counted as players count the recording they
// lie beside, from the beginning of its container.
func (p CaptionsParams) Shift() float64 {
	if p.Stream == nil {
		return micro(p.Origin - p.Start)
	}
	return -p.Zero()
}

// Captions is the step that makes captions of a file that was handed in with a
// recording. Nothing else that is made of the recording hangs on it.
func (r Recording) Captions(src meeting.Source, found meeting.Probe) Step {
	s := r.step(Captions, CaptionsParams{Timeline: r.Timeline, Format: found.Format, Language: src.Language})
	s.Input, s.Budget = src.SHA256, captionsBudget
	return s
}

// captionsBudget is how long a file of text may take.
const captionsBudget = 30 * time.Minute

// maxSubtitles bounds how many streams of captions are taken: more languages
// than any body has, and fewer than a crafted file.
const maxSubtitles = 40

// Subtitles are the recording's own streams of captions that hold text. Forced
// ones have only what a listener would not understand, and are no captions.
func (r Recording) Subtitles() []meeting.Subtitle {
	var list []meeting.Subtitle
	for _, s := range r.found.Subtitles {
		if s.Textual() && !s.Forced && len(list) < maxSubtitles {
			list = append(list, s)
		}
	}
	return list
}

// Subtitle is the step that makes captions of a stream of the recording.
func (r Recording) Subtitle(s meeting.Subtitle) Step {
	return r.step(Captions, CaptionsParams{
		Timeline: r.Timeline, Stream: &Stream{Index: s.Index, Codec: s.Codec}, Language: s.Language,
	})
}

// leftOut are the streams of captions that are not taken, as predicates.
func leftOut(subtitles []meeting.Subtitle) []string {
	var list []string
	for _, s := range subtitles {
		if !s.Textual() {
			list = append(list, fmt.Sprintf("has captions that are no text and were left out (stream %d, %s)", s.Index, s.Codec))
		}
	}
	return list
}

package plan

import (
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
	Index   int    `json:"index"`
	Codec   string `json:"codec"`
	Channel int    `json:"channel,omitempty"` // of closed captions, 1 for CC1; 0 for the first that has any
}

// Closed reports whether the captions of the stream are closed captions (CEA-608),
// those within a picture among them.
func (s Stream) Closed() bool { return s.Codec == "eia_608" || meeting.CarriesCaptions(s.Codec) }

// Shift is what is added to the times of captions to be on the recording's
// timeline, seconds. A file's are counted as players count the recording they
// lie beside, from the beginning of its container.
func (p CaptionsParams) Shift() float64 {
	if p.Stream == nil {
		return micro(p.Origin - p.Start)
	}
	return -p.Zero()
}

// CaptionFile returns the parameters for a caption file that was submitted with a
// recording. format is as package sniff names it.
func (r Recording) CaptionFile(src meeting.Source, format string) CaptionsParams {
	return CaptionsParams{Timeline: r.Timeline, Format: format, Language: src.Language}
}

// Captions is the step that makes captions of a file that was submitted with a
// recording. No other step of the recording depends on it.
func (r Recording) Captions(src meeting.Source, found meeting.Probe) Step {
	s := r.step(Captions, r.CaptionFile(src, found.Format))
	s.Input, s.Budget = src.SHA256, captionsBudget
	return s
}

// captionsBudget is how long a file of text may take.
const captionsBudget = 30 * time.Minute

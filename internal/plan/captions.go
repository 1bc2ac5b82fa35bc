package plan

import (
	"time"

	"proceedings/internal/meeting"
)

// CaptionsParams are the parameters of the step that converts a caption file, or a stream
// of the recording, to WebVTT.
type CaptionsParams struct {
	Timeline

	Format   string  `json:"format,omitempty"`   // of a file, by its name in package sniff
	Stream   *Stream `json:"stream,omitempty"`   // nil for a file
	Language string  `json:"language,omitempty"` // BCP 47; empty if unknown
}

// Stream is one stream of a recording.
type Stream struct {
	Index   int    `json:"index"`
	Codec   string `json:"codec"`
	Channel int    `json:"channel,omitempty"` // of closed captions, 1 for CC1; 0 for the first channel with captions
}

// Closed reports whether the captions of the stream are closed captions (CEA-608). These
// can be a stream or part of the video.
func (s Stream) Closed() bool { return s.Codec == "eia_608" || meeting.CarriesCaptions(s.Codec) }

// Shift returns the seconds to add to caption times to get times on the timeline. Times
// in a caption file count from the beginning of the recording's container, as in players.
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

// captionsBudget is the time limit for a caption file.
const captionsBudget = 30 * time.Minute

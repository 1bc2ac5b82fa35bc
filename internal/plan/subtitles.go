package plan

import (
	"proceedings/internal/meeting"
)

// maxSubtitles limits the number of caption streams. No organisation has that many
// languages; a crafted file can have more.
const maxSubtitles = 40

// Subtitles returns the recording's text caption streams. Forced subtitles are no
// captions: they only translate foreign-language passages.
func (r Recording) Subtitles() []meeting.Subtitle {
	var list []meeting.Subtitle
	for _, s := range r.found.Subtitles {
		if s.Textual() && !s.Forced && len(list) < maxSubtitles {
			list = append(list, s)
		}
	}
	return list
}

// Subtitle returns the step that converts a subtitle stream of the recording.
func (r Recording) Subtitle(s meeting.Subtitle) Step { return r.stream(s, 0) }

// Closed returns the recording's streams that hold closed captions: video streams that
// carry them, and closed caption tracks.
func (r Recording) Closed() []meeting.Subtitle {
	var list []meeting.Subtitle
	pictures := r.found.Pictures
	if v := r.found.Video; v != nil {
		pictures = append([]meeting.Video{*v}, pictures...)
	}
	for _, v := range pictures {
		if v.Captioned {
			list = append(list, meeting.Subtitle{Index: v.Index, Codec: v.Codec})
		}
	}
	tracks := 0
	for _, s := range r.found.Subtitles {
		if s.Codec == "eia_608" && tracks < maxSubtitles {
			list = append(list, s)
			tracks++
		}
	}
	return list
}

// ClosedCaptions returns the step that converts one channel of closed captions, 1 for
// CC1. Channel 0 means the first channel with captions. The result of that step tells
// which channels have captions.
func (r Recording) ClosedCaptions(s meeting.Subtitle, channel int) Step { return r.stream(s, channel) }

func (r Recording) stream(s meeting.Subtitle, channel int) Step {
	return r.step(Captions, CaptionsParams{
		Timeline: r.Timeline, Stream: &Stream{Index: s.Index, Codec: s.Codec, Channel: channel}, Language: s.Language,
	})
}

package plan

import (
	"proceedings/internal/meeting"
)

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
func (r Recording) Subtitle(s meeting.Subtitle) Step { return r.stream(s, 0) }

// Closed are the recording's streams that hold closed captions: pictures that
// carry them, and tracks of them.
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

// ClosedCaptions is the step that makes captions of a channel of closed captions,
// 1 for CC1. Which channels have some is known once that of channel 0 is done,
// which is the first of them.
func (r Recording) ClosedCaptions(s meeting.Subtitle, channel int) Step { return r.stream(s, channel) }

func (r Recording) stream(s meeting.Subtitle, channel int) Step {
	return r.step(Captions, CaptionsParams{
		Timeline: r.Timeline, Stream: &Stream{Index: s.Index, Codec: s.Codec, Channel: channel}, Language: s.Language,
	})
}

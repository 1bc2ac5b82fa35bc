// Package clip copies video and audio files out of decks into files that browsers play.
// Streams are copied as they are. Everything else in a file is left out: places,
// authors, chapters, cover images, further tracks.
package clip

import (
	"cmp"
	"slices"
)

// unreadable is the reason for a damaged file.
const unreadable = "it cannot be read"

// header is what ffprobe says of a file.
type header struct {
	Streams []stream `json:"streams"`
	Format  struct {
		Duration string `json:"duration"` // seconds
	} `json:"format"`
}

type stream struct {
	Index       int    `json:"index"`
	Type        string `json:"codec_type"`
	Codec       string `json:"codec_name"`
	Pixels      string `json:"pix_fmt"`
	Disposition struct {
		Default     int `json:"default"`
		AttachedPic int `json:"attached_pic"`
	} `json:"disposition"`
}

// form is the file to make of a clip.
type form struct {
	extension string
	streams   []int // indexes, the video first
}

// choose returns the file to make of a file in a container, as package sniff names it,
// or the reason why browsers do not play it. muted leaves out the sound.
func choose(container string, h header, muted bool) (f form, reason string) {
	if reason = unplayable(container); reason != "" {
		return form{}, reason
	}
	video, audio := pick(h.Streams, "video"), pick(h.Streams, "audio")
	switch {
	case video == nil && audio == nil:
		return form{}, "it has neither video nor sound"
	case video == nil && muted:
		return form{}, "the slide show plays it without sound"
	case muted:
		audio = nil
	}
	sound := ""
	if audio != nil {
		f.streams = []int{audio.Index}
		sound = audio.Codec
	}
	if video == nil {
		f.extension = soundFile(sound)
		return f, unless(f.extension != "", sound)
	}
	f.streams = slices.Insert(f.streams, 0, video.Index)
	switch {
	case video.Codec == "h264" && (video.Pixels == "yuv420p" || video.Pixels == "yuvj420p"):
		f.extension = ".mp4"
		return f, unless(slices.Contains([]string{"", "aac", "mp3"}, sound), sound)
	case slices.Contains([]string{"vp8", "vp9", "av1"}, video.Codec):
		f.extension = ".webm"
		return f, unless(slices.Contains([]string{"", "opus", "vorbis"}, sound), sound)
	}
	name := video.Codec
	if name == "h264" {
		name += " with the pixel format " + video.Pixels
	}
	return f, unless(false, name)
}

// unplayable is the reason why browsers do not play a container, or empty.
func unplayable(container string) string {
	switch container {
	case "mp4", "matroska", "webm", "mp3", "wav", "ogg":
		return ""
	case "empty", "zeros", "unknown":
		return unreadable
	}
	return "browsers do not play the format " + container
}

// pick is the default stream of a type, or the first. A cover image is no video.
func pick(streams []stream, kind string) *stream {
	var found *stream
	for i, s := range streams {
		if s.Type != kind || s.Disposition.AttachedPic != 0 {
			continue
		}
		if found == nil || found.Disposition.Default == 0 && s.Disposition.Default != 0 {
			found = &streams[i]
		}
	}
	return found
}

// soundFile is the extension of a file with a sound alone, or empty.
func soundFile(codec string) string {
	switch codec {
	case "aac":
		return ".m4a"
	case "mp3":
		return ".mp3"
	case "opus", "vorbis":
		return ".ogg"
	case "pcm_u8", "pcm_s16le", "pcm_s24le", "pcm_f32le":
		return ".wav"
	}
	return ""
}

// unless is the reason why browsers do not play a codec, unless they do.
func unless(plays bool, codec string) string {
	if plays {
		return ""
	}
	return "browsers do not play " + cmp.Or(codec, "its format")
}

package probe

import (
	"regexp"
	"strconv"
	"strings"

	"proceedings/internal/meeting"
)

// soundMarks are ffmpeg's dispositions that say what a sound track is.
type soundMarks struct {
	Default      int `json:"default"`
	Dub          int `json:"dub"`
	Original     int `json:"original"`
	Comment      int `json:"comment"`
	Visual       int `json:"visual_impaired"`
	Descriptions int `json:"descriptions"`
}

// sound reports whether s is sound that something can be made of.
func (s stream) sound() bool { return s.Type == "audio" && s.Unusable == "" && s.Channels > 0 }

// sounds are the sound tracks that have packets, in the order of the file.
func sounds(h header, packets map[int]*track) []meeting.Audio {
	var list []meeting.Audio
	number := 0
	for _, s := range h.Streams {
		if s.Type != "audio" {
			continue
		}
		number++
		if t := packets[s.Index]; s.sound() && t != nil && t.count > 0 {
			list = append(list, audio(s, t, number))
		}
	}
	return list
}

func audio(s stream, t *track, number int) meeting.Audio {
	rate, _ := strconv.Atoi(s.SampleRate) // informative
	name := soundTitle(s.Tags)
	marks := s.Disposition.soundMarks
	return meeting.Audio{
		Index: s.Index, Codec: s.Codec, SampleRate: rate, Channels: s.Channels, Number: number,
		Language: languageOf(s.Tags["language"]), Title: name, Purpose: s.purpose(),
		Default:   marks.Default != 0,
		Described: marks.Visual != 0 || marks.Descriptions != 0 || namesDescription(name),
		Start:     t.start, End: t.end(),
	}
}

func (s stream) purpose() meeting.Purpose {
	switch d := s.Disposition; {
	case d.Comment != 0:
		return meeting.Commentary
	case d.Dub != 0:
		return meeting.Dub
	case d.Impaired != 0:
		return meeting.Clear
	case d.Original != 0:
		return meeting.Original
	default:
		return ""
	}
}

// namesDescription reports whether a title says that the track describes the
// picture: few programs can set the mark for it.
func namesDescription(title string) bool {
	return regexp.MustCompile(`(?i)\b(audio[- ]?desc|descriptive audio|described video|audiodes)`).MatchString(title)
}

// soundTitle is what the file calls a sound track. MP4 has the name in the
// handler, where most programs write their own.
func soundTitle(tags map[string]string) string {
	if name := title(tags["title"]); name != "" {
		return name
	}
	name := title(tags["handler_name"])
	if regexp.MustCompile(`(?i)handler|core media|iso media|gpac|l-smash|bento4|mainconcept|^(sound|audio|stereo|mono|soun)$`).MatchString(name) {
		return ""
	}
	return strings.Trim(name, "\x00")
}

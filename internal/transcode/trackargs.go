package transcode

import (
	"cmp"
	"fmt"
	"strings"

	"golang.org/x/text/language"

	"proceedings/internal/meeting"
)

// trackArgs mark the sound track at that place of an MP4 file. ffmpeg makes the
// handler's name of handler_name, which is where players look for the title.
func trackArgs(place int, track Track) []string {
	metadata, disposition := fmt.Sprintf("-metadata:s:a:%d", place), fmt.Sprintf("-disposition:a:%d", place)
	args := []string{metadata, "language=" + threeLetters(track.Language)}
	if track.Title != "" {
		args = append(args, metadata, "title="+track.Title, metadata, "handler_name="+track.Title)
	}
	return append(args, disposition, cmp.Or(strings.Join(dispositions(place, track), "+"), "0"))
}

// dispositions are ffmpeg's disposition flags of a track. ffmpeg writes all but the
// first into a box "kind", as roles of DASH.
func dispositions(place int, track Track) []string {
	var list []string
	if place == 0 {
		list = append(list, "default")
	}
	if track.Described {
		list = append(list, "visual_impaired")
	}
	switch track.Purpose {
	case meeting.Original:
		list = append(list, "original")
	case meeting.Dub:
		list = append(list, "dub")
	case meeting.Commentary:
		list = append(list, "comment")
	case meeting.Clear:
		list = append(list, "hearing_impaired")
	}
	return list
}

// threeLetters is the code of ISO 639-2/T for a BCP 47 tag, which is what MP4
// can say (ISO/IEC 14496-12, section 8.4.2): "und" where there is none.
func threeLetters(tag string) string {
	parsed, err := language.Parse(tag)
	if err != nil {
		return "und"
	}
	base, _ := parsed.Base()
	if code := base.ISO3(); len(code) == 3 && parsed != language.Und {
		return code
	}
	return "und"
}

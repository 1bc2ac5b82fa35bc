package plan

import (
	"fmt"
	"slices"
	"strconv"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// Reasons why a stream of subtitles is not used, predicates.
const (
	forcedOnly = "has forced subtitles, which translate single passages only and are left out"
	pictured   = "has subtitles that are pictures and not text, and are left out"
	teletext   = "has teletext subtitles, which cannot be read and are left out"
	unreadable = "has subtitles of a kind that cannot be read, and are left out"
)

// leftOut are the streams of subtitles of which nothing is made, as predicates:
// one for all that have the same reason, since a crafted file has thousands.
func leftOut(subtitles []meeting.Subtitle) []string {
	streams := map[string][]string{}
	texts, closed := 0, 0
	for _, s := range subtitles {
		why := ""
		switch {
		case s.Codec == "eia_608":
			closed++
		case s.Textual() && s.Forced:
			why = forcedOnly
		case s.Textual():
			texts++
		default:
			why = untextual(s.Codec)
		}
		streams[why] = append(streams[why], strconv.Itoa(s.Index))
	}
	var list []string
	for _, why := range []string{forcedOnly, pictured, teletext, unreadable} {
		switch which := streams[why]; len(which) {
		case 0:
		case 1:
			list = append(list, why+" (stream "+which[0]+")")
		default:
			list = append(list, why+" (streams "+words.List(which, maxNamed)+")")
		}
	}
	for _, n := range []int{texts, closed} {
		if n > maxSubtitles {
			list = append(list, fmt.Sprintf("has %d streams of captions, of which the first %d are used", n, maxSubtitles))
		}
	}
	return list
}

// JoinWarnings are predicates about a joined recording whose parts differ.
func (r Recording) JoinWarnings() []string { return r.joined }

// leftOutOfParts is what is left out of the originals that were joined behind the
// first.
func (r Recording) leftOutOfParts() []string {
	var list []string
	for i, p := range r.parts {
		if i == 0 {
			continue
		}
		for _, why := range append(slices.Clone(p.found.LeftOut), leftOut(p.found.Subtitles)...) {
			list = append(list, "continues in "+p.name+", which "+why)
		}
	}
	return list
}

// maxNamed is how many streams a sentence names.
const maxNamed = 5

// untextual is why subtitles of a codec cannot become captions.
func untextual(codec string) string {
	switch codec {
	case "dvd_subtitle", "hdmv_pgs_subtitle", "dvb_subtitle", "xsub":
		return pictured
	case "dvb_teletext":
		return teletext
	}
	return unreadable
}

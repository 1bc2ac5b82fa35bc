package plan

import (
	"fmt"
	"slices"
	"strconv"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// Reasons why a subtitle stream is not used, predicates.
const (
	forcedOnly  = "has forced subtitles, which only translate single passages and are left out"
	bitmaps     = "has image subtitles, which contain no text and are left out"
	teletext    = "has teletext subtitles, which cannot be read and are left out"
	unsupported = "has subtitles in an unsupported format, which are left out"
)

// subtitleWarnings returns predicates about the subtitle streams that are not used. There
// is one for each reason, since a crafted file can have thousands of streams.
func subtitleWarnings(subtitles []meeting.Subtitle) []string {
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
			why = whyUnusable(s.Codec)
		}
		streams[why] = append(streams[why], strconv.Itoa(s.Index))
	}
	var list []string
	for _, why := range []string{forcedOnly, bitmaps, teletext, unsupported} {
		switch which := streams[why]; len(which) {
		case 0:
		case 1:
			list = append(list, why+" (stream "+which[0]+")")
		default:
			list = append(list, why+" (streams "+words.List(which, maxListed)+")")
		}
	}
	for _, n := range []int{texts, closed} {
		if n > maxSubtitles {
			list = append(list, fmt.Sprintf("has %d caption streams, of which only the first %d are used", n, maxSubtitles))
		}
	}
	return list
}

// JoinWarnings returns predicates about differences between the parts of a joined
// recording.
func (r Recording) JoinWarnings() []string { return r.joined }

// partWarnings returns predicates about unused streams of the parts after the first.
func (r Recording) partWarnings() []string {
	var list []string
	for i, p := range r.parts {
		if i == 0 {
			continue
		}
		for _, why := range append(slices.Clone(p.found.LeftOut), subtitleWarnings(p.found.Subtitles)...) {
			list = append(list, "continues in "+p.name+", which "+why)
		}
	}
	return list
}

// maxListed is how many streams one warning lists.
const maxListed = 5

// whyUnusable returns why subtitles of a codec cannot become captions, a predicate.
func whyUnusable(codec string) string {
	switch codec {
	case "dvd_subtitle", "hdmv_pgs_subtitle", "dvb_subtitle", "xsub":
		return bitmaps
	case "dvb_teletext":
		return teletext
	}
	return unsupported
}

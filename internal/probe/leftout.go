package probe

import (
	"fmt"
	"strconv"
	"strings"

	"proceedings/internal/words"
)

// What no reader misses of a recording. Every other stream of data is named in
// a warning.
//
//	tmcd                    a camera's time code
//	text                    names of chapters, which are read as chapters
//	rtp                     how a server is to send another stream
//	gpmd fdsc camm djmd dbgi rtmd nmea mebx mett
//	                        a camera's position and sensors (GoPro, Android, DJI, Sony, Apple)
//	klv timed_id3 scte_35 epg
//	                        a broadcast's marks and programme guide
//	dvd_nav_packet          navigation data of a DVD
//	dsmcc_b                 a broadcast's interactive pages
func ignorable(s stream) bool {
	if s.Type == "attachment" {
		return font(s)
	}
	switch s.Codec {
	case "klv", "timed_id3", "scte_35", "epg", "dsmcc_b", "dvd_nav_packet":
		return true
	}
	switch strings.TrimSpace(s.CodecTag) {
	case "tmcd", "text", "rtp", "gpmd", "fdsc", "camm", "djmd", "dbgi", "rtmd", "nmea", "mebx", "mett":
		return true
	}
	return false
}

// font reports whether an attached file is a font, which Matroska carries for
// subtitles.
func font(s stream) bool {
	kind := strings.ToLower(s.Tags["mimetype"])
	return s.Codec == "ttf" || s.Codec == "otf" || strings.HasPrefix(kind, "font/") ||
		strings.Contains(kind, "-font") || kind == "application/vnd.ms-opentype"
}

// maxNamed is how many streams or files a sentence names.
const maxNamed = 5

// leftOut are the streams that are neither picture, sound nor subtitles, and
// chapters beyond those that are kept, as predicates.
func (h header) leftOut() []string {
	var list, data, files []string
	for _, s := range h.Streams {
		switch {
		case s.Type == "video", s.Type == "audio", s.Type == "subtitle", ignorable(s):
		case s.Type == "attachment":
			if name := title(s.Tags["filename"]); name != "" {
				files = append(files, strconv.Quote(name))
			} else {
				files = append(files, "stream "+strconv.Itoa(s.Index))
			}
		default:
			data = append(data, strconv.Itoa(s.Index))
		}
	}
	switch len(data) {
	case 0:
	case 1:
		list = append(list, "has data of an unknown kind beside picture and sound, which is left out (stream "+data[0]+")")
	default:
		list = append(list, "has data of an unknown kind beside picture and sound, which is left out (streams "+words.List(data, maxNamed)+")")
	}
	if len(files) > 0 {
		list = append(list, "has files attached to it, which are left out ("+words.List(files, maxNamed)+"); hand them in beside it to publish them")
	}
	if n := len(lastingChapters(h.Chapters)); n > maxChapters {
		list = append(list, fmt.Sprintf("has %d chapters, of which the first %d are used", n, maxChapters))
	}
	return list
}

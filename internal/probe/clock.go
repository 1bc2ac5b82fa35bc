package probe

import (
	"regexp"
	"time"
)

// earliest is the first year in which a recorder's clock is believed: one that
// was never set shows 1904 or 1970.
const earliest = 1995

// created is what the file says of when it was made, RFC 3339 in UTC; empty
// where it does not say so.
func (h header) created() string {
	tags := []map[string]string{h.Format.Tags}
	for _, s := range h.Streams {
		tags = append(tags, s.Tags)
	}
	for _, t := range tags {
		for _, name := range []string{"creation_time", "com.apple.quicktime.creationdate"} {
			for _, layout := range []string{time.RFC3339Nano, "2006-01-02T15:04:05-0700"} {
				if at, err := time.Parse(layout, t[name]); err == nil && at.Year() >= earliest {
					return at.UTC().Format(time.RFC3339Nano)
				}
			}
		}
	}
	return ""
}

// timecode is the time that the recorder wrote for the first frame, as SMPTE ST
// 12-1 writes it; empty where there is none. QuickTime has it in a track of its
// own, which ffprobe shows with the picture, too; MXF in the header.
func (h header) timecode() string {
	form := regexp.MustCompile(`^([01]\d|2[0-3]):[0-5]\d:[0-5]\d[:;.]\d{2,3}$`)
	var found string
	for _, s := range h.Streams {
		if code := s.Tags["timecode"]; form.MatchString(code) && (found == "" || s.Type == "video") {
			found = code
			if s.Type == "video" {
				return found
			}
		}
	}
	if code := h.Format.Tags["timecode"]; found == "" && form.MatchString(code) {
		return code
	}
	return found
}

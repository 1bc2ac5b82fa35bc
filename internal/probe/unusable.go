package probe

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"proceedings/internal/fault"
)

// unusableReason says why a stream cannot be used, as a predicate; empty for one that
// can.
type unusableReason string

const (
	undecodable unusableReason = "cannot be decoded"
	protected   unusableReason = "is protected by DRM"
)

// markUnusable marks the streams whose headers already show that they cannot be used.
func (h header) markUnusable() {
	_, locked := h.Format.Tags["ASF_Protection_Type"]
	for i, s := range h.Streams {
		switch {
		case !s.film() && s.Type != "audio":
		case locked || s.encrypted():
			h.Streams[i].Unusable = protected
		case s.Codec == "" || s.Codec == "unknown" || s.Type == "audio" && s.Channels == 0, s.film() && s.Width*s.Height <= 0:
			h.Streams[i].Unusable = undecodable
		}
	}
}

// encrypted reports whether the header says so: by a sample description of
// Common Encryption (ISO/IEC 23001-7), FairPlay or Audible, or by the key's ID
// of WebM.
func (s stream) encrypted() bool {
	_, keyed := s.Tags["enc_key_id"]
	return keyed || slices.Contains([]string{"encv", "enca", "drmi", "drms", "aavd"}, s.CodecTag)
}

// leftOut says which streams cannot be used, and why, as predicates about the
// file.
func leftOut(h header, packets map[int]*track) []string {
	var list []string
	number := 0
	for _, s := range h.Streams {
		t := packets[s.Index]
		empty := t == nil || t.count == 0
		switch {
		case s.Type == "audio":
			number++
			if empty {
				list = append(list, fmt.Sprintf("has a sound track that is empty and was left out (track %d)", number))
			} else if s.Unusable != "" {
				list = append(list, fmt.Sprintf("has a sound track that %s and was left out (track %d, %s)", s.Unusable, number, s.codecName()))
			}
		case s.film() && s.Unusable != "" && !empty:
			list = append(list, fmt.Sprintf("has a picture that %s and was left out (%s)", s.Unusable, s.codecName()))
		}
	}
	return list
}

// refuseUnusable refuses a file without a stream that can be used.
func refuseUnusable(h header) error {
	var names []string
	for _, s := range h.Streams {
		switch {
		case s.Unusable == protected:
			return fault.Refuse("is protected by DRM, so nobody but its player can decode it")
		case s.Unusable == undecodable && s.Type == "audio":
			names = append(names, "sound in "+s.codecName())
		case s.Unusable == undecodable:
			names = append(names, "a picture in "+s.codecName())
		}
	}
	if len(names) == 0 {
		return fault.Refuse("has neither video nor audio")
	}
	return fault.Refuse("holds only what cannot be decoded: %s", strings.Join(names, ", "))
}

// codecName is the name of the codec in ffmpeg, or else in the container.
func (s stream) codecName() string {
	if s.Codec != "" && s.Codec != "unknown" {
		return s.Codec
	}
	if regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._ -]{1,3}$`).MatchString(s.CodecTag) {
		return strings.TrimSpace(s.CodecTag)
	}
	return "an unknown codec"
}

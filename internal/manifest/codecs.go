package manifest

import "strings"

// family is what of a codecs string tells one kind of coding from another: the
// name of the first one's sample entry, such as avc1 or av01 (RFC 6381, section
// 3.3).
func family(codecs string) string {
	name, _, _ := strings.Cut(codecs, ".")
	return strings.TrimSpace(name)
}

// rank orders renditions that differ in their coding only: H.264 first, which
// everything plays.
func rank(codecs string) int {
	if name := family(codecs); name == "avc1" || name == "avc3" {
		return 0
	}
	return 1
}

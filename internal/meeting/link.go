package meeting

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// longestURL is beyond what browsers take.
const longestURL = 4096

// Followable is an address of a page or of a person, without space around it;
// anything else is not for a reader to follow. ok is false then.
func Followable(address string) (clean string, ok bool) {
	clean = strings.TrimSpace(address)
	u, err := url.Parse(clean)
	if err != nil || len(clean) > longestURL || !utf8.ValidString(clean) {
		return "", false
	}
	switch strings.ToLower(u.Scheme) {
	case "http", "https":
		ok = u.Host != ""
	case "mailto":
		ok = u.Opaque != ""
	}
	if !ok {
		return "", false
	}
	return clean, true
}

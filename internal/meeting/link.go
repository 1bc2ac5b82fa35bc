package meeting

import (
	"net/url"
	"strings"
	"unicode/utf8"
)

// longestURL is beyond what browsers take.
const longestURL = 4096

// Followable is an address that a reader may follow: of a page or an e-mail
// address, without surrounding space and without a user name and password. ok is false
// for any other.
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
	if u.User != nil {
		clean = withoutUser(clean)
	}
	return clean, true
}

// withoutUser is an address without its user name and password.
func withoutUser(address string) string {
	before, after, _ := strings.Cut(address, "//")
	end := len(after)
	if i := strings.IndexAny(after, "/?#"); i >= 0 {
		end = i
	}
	return before + "//" + after[strings.LastIndexByte(after[:end], '@')+1:]
}

package intake

import (
	"crypto/sha256"
	"encoding/hex"
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// idPattern is what an ID looks like.
const idPattern = `^[a-z0-9][a-z0-9-]{0,63}$`

const (
	maxMeetingID = 64
	maxSourceID  = 40
	fewLetters   = 3 // a slug of fewer says nothing without a date, or if the title has others
)

// ValidID reports whether a meeting, a file or a presentation can have an ID.
func ValidID(id string) bool { return regexp.MustCompile(idPattern).MatchString(id) }

// slug is text in lower-case ASCII letters, digits and single hyphens, at most
// limit long, cut between words where that leaves enough. It is empty for a
// text without a letter that it knows.
func slug(text string, limit int) string {
	var b strings.Builder
	gap := false
	for _, r := range norm.NFKD.String(special().Replace(strings.ToLower(text))) {
		switch {
		case r >= 'a' && r <= 'z', r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			gap = false
			b.WriteRune(unicode.ToLower(r))
		case unicode.Is(unicode.Mn, r), r == '\'', r == '’':
			// an accent, or an apostrophe within a word
		default:
			gap = true
		}
	}
	s := b.String()
	if len(s) <= limit {
		return s
	}
	cut := s[:limit]
	if i := strings.LastIndexByte(cut, '-'); s[limit] != '-' && i > limit/2 {
		cut = cut[:i]
	}
	return strings.Trim(cut, "-")
}

// special are the letters that decomposition leaves as they are.
func special() *strings.Replacer {
	return strings.NewReplacer("ß", "ss", "æ", "ae", "œ", "oe", "ø", "o", "đ", "d", "ð", "d",
		"þ", "th", "ł", "l", "ħ", "h", "ı", "i", "ŋ", "n", "ŧ", "t", "ĸ", "k")
}

// hashed stands in for the slug of a text that has none.
func hashed(prefix, text string) string {
	sum := sha256.Sum256([]byte(text))
	return prefix + "-" + hex.EncodeToString(sum[:4])
}

// meetingID makes an ID of a date, which may be empty, and a title.
func meetingID(date, title string) string {
	if date != "" {
		date += "-"
	}
	s := slug(title, maxMeetingID-len(date))
	if len(strings.ReplaceAll(s, "-", "")) < fewLetters && (date == "" || s == "" || loses(title)) {
		s = hashed("m", title)
	}
	return date + s
}

// loses reports whether the slug of a text lacks some of its letters or digits.
func loses(text string) bool {
	for _, r := range norm.NFKD.String(special().Replace(strings.ToLower(text))) {
		if r > unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return true
		}
	}
	return false
}

// MakeID returns an ID of a meeting made of a text, such as an archivist's own number. It is
// empty if the text has too few letters and digits of the Latin alphabet.
func MakeID(text string) string {
	if loses(text) {
		return ""
	}
	return slug(text, maxMeetingID)
}

// sourceID makes an ID of a file's name; it may not be unique.
func sourceID(name string) string {
	if s := slug(stem(name), maxSourceID); s != "" {
		return s
	}
	return hashed("f", name)
}

// taken are the IDs that are in use.
type taken map[string]bool

// unique is id, or where it is in use already, id with -2, -3, … behind it.
func (t taken) unique(id string, limit int) string {
	candidate := id
	for n := 2; t[candidate]; n++ {
		end := "-" + strconv.Itoa(n)
		candidate = strings.TrimRight(id[:min(len(id), limit-len(end))], "-") + end
	}
	t[candidate] = true
	return candidate
}

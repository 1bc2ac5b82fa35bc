package intake

import (
	"net/url"
	"path"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"proceedings/internal/words"
)

// Pieces of the patterns below.
const (
	ymd = `(\d{4})[-_.]?(\d\d)[-_.]?(\d\d)`
	dmy = `(\d\d?)\.(\d\d?)\.(\d{4})`
	// clock is a time of day: with separators, or six digits.
	clock = `(?:[T _-]+(?:at )?(?:[01]\d|2[0-3])(?:[-.:h_][0-5]\d(?:[-.:_][0-5]\d)?|[0-5]\d[0-5]\d))?`
	gap   = `[\s_.,–—-]+`
)

// pattern finds a date in a name. title is the number of the group that is the
// rest of the name, year that of the year, then month and day follow (or the
// other way round where dayFirst).
type pattern struct {
	expr        string
	title, year int
	dayFirst    bool
}

// patterns are tried in order; the first that finds a date that exists, wins.
func patterns() []pattern {
	return []pattern{
		// Zoom: GMT20230606-081500_Recording_1920x1080
		{expr: `^GMT(\d{4})(\d\d)(\d\d)-\d{6}(?:_Recording\w*)?(.*)$`, title: 4, year: 1},
		// Teams: Title-20230606_081500-Meeting Recording, the end in any language
		{expr: `^(.+?)[-_ ](\d{4})(\d\d)(\d\d)_\d{6}(?:UTC)?-[^\d].*$`, title: 1, year: 2},
		// Webex: Title-20230606 0815-1
		{expr: `^(.+?)-(\d{4})(\d\d)(\d\d) \d{4}-\d{1,2}$`, title: 1, year: 2},
		// Meet: Title - 2023_06_06 08_15 CEST - Recording; Title (2023-06-06 at 08_15 GMT+2)
		{expr: `^(.+?) - (\d{4})[-_/](\d\d)[-_/](\d\d) \d\d[-_:]\d\d \S+ [-–] .*$`, title: 1, year: 2},
		{expr: `^(.+?) \((\d{4})-(\d\d)-(\d\d) at [^)]*\)$`, title: 1, year: 2},
		// Anybody: at the start, at the end; OBS has nothing but date and time.
		{expr: `^` + ymd + clock + `(?:` + gap + `(.*))?$`, title: 4, year: 1},
		{expr: `^` + dmy + clock + `(?:` + gap + `(.*))?$`, title: 4, year: 3, dayFirst: true},
		{expr: `^(.+?)[\s_.,(–—-]+` + ymd + clock + `\)?$`, title: 1, year: 2},
		{expr: `^(.+?)[\s_,(–—-]+` + dmy + clock + `\)?$`, title: 1, year: 4, dayFirst: true},
	}
}

// parseName takes a name without its extension apart: into a title for people,
// empty if there is none worth the name, and a date, empty if there is none.
func parseName(name string) (title, date string) {
	name = norm.NFC.String(strings.ToValidUTF8(name, "\ufffd"))
	if strings.Contains(name, "%20") {
		if plain, err := url.PathUnescape(name); err == nil && utf8.ValidString(plain) {
			name = plain
		}
	}
	name = strings.TrimSpace(name)
	rest := name
	for _, p := range patterns() {
		m := regexp.MustCompile(p.expr).FindStringSubmatch(name)
		if m == nil {
			continue
		}
		parts := [3]string{m[p.year], "", ""}
		if p.dayFirst {
			parts[1], parts[2] = m[p.year-1], m[p.year-2]
		} else {
			parts[1], parts[2] = m[p.year+1], m[p.year+2]
		}
		if found := realDate(parts); found != "" {
			rest, date = m[p.title], found
			break
		}
	}
	if date == "" {
		if m := regexp.MustCompile(`(?:^|\D)(\d{4})-(\d\d)-(\d\d)(?:\D|$)`).FindStringSubmatch(name); m != nil {
			date = realDate([3]string{m[1], m[2], m[3]})
		}
	}
	if title = readable(rest); generic(title) {
		title = ""
	}
	return title, date
}

// realDate is year, month and day in ISO 8601, if there was or will be such a
// day in our times.
func realDate(parts [3]string) string {
	day, err := time.Parse("2006-1-2", strings.Join(parts[:], "-"))
	if err != nil || day.Year() < 1900 || day.Year() > 2100 {
		return ""
	}
	return day.Format(time.DateOnly)
}

// generic reports whether a title is one that machines give.
func generic(title string) bool {
	return regexp.MustCompile(`(?i)^(?:[^\pL]*|` +
		`(?:zoom|video|audio|film|movie|clip|recording|recordings|rec|record|track|untitled|unnamed|new recording|aufnahme|aufnahmen|` +
		`meeting recording|audio only|shared screen.*|screen ?(?:recording|capture|cast).*|bildschirmaufnahme.*|` +
		`(?:mvi|img|vid|dsc[fn]?|gopr|g[hxp]|mah|clip|pxl|c|downloads?|files?|tmp|temp|desktop|documents|videos|movies))[^\pL]*)$`).MatchString(title)
}

// readable makes a title of a file's or a folder's name, as far as its letters
// tell what was meant: underscores become spaces, a number that only sorts
// goes, capitals throughout do not shout.
func readable(name string) string {
	name = regexp.MustCompile(`^\d{1,3}_+(\pL)`).ReplaceAllString(name, "$1")
	name = strings.Trim(words.OneLine(strings.ReplaceAll(name, "_", " ")), " -–—.,")
	if m := regexp.MustCompile(`^(?:0\d{0,2}[ .-]+|\d{1,3}(?:\. ?| - ))(\pL.*)$`).FindStringSubmatch(name); m != nil {
		name = m[1]
	}
	name = regexp.MustCompile(` \d{9,11}$`).ReplaceAllString(name, "") // the number of a Zoom meeting
	if hyphenated(name) {
		name = strings.ReplaceAll(name, "-", " ")
	}
	name = quiet(name)
	if first, size := utf8.DecodeRuneInString(name); unicode.IsLower(first) {
		if word, _, _ := strings.Cut(name, " "); strings.ToLower(word) == word { // not "iPhone"
			name = string(unicode.ToTitle(first)) + name[size:]
		}
	}
	if runes := []rune(name); len(runes) > 200 {
		name = strings.TrimSpace(string(runes[:200]))
	}
	return name
}

// hyphenated reports whether hyphens stand for spaces: there are no others, no
// part is so short that it may be a prefix ("e-mail"), and it is not one word
// with a capital ("Kick-off").
func hyphenated(name string) bool {
	if strings.ContainsAny(name, " \t") || !strings.Contains(name, "-") {
		return false
	}
	parts := strings.Split(name, "-")
	if first, _ := utf8.DecodeRuneInString(name); len(parts) == 2 && unicode.IsUpper(first) && strings.ToLower(parts[1]) == parts[1] {
		return false
	}
	for _, part := range parts {
		if utf8.RuneCountInString(part) < 2 {
			return false
		}
	}
	return true
}

// quiet writes words all in capitals with one, unless it is a single short one:
// then it is a name ("NATO").
func quiet(name string) string {
	letters := 0
	for _, r := range name {
		if unicode.IsLower(r) {
			return name
		}
		if unicode.IsUpper(r) {
			letters++
		}
	}
	if letters <= 5 {
		return name
	}
	var b strings.Builder
	inside := false
	for _, r := range name {
		if inside {
			r = unicode.ToLower(r)
		}
		inside = unicode.IsLetter(r) || unicode.IsMark(r) || inside && r == '\''
		b.WriteRune(r)
	}
	return b.String()
}

// stem is a file's name without folders and extension. What follows a dot is
// no extension if it has no letter ("v1.2") or is not one word.
func stem(name string) string {
	base := path.Base(name)
	ext := path.Ext(base)
	if ext == base || !regexp.MustCompile(`^\.[0-9]{0,3}[A-Za-z][A-Za-z0-9]{0,9}$`).MatchString(ext) {
		return base
	}
	return strings.TrimSuffix(base, ext)
}

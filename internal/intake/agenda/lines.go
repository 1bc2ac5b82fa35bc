package agenda

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// minLines is how many lines with times make an agenda of a text.
const minLines = 3

// Lines reads an agenda from lines of text such as
//
//	10:30 – 11:00   Clear water, Ann Lee
//
// Columns are separated by two or more spaces. It is careful: it returns nothing unless at
// least three lines begin with times, and all of these times rise. The items have no day.
func Lines(lines []string) []Item {
	var items []Item
	count, last := 0, -1
	for _, text := range lines {
		minute, rest, ok := timed(text)
		if !ok {
			continue
		}
		if minute <= last {
			return nil
		}
		last = minute
		count++
		i := titleAndSpeakers(rest)
		i.Start = time.Date(1, 1, 1, 0, minute, 0, 0, time.UTC)
		if i.isBreak() {
			continue
		}
		var err error
		if items, err = add(items, i); err != nil {
			return nil
		}
	}
	if count < minLines {
		return nil
	}
	return items
}

// Clock is the planned time of day of an item that [Lines] returned.
func (i Item) Clock() string { return i.Start.Format("15:04") }

// timed splits a line into its time, in minutes of the day, and what follows.
func timed(text string) (minute int, rest string, ok bool) {
	const clock = `(\d{1,2})[:.h](\d{2})(?:\s?([ap])\.?m\.?\b)?(?:\s?(?:uhr|h)\b)?`
	line := regexp.MustCompile(`(?i)^\s*` + clock + `(?:\s*(?:-|–|—|to\b|bis\b|until\b)\s*` + clock + `)?[:|]?\s+(\S.*)$`)
	m := line.FindStringSubmatch(text[:min(len(text), 1000)])
	if m == nil {
		return 0, "", false
	}
	minute, ok = minutes(m[1], m[2], m[3], m[6])
	if !ok {
		return 0, "", false
	}
	if m[4] != "" {
		end, valid := minutes(m[4], m[5], m[6], m[6])
		if !valid || end <= minute {
			return 0, "", false
		}
	}
	rest = strings.TrimSpace(m[7])
	first := []rune(rest)[0]
	return minute, rest, unicode.IsLetter(first) || strings.ContainsRune(`"“„«‘'`, first)
}

// minutes of the day of a time. Of "9:00 – 11:30 am", half holds for both. Agendas use
// multiples of five minutes; "1.12 Methods" is a section of a document.
func minutes(hour, minute, half, other string) (int, bool) {
	h, err1 := strconv.Atoi(hour)
	m, err2 := strconv.Atoi(minute)
	if half == "" && strings.EqualFold(other, "a") {
		half = other
	}
	switch {
	case err1 != nil, err2 != nil, h > 23, m > 59, m%5 != 0, half != "" && (h == 0 || h > 12):
		return 0, false
	case strings.EqualFold(half, "p") && h < 12:
		h += 12
	case strings.EqualFold(half, "a") && h == 12:
		h = 0
	}
	return h*60 + m, true
}

// titleAndSpeakers takes a line apart: "Title, Name", "Title (Name)", "Title – Name", or
// title and names in columns. Where the end is no name, all of it is the title.
func titleAndSpeakers(text string) Item {
	columns := regexp.MustCompile(`\s{2,}|\t`).Split(text, -1)
	if n := len(columns); n > 1 {
		if names := speakers(columns[n-1]); names != nil {
			return Item{Title: strings.Join(columns[:n-1], " "), Speakers: names}
		}
	}
	whole := strings.Join(columns, " ")
	for _, form := range []string{`^(.+\S) ?\(([^()]+)\)$`, `^(.+?\S) [–—-] (.+)$`, `^(.+?),\s+(.+)$`, `^(.+),\s+(.+)$`} {
		m := regexp.MustCompile(form).FindStringSubmatch(whole)
		if m == nil {
			continue
		}
		if names := speakers(m[2]); names != nil {
			return Item{Title: m[1], Speakers: names}
		}
	}
	return Item{Title: whole}
}

// speakers are the names that a text consists of, or nil if it is anything else.
func speakers(text string) []string {
	names := regexp.MustCompile(`\s*(?:,|;|/|&|\band\b|\bund\b|\bet\b)\s*`).Split(strings.TrimSpace(text), -1)
	if slices.ContainsFunc(names, func(name string) bool { return !isName(name) }) {
		return nil
	}
	return names
}

// isName reports whether a text looks like the name of a person: two to four words that
// begin with capitals, with particles between them.
func isName(text string) bool {
	parts := strings.Fields(text)
	capitals := 0
	for i, part := range parts {
		first := []rune(part)[0]
		switch {
		case strings.IndexFunc(part, func(r rune) bool {
			return !unicode.IsLetter(r) && !unicode.IsMark(r) && !strings.ContainsRune(".-'’", r)
		}) >= 0:
			return false
		case unicode.IsUpper(first) || unicode.IsTitle(first):
			capitals++
		case i == 0 || !slices.Contains([]string{"de", "la", "le", "van", "von", "der", "den", "dos", "da", "di", "du", "el", "al", "bin", "zu", "ten", "ter"}, part):
			return false
		}
	}
	return capitals >= 2 && len(parts) <= 6 && capitals <= 4
}

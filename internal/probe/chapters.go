package probe

import (
	"cmp"
	"slices"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// chapter is what ffprobe says of a chapter. Times are seconds.
type chapter struct {
	Start string            `json:"start_time"`
	End   string            `json:"end_time"`
	Tags  map[string]string `json:"tags"`
}

// A crafted file has as many chapters as fit, with a novel for a title; a
// person reads neither.
const (
	maxChapters = 1000
	maxTitle    = 200 // characters
)

// lastingChapters are the chapters that have an end behind their beginning.
func lastingChapters(found []chapter) []chapter {
	return slices.DeleteFunc(slices.Clone(found), func(c chapter) bool { return seconds(c.End) <= seconds(c.Start) })
}

// chapters are those that last, in the order of time.
func chapters(found []chapter) []meeting.Chapter {
	var kept []meeting.Chapter
	found = lastingChapters(found)
	for _, c := range found[:min(len(found), maxChapters)] {
		kept = append(kept, meeting.Chapter{Start: seconds(c.Start), End: seconds(c.End), Title: title(c.Tags["title"])})
	}
	slices.SortStableFunc(kept, func(a, b meeting.Chapter) int { return cmp.Compare(a.Start, b.Start) })
	return kept
}

// title is text on one line, and not too much of it.
func title(text string) string {
	text = strings.ToValidUTF8(words.OneLine(text), "\uFFFD")
	if characters := []rune(text); len(characters) > maxTitle {
		return string(characters[:maxTitle-1]) + "…"
	}
	return text
}

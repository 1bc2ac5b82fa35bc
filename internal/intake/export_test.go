package intake

import (
	"slices"
	"strings"

	"proceedings/internal/sniff"
)

// The pure parts, for the tests.

// Slug is slug.
func Slug(text string, limit int) string { return slug(text, limit) }

// MeetingID is meetingID.
func MeetingID(date, title string) string { return meetingID(date, title) }

// SourceID is sourceID.
func SourceID(name string) string { return sourceID(name) }

// ParseName is parseName.
func ParseName(name string) (title, date string) { return parseName(name) }

// Stem is stem.
func Stem(name string) string { return stem(name) }

// Natural is natural.
func Natural(a, b string) int { return natural(a, b) }

// Parse is the moment that a text stands for.
func Parse(text string) (float64, error) {
	var m Moment
	err := m.setText(text)
	return float64(m), err
}

// Unique takes the IDs in turn.
func Unique(ids []string, limit int) []string {
	used := make(taken)
	made := make([]string, len(ids))
	for i, id := range ids {
		made[i] = used.unique(id, limit)
	}
	return made
}

// ParseProblems is how many mistakes are in the sheet, by itself.
func ParseProblems(data []byte) int {
	_, r := parseSheet(data)
	return len(r.problems)
}

// Listed is a file of a listing in memory. A size above that of the content
// stands for a file that is longer than its beginning.
type Listed struct {
	Name    string
	Content string
	Size    int64
}

// Decide says what meeting a listing is; sheet is a meeting.yaml, if not empty.
func Decide(folder string, files []Listed, sheet string) (Input, error) {
	found := listing{folder: folder}
	for _, f := range files {
		e := entry{path: "/" + f.Name, name: f.Name, size: max(f.Size, int64(len(f.Content)))}
		format, err := sniff.File(strings.NewReader(f.Content), int64(len(f.Content)))
		if err != nil {
			return Input{}, err
		}
		e.format = format
		if limit := e.helperSize(); limit > 0 {
			e.helper = []byte(f.Content[:min(len(f.Content), int(limit))])
		}
		found.entries = append(found.entries, e)
	}
	slices.SortStableFunc(found.entries, func(a, b entry) int { return natural(a.name, b.name) })
	if sheet != "" {
		found.sheet = &sheetFile{path: "meeting.yaml", data: []byte(sheet)}
	}
	return decide(found, Options{})
}

// ReadMetadata is readMetadata.
func ReadMetadata(data []byte) (title, date string, err error) {
	found, err := readMetadata(data)
	return found.title, found.date, err
}

// Recognisers are the rows of the documentation's table: what, its files, and
// what it becomes.
func Recognisers() [][3]string {
	var rows [][3]string
	for _, r := range recognisers() {
		rows = append(rows, [3]string{r.name, r.looks, r.becomes})
	}
	return rows
}

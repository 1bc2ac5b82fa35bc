package intake

// The pure parts, for the tests.

// Slug is slug.
func Slug(text string, limit int) string { return slug(text, limit) }

// MeetingID is meetingID.
func MeetingID(date, title string) string { return meetingID(date, title) }

// SourceID is sourceID.
func SourceID(name string) string { return sourceID(name) }

// ValidID is validID.
func ValidID(id string) bool { return validID(id) }

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

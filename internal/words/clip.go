package words

import "strings"

// Clip returns the first characters of a text from elsewhere, with an ellipsis if there are
// more, for a message.
func Clip(text string, most int) string {
	n := 0
	for at := range text {
		if n == most {
			return strings.ToValidUTF8(text[:at], "\ufffd") + "…"
		}
		n++
	}
	return text
}

package meeting

import "strings"

// advice separates a message about a file from advice for the organiser of the meeting.
// Messages have no other semicolons.
const advice = "; "

// ForReaders returns a message about a file without advice: which key to set and what to
// export is not for readers.
func ForReaders(message string) string {
	message, _, _ = strings.Cut(message, advice)
	return message
}

// InMessage returns a text of a file, such as a line of a slide, to quote in a message.
func InMessage(text string) string { return strings.ReplaceAll(text, advice, ", ") }

package meeting

import "strings"

// Cue is a stretch of a recording with what is said in it.
type Cue struct {
	Start   float64 `json:"start"` // seconds on the recording's timeline
	End     float64 `json:"end"`
	Speaker string  `json:"speaker,omitempty"` // who says it, where the captions tell
	Text    string  `json:"text"`              // plain, a line of the caption a line
}

// Paragraph is what somebody says in one go, for reading.
type Paragraph struct {
	Start   float64
	End     float64
	Speaker string // empty where the captions do not tell
	Text    string // on one line
}

// A paragraph ends where somebody else speaks, where nobody does for a while,
// and, so that a talk of an hour is no wall of letters, with a sentence that is
// over after enough of them.
const (
	longPause     = 4.0 // seconds
	longParagraph = 600 // bytes
)

// Paragraphs are cues put together for reading. Captions that name a speaker
// only where it changes mean the same one until then.
func Paragraphs(cues []Cue) []Paragraph {
	var list []Paragraph
	for _, c := range cues {
		text := strings.Join(strings.Fields(c.Text), " ")
		if text == "" {
			continue
		}
		if n := len(list); n > 0 {
			last := &list[n-1]
			same := c.Speaker == "" || c.Speaker == last.Speaker
			full := len(last.Text) > longParagraph && strings.ContainsAny(last.Text[len(last.Text)-1:], ".?!")
			if same && !full && c.Start-last.End < longPause {
				last.Text += " " + text
				last.End = max(last.End, c.End)
				continue
			}
			if same && c.Start-last.End < longPause {
				c.Speaker = last.Speaker
			}
		}
		list = append(list, Paragraph{Start: c.Start, End: c.End, Speaker: c.Speaker, Text: text})
	}
	return list
}

package captions

import (
	"bytes"
	"fmt"
	"math"
	"strings"

	"proceedings/internal/meeting"
)

// Write formats captions as WebVTT for publishing: in the order of time, without
// numbers, settings and styles, with speakers as <v>, and everything else escaped.
// [ParseWritten] gives the same captions again.
func Write(cues []meeting.Cue) []byte {
	var out bytes.Buffer
	out.WriteString("WEBVTT\n")
	// ">" too: "-->" would end a caption's text (WebVTT, section 4.1).
	escape := strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")
	for _, c := range cues {
		_, _ = fmt.Fprintf(&out, "\n%s --> %s\n", stamp(c.Start), stamp(c.End)) // a buffer takes all
		if c.Speaker != "" {
			out.WriteString("<v " + escape.Replace(c.Speaker) + ">")
		}
		out.WriteString(escape.Replace(c.Text) + "\n")
	}
	return out.Bytes()
}

// ParseWritten parses the output of [Write].
func ParseWritten(data []byte) []meeting.Cue { return readLines(string(data), "vtt").Cues }

// stamp is a time as WebVTT has it.
func stamp(seconds float64) string {
	ms := int64(math.Round(seconds * 1000))
	return fmt.Sprintf("%02d:%02d:%02d.%03d", ms/3_600_000, ms/60_000%60, ms/1000%60, ms%1000)
}

// Transcript formats captions as plain text: a title and paragraphs, each with its time
// and speaker.
func Transcript(title string, cues []meeting.Cue) []byte {
	var out bytes.Buffer
	if title != "" {
		out.WriteString(title + "\n\n")
	}
	for i, p := range meeting.Paragraphs(cues) {
		if i > 0 {
			out.WriteByte('\n')
		}
		s := int64(p.Start)
		_, _ = fmt.Fprintf(&out, "[%d:%02d:%02d]", s/3600, s/60%60, s%60)
		if p.Speaker != "" {
			out.WriteString(" " + p.Speaker + ":")
		}
		out.WriteString("\n" + p.Text + "\n")
	}
	return out.Bytes()
}

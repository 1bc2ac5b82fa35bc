package captions

import (
	"html"
	"regexp"
	"strings"
)

// utterance is the text of one speaker within a caption.
type utterance struct{ speaker, text string }

// markup is what is known to be no text within a caption. Compiled once, for
// there are thousands of captions.
type markup struct {
	tag       *regexp.Regexp
	positions *regexp.Regexp // of SubRip; nil elsewhere
}

func markupOf(format string) markup {
	m := markup{tag: regexp.MustCompile(
		`(?i)^(/?)(v|c|i|b|u|s|em|strong|span|font|lang|ruby|rt|br)((?:\.[^\s.<>]*)*)(?:\s+([^<>]*?))?\s*/?$|^\d[\d:.,]*$`)}
	if format == "srt" {
		m.positions = regexp.MustCompile(`\{\\[^{}\n]*\}`) // as players have them from SSA
	}
	return m
}

// Mark-up is looked for in so much of a caption, and a tag is so long, in bytes.
const (
	maxPayload = 32 << 10
	maxTag     = 1000
)

// voices takes a caption's text apart by who speaks (WebVTT, section 4.2.2), and
// drops all other mark-up that captions may have. What only looks like mark-up
// is what somebody said, and stays: "<script>" is a word here.
func (m markup) voices(text string) []utterance {
	text = text[:min(len(text), maxPayload)]
	if m.positions != nil {
		text = m.positions.ReplaceAllString(text, "")
	}
	var list []utterance
	var plain strings.Builder
	speaker := ""
	flush := func() {
		if one := (utterance{name(speaker), tidy(html.UnescapeString(plain.String()))}); one.text != "" {
			list = append(list, one)
		}
		plain.Reset()
	}
	for {
		open := strings.IndexByte(text, '<')
		if open < 0 {
			break
		}
		plain.WriteString(text[:open])
		text = text[open:]
		length := strings.IndexByte(text[:min(len(text), maxTag)], '>')
		var parts []string
		if length > 0 {
			parts = m.tag.FindStringSubmatch(strings.ReplaceAll(text[1:length], "\n", " "))
		}
		if parts == nil {
			plain.WriteByte('<')
			text = text[1:]
			continue
		}
		text = text[length+1:]
		switch strings.ToLower(parts[2]) {
		case "v":
			flush()
			speaker = ""
			if parts[1] == "" {
				speaker = html.UnescapeString(parts[4])
			}
		case "br":
			plain.WriteByte('\n')
		}
	}
	plain.WriteString(text)
	flush()
	return list
}

package captions

import (
	"fmt"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// Limits on what is taken for captions. A day of talk has some 25,000 captions
// and 2 MB.
const (
	maxBytes = 16 << 20
	maxCues  = 100_000
	maxText  = 2000 // characters of one
	maxName  = 100  // characters of a speaker's name
)

// Script is the content of a file of captions, on its own timeline.
type Script struct {
	Cues     []meeting.Cue
	Language string // as the file names it; empty if it does not
	Odd      int    // captions whose times cannot be read
}

// Read parses captions. format is the name that package sniff gives the file; lang is
// the assumed language, which chooses the code page of files that are not Unicode.
// Times and texts are those of the file: see [Clean].
func Read(data []byte, format, lang string) (Script, error) {
	if len(data) > maxBytes {
		return Script{}, tooLong()
	}
	var s Script
	var err error
	switch format {
	case "vtt":
		s = readLines(decode(data, lang), format)
	case "srt", "sbv":
		s = readLines(decode(data, lang), format)
	case "ttml", "ass", "stl":
		s, err = readStructured(data, format, lang)
	default:
		return Script{}, fault.Refuse("is in a format (%s) that is not supported for captions", format)
	}
	switch {
	case err != nil:
		return Script{}, err
	case len(s.Cues) > maxCues:
		return Script{}, fault.Refuse("has more than %d captions", maxCues)
	case len(s.Cues) == 0 && s.Odd > 0:
		return Script{}, fault.Refuse("has captions whose times cannot be read")
	case len(s.Cues) == 0:
		return Script{}, fault.Refuse("holds no captions")
	}
	return s, nil
}

// count is a number of captions in words.
func count(n int) string {
	if n == 1 {
		return "one caption"
	}
	return fmt.Sprintf("%d captions", n)
}

// tidy removes control characters, empty lines and needless spaces from text, and
// limits its length.
func tidy(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\u2028', r == '\u2029', r == '\u0085', r == '\v', r == '\f':
			return '\n'
		case r == '\t':
			return ' '
		case r < ' ', r >= 0x7f && r < 0xa0, r == '\ufeff':
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\uFFFD"))
	var lines []string
	for line := range strings.SplitSeq(text, "\n") {
		if line = words.OneLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	return cut(strings.Join(lines, "\n"), maxText)
}

func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	if runes := []rune(text); len(runes) > most {
		return strings.TrimSpace(string(runes[:most-1])) + "…"
	}
	return text
}

// name is a speaker's name on one line.
func name(text string) string {
	return cut(words.OneLine(tidy(text)), maxName)
}

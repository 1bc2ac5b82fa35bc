package captions

import (
	"regexp"
	"strconv"
	"strings"

	"proceedings/internal/meeting"
)

// lineReader reads the formats that are lines: WebVTT, SubRip, and YouTube's sbv.
// It takes what people and programs write and not only what the standards have:
// hours left out, a comma or a dot, settings of every kind, captions without
// numbers. go-astisub gives up on a whole file for one bad time, and takes a
// caption that says "<title>" for a page of HTML.
type lineReader struct {
	format string
	markup markup
	script Script
	now    *pending // the caption that is being read
}

// pending is a caption whose lines are being gathered.
type pending struct {
	start, end float64
	lines      []string
	ended      bool // its text is over; what follows is something else
}

const moment = `(-?(?:\d{1,4}:)?\d{1,2}:\d{1,2}(?:[.,]\d{1,9})?)`

func readLines(text, format string) Script {
	r := lineReader{format: format, markup: markupOf(format)}
	timing := regexp.MustCompile(`^\s*` + moment + `\s*--+>\s*` + moment + `(?:\s.*)?$`)
	if format == "sbv" {
		timing = regexp.MustCompile(`^\s*` + moment + `\s*,\s*` + moment + `\s*$`)
	}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text)
	header := format == "vtt"
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		arrow := strings.Contains(line, "-->")
		switch {
		case len(r.script.Cues) > maxCues:
			return r.script
		case header && number > 1 && !arrow:
			header = strings.TrimSpace(line) != ""
			if lang, found := strings.CutPrefix(line, "Language:"); found {
				r.script.Language = strings.TrimSpace(lang)
			}
			continue
		case header && number == 1:
			continue
		}
		header = false
		if times := timing.FindStringSubmatch(line); times != nil {
			r.begin(times[1], times[2])
			continue
		}
		if arrow && format != "sbv" && (r.now == nil || r.now.ended || blank(r.now.lines)) {
			r.script.Odd++ // a time that is none
			r.finish()
			continue
		}
		r.text(line)
	}
	r.finish()
	return r.script
}

// begin ends the caption before, whose last line is the number of this one, and
// begins the next.
func (r *lineReader) begin(start, end string) {
	if r.now != nil && r.format == "srt" {
		lines := r.now.lines
		for len(lines) > 0 && strings.TrimSpace(lines[len(lines)-1]) == "" {
			lines = lines[:len(lines)-1]
		}
		if n := len(lines); n > 0 && digits(lines[n-1]) && (n == 1 || strings.TrimSpace(lines[n-2]) == "" || n < len(r.now.lines)) {
			lines = lines[:n-1]
		}
		r.now.lines = lines
	}
	r.finish()
	r.now = &pending{start: seconds(start), end: seconds(end)}
}

// text takes a line that is no time. An empty one ends a caption's text, but for
// SubRip, where some have empty lines within.
func (r *lineReader) text(line string) {
	if r.now == nil || r.now.ended {
		return // a number, a note, a style
	}
	if strings.TrimSpace(line) == "" && r.format != "srt" {
		r.now.ended = true
		return
	}
	r.now.lines = append(r.now.lines, line)
}

func (r *lineReader) finish() {
	if r.now == nil {
		return
	}
	for _, said := range r.markup.voices(strings.Join(r.now.lines, "\n")) {
		r.script.Cues = append(r.script.Cues, meeting.Cue{Start: r.now.start, End: r.now.end, Speaker: said.speaker, Text: said.text})
	}
	r.now = nil
}

func blank(lines []string) bool { return strings.TrimSpace(strings.Join(lines, "")) == "" }

func digits(line string) bool {
	_, err := strconv.ParseUint(strings.TrimSpace(line), 10, 32)
	return err == nil
}

// seconds reads h:mm:ss.mmm, the hours of which may be missing and whose dot may
// be a comma. The expression that found it has seen to its form.
func seconds(text string) float64 {
	text, negative := strings.CutPrefix(text, "-")
	var sum float64
	for part := range strings.SplitSeq(strings.Replace(text, ",", ".", 1), ":") {
		x, _ := strconv.ParseFloat(part, 64)
		sum = sum*60 + x
	}
	if negative {
		return -sum
	}
	return sum
}

package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"proceedings/internal/intake"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// correction reads corrections of the slide times of one published recording.
type correction struct {
	meeting   manifest.Manifest
	recording manifest.Recording
}

// parseSet reads DECK:SLIDE=TIME. A file name may have colons.
func (on correction) parseSet(text string) (meeting.SlideCorrection, error) {
	what, at, found := cutLast(text, "=")
	deck, slide, named := cutLast(what, ":")
	if !found || !named {
		return meeting.SlideCorrection{}, errors.New("write it as DECK:SLIDE=TIME, such as bees.pptx:4=0:12:30")
	}
	one, err := on.slide(deck, slide)
	if err == nil {
		one.Start, err = on.moment(at)
	}
	return one, err
}

func cutLast(text, sep string) (before, after string, found bool) {
	i := strings.LastIndex(text, sep)
	if i < 0 {
		return text, "", false
	}
	return text[:i], text[i+len(sep):], true
}

// parseNone reads FROM-TO.
func (on correction) parseNone(text string) (one meeting.SlideCorrection, err error) {
	from, to, found := strings.Cut(text, "-")
	if !found {
		return one, errors.New("write it as FROM-TO, such as 1:02:00-1:15:00")
	}
	if one.Start, err = on.moment(from); err != nil {
		return one, err
	}
	one.End, err = on.end(one.Start, to)
	return one, err
}

// slide reads the name of a deck and the number of one of its slides; 0 or "none" for no
// slide.
func (on correction) slide(deck, slide string) (one meeting.SlideCorrection, err error) {
	if slide = strings.TrimSpace(slide); slide == "0" || slide == "none" {
		return one, nil
	}
	d, err := on.deck(strings.TrimSpace(deck))
	if err != nil {
		return one, err
	}
	one.Deck = d.ID
	if one.Slide, err = strconv.Atoi(slide); err != nil {
		return one, fmt.Errorf("%q is no number of a slide", slide)
	}
	if !slices.ContainsFunc(d.Slides, func(s manifest.Slide) bool { return s.Number == one.Slide }) {
		last := 0
		for _, s := range d.Slides {
			last = max(last, s.Number)
		}
		return one, fmt.Errorf("%s has no slide %d: its last one is %d", d.ID, one.Slide, last)
	}
	return one, nil
}

// deck returns the deck with an ID or file name, or the only one whose ID or file name begins
// with name.
func (on correction) deck(name string) (manifest.Deck, error) {
	var names []string
	var begins []manifest.Deck
	for _, d := range on.meeting.Decks {
		file := fileName(on.meeting, d.Source)
		if d.ID == name || file == name && file != "" {
			return d, nil
		}
		if name != "" && (strings.HasPrefix(d.ID, name) || strings.HasPrefix(file, name)) {
			begins = append(begins, d)
		}
		names = append(names, d.ID)
	}
	switch {
	case len(begins) == 1:
		return begins[0], nil
	case len(names) == 0:
		return manifest.Deck{}, fmt.Errorf("%q is no deck: the meeting has none", name)
	case len(begins) > 1:
		return manifest.Deck{}, fmt.Errorf("several decks begin with %q: %s", name, strings.Join(names, ", "))
	}
	return manifest.Deck{}, fmt.Errorf("%q is not one of the decks %s", name, strings.Join(names, ", "))
}

// moment reads a time within the recording.
func (on correction) moment(text string) (float64, error) {
	at, err := intake.ParseMoment(strings.TrimSpace(text))
	if err != nil {
		return 0, err
	}
	if at >= on.recording.Duration {
		return 0, fmt.Errorf("%s is beyond the end of the recording, which lasts %s", text, words.Clock(on.recording.Duration))
	}
	return at, nil
}

// end reads a time after start; the end of the recording counts.
func (on correction) end(start float64, text string) (float64, error) {
	at, err := intake.ParseMoment(strings.TrimSpace(text))
	switch {
	case err != nil:
		return 0, err
	case at >= on.recording.Duration+1: // a second for rounding
		return 0, fmt.Errorf("%s is beyond the end of the recording, which lasts %s", text, words.Clock(on.recording.Duration))
	case at <= start:
		return 0, fmt.Errorf("it ends at %s, which is not after its beginning", text)
	}
	return min(at, on.recording.Duration), nil
}

// parseOffset reads seconds, with or without a sign and "s".
func parseOffset(text string) (float64, error) {
	return intake.ParseOffset(strings.TrimSuffix(strings.TrimPrefix(text, "+"), "s"))
}

// readTimes reads a CSV file with the columns start, deck, slide or start, end, deck, slide.
// Without an end, a slide lasts until the next line, and the last one until the end of the
// recording.
func (on correction) readTimes(r io.Reader) (list []meeting.SlideCorrection, err error) {
	start := bufio.NewReader(r)
	lines := csv.NewReader(start)
	lines.FieldsPerRecord, lines.TrimLeadingSpace, lines.Comment, lines.Comma = -1, true, '#', separator(start)
	for {
		fields, err := lines.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("read the lines: %w", err)
		}
		line, _ := lines.FieldPos(0)
		fields[0] = strings.TrimPrefix(fields[0], "\ufeff")
		if len(list) == 0 && strings.EqualFold(strings.TrimSpace(fields[0]), "start") {
			continue
		}
		one, err := on.row(fields)
		if err == nil && len(list) > 0 {
			err = follows(list[len(list)-1], one, fields[0])
		}
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", line, err)
		}
		list = append(list, one)
	}
	if len(list) == 0 {
		return nil, errors.New("it has no times: write lines with start, deck and slide")
	}
	for i := range list {
		next := on.recording.Duration
		if i+1 < len(list) {
			next = list[i+1].Start
		}
		if list[i].End == 0 {
			list[i].End = next
		}
	}
	return list, nil
}

// follows returns an error if a line, which begins at a time as it is written, overlaps the
// line before.
func follows(before, one meeting.SlideCorrection, at string) error {
	switch {
	case one.Start <= before.Start:
		return fmt.Errorf("it begins at %s, which is not after the line before", at)
	case one.Start < before.End:
		return fmt.Errorf("it begins at %s, before the line before ends", at)
	}
	return nil
}

// separator returns what separates columns: spreadsheets write semicolons where the comma
// is the decimal sign.
func separator(r *bufio.Reader) rune {
	const head = 4 << 10
	text, _ := r.Peek(head) // an error comes again with the lines
	for line := range strings.SplitSeq(string(text), "\n") {
		switch {
		case strings.HasPrefix(line, "#") || strings.TrimSpace(line) == "":
		case strings.ContainsRune(line, ';') && !strings.ContainsRune(line, ','):
			return ';'
		default:
			return ','
		}
	}
	return ','
}

func (on correction) row(fields []string) (one meeting.SlideCorrection, err error) {
	n := len(fields)
	if n != 3 && n != 4 {
		return one, fmt.Errorf("it has %s: write start, deck, slide or start, end, deck, slide", words.Count(n, "column"))
	}
	if one, err = on.slide(fields[n-2], fields[n-1]); err != nil {
		return one, err
	}
	if one.Start, err = on.moment(fields[0]); err == nil && n == 4 && strings.TrimSpace(fields[1]) != "" {
		one.End, err = on.end(one.Start, fields[1])
	}
	return one, err
}

package plan

import (
	"cmp"
	"slices"
	"strconv"

	"proceedings/internal/meeting"
)

// Block is the length of the blocks whose loudness is measured, in seconds.
const Block = 0.4

// What counts as quiet. In speech and music no stretch of ten seconds is 20 LU below the
// whole but for a cough. The noise of a room often is.
const (
	quietBelow   = 20  // LU below the loudness of the whole track
	quietShort   = 2.0 // seconds: shorter pauses are part of speech
	quietBurst   = 1.0 // seconds: a door or a cough between two pauses does not end the quiet
	quietMinimum = 10.0
)

// Quiet returns the quiet stretches of a track of at least ten seconds: blocks is the
// loudness of its blocks of 400 ms in LUFS, integrated that of the whole track. A silent
// track has none.
func Quiet(blocks []float64, integrated float64) []meeting.Stretch {
	if !finite(integrated) {
		return nil
	}
	var runs []meeting.Stretch
	for i, level := range blocks {
		if level >= integrated-quietBelow { // false for silence, also if it is not a number
			continue
		}
		start, end := milli(float64(i)*Block), milli(float64(i+1)*Block)
		if n := len(runs); n > 0 && runs[n-1].End == start {
			runs[n-1].End = end
			continue
		}
		runs = append(runs, meeting.Stretch{Start: start, End: end})
	}
	var joined []meeting.Stretch
	for _, r := range runs {
		if r.Length() < quietShort {
			continue
		}
		if n := len(joined); n > 0 && r.Start-joined[n-1].End <= quietBurst {
			joined[n-1].End = r.End
			continue
		}
		joined = append(joined, r)
	}
	var long []meeting.Stretch
	for _, s := range joined {
		if s.Length() >= quietMinimum {
			long = append(long, s)
		}
	}
	return long
}

// Limits of suggestions.
const (
	deadAir     = 20.0  // seconds at an end that are worth a suggestion
	trimMargin  = 2.0   // seconds of quiet that stay
	nearEnd     = 1.5   // seconds: quiet that begins here begins with the recording
	breakLength = 300.0 // seconds that make a break
)

// Trim returns the part of a recording without the dead air at its ends: no sound and no
// slide. slides are the times when a slide is shown. The zero value means that nothing is
// worth trimming.
func Trim(quiet, slides []meeting.Stretch, duration float64) meeting.Stretch {
	kept := meeting.Stretch{End: duration}
	for _, q := range quiet {
		if q.Start <= nearEnd {
			kept.Start = q.End
		}
		if q.End >= duration-nearEnd {
			kept.End = q.Start
		}
	}
	if kept.Start >= kept.End { // quiet all the way
		return meeting.Stretch{}
	}
	for _, s := range slides {
		kept.Start, kept.End = min(kept.Start, s.Start), max(kept.End, s.End)
	}
	kept.Start, kept.End = max(0, milli(kept.Start-trimMargin)), min(duration, milli(kept.End+trimMargin))
	if kept.Start < deadAir {
		kept.Start = 0
	}
	if duration-kept.End < deadAir {
		kept.End = duration
	}
	if kept.Start == 0 && kept.End == duration {
		return meeting.Stretch{}
	}
	return kept
}

// Breaks returns the quiet stretches of more than five minutes within a recording, not
// those at its ends.
func Breaks(quiet []meeting.Stretch, duration float64) []meeting.Stretch {
	var list []meeting.Stretch
	for _, q := range quiet {
		if q.Start > nearEnd && q.End < duration-nearEnd && q.Length() > breakLength {
			list = append(list, q)
		}
	}
	return list
}

// WithBreaks adds a chapter for each break. What follows a break continues the chapter
// before it, unless a chapter begins in the last minute of the break or the first after it.
// Without chapters, the recording gets parts: "Part 1", "Break", "Part 2".
func WithBreaks(chapters []meeting.Chapter, breaks []meeting.Stretch, duration float64) []meeting.Chapter {
	if len(breaks) == 0 {
		return chapters
	}
	const near = 60.0 // seconds
	list := slices.Clone(chapters)
	part := 1
	if len(chapters) == 0 {
		list = append(list, meeting.Chapter{Title: partTitle(part)})
	}
	for _, b := range breaks {
		before := ""
		for _, c := range chapters {
			if c.Start < b.Start {
				before = c.Title
			}
		}
		list = append(list, meeting.Chapter{Start: b.Start, Title: "Break"})
		begins := slices.ContainsFunc(chapters, func(c meeting.Chapter) bool { return c.Start > b.End-near && c.Start < b.End+near })
		switch {
		case begins:
		case len(chapters) == 0:
			part++
			list = append(list, meeting.Chapter{Start: b.End, Title: partTitle(part)})
		default:
			list = append(list, meeting.Chapter{Start: b.End, Title: cmp.Or(before, "After the break")})
		}
	}
	return contiguous(list, duration)
}

func partTitle(n int) string { return "Part " + strconv.Itoa(n) }

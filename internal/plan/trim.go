package plan

import (
	"fmt"
	"slices"

	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// shortestTrim is the shortest part that a trim may leave, in seconds. A time up to
// trimRounding after the end of a recording counts as the end.
const (
	shortestTrim = 1.0
	trimRounding = 1.0
)

// ApplyTrim returns the part of a recording that is played; the zero value for all of it.
// suggested is the result of [Trim], which takes the place of "auto". problem is a predicate
// that says why a trim is not applied; it is empty if the trim is.
func ApplyTrim(want meeting.Trim, suggested meeting.Stretch, duration float64) (kept meeting.Stretch, problem string) {
	kept = meeting.Stretch{End: duration}
	if suggested != (meeting.Stretch{}) {
		if want.Start.Auto {
			kept.Start = suggested.Start
		}
		if want.End.Auto {
			kept.End = suggested.End
		}
	}
	if at := want.Start.At; at != nil {
		kept.Start = milli(*at)
	}
	if at := want.End.At; at != nil {
		if *at > duration+trimRounding {
			return meeting.Stretch{}, fmt.Sprintf("is not trimmed: the trim ends at %s, after the end of the recording at %s", words.Clock(*at), words.Clock(duration))
		}
		kept.End = min(duration, milli(*at))
	}
	switch {
	case kept.Start >= duration:
		problem = fmt.Sprintf("is not trimmed: the trim starts at %s, and the recording ends at %s", words.Clock(kept.Start), words.Clock(duration))
	case kept.Start >= kept.End:
		problem = fmt.Sprintf("is not trimmed: the trim starts at %s and ends at %s", words.Clock(kept.Start), words.Clock(kept.End))
	case kept.Start > 0 && kept.Length() < shortestTrim, kept.End < duration && kept.Length() < shortestTrim:
		problem = fmt.Sprintf("is not trimmed: the trim leaves less than a second, from %s", words.Clock(kept.Start))
	}
	if problem != "" || kept.Start == 0 && kept.End == duration {
		return meeting.Stretch{}, problem
	}
	return kept, ""
}

// WithinTrim returns the chapters that are in the part of a recording that is played, each
// clipped to it. Chapters of which less than a second is left are dropped, unless they were
// as short before.
func WithinTrim(chapters []meeting.Chapter, kept meeting.Stretch) []meeting.Chapter {
	if kept == (meeting.Stretch{}) {
		return chapters
	}
	var list []meeting.Chapter
	for _, c := range chapters {
		clipped := c
		clipped.Start, clipped.End = max(c.Start, kept.Start), min(c.End, kept.End)
		length := clipped.End - clipped.Start
		if length >= min(shortestTrim, c.End-c.Start) && length > 0 {
			list = append(list, clipped)
		}
	}
	return list
}

// chaptersFrom returns chapters with times from start on.
func chaptersFrom(list []meeting.Chapter, start float64) []meeting.Chapter {
	list = slices.Clone(list)
	for i := range list {
		list[i].Start, list[i].End = milli(list[i].Start-start), milli(list[i].End-start)
	}
	return list
}

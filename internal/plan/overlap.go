package plan

import (
	"fmt"
	"math"

	"proceedings/internal/words"
)

// Apart reports whether two pictures hardly run together, given their durations
// and where the second begins after the first, all in seconds: for less than a
// fifth of the shorter one.
func Apart(first, second, offset float64) bool {
	return min(first, offset+second)-max(0, offset) < 0.2*min(first, second)
}

// ApartWarning is the predicate for a view that is Apart from the recording of that
// name. why says how its offset was found; it is empty if meeting.yaml gives it.
func ApartWarning(name, why string) string {
	if why != "" {
		why += " "
	}
	return fmt.Sprintf("is not shown beside %s, since %sthe two hardly overlap in time", name, why)
}

// unnoticed is how many seconds of a view may be missing or left out without a
// warning.
const unnoticed = 5

// OverlapWarnings are predicates about a view that does not cover the same time as its
// recording, whose file has that name. The view is own seconds long, the recording
// whole seconds, and the view begins offset seconds into it.
func OverlapWarnings(name string, whole, own, offset float64) []string {
	var list []string
	if early, late := -offset, offset+own-whole; max(0, early)+max(0, late) > unnoticed {
		list = append(list, fmt.Sprintf("is shown without %s, which %s does not cover", ends(early, late), name))
	}
	if early, late := offset, whole-offset-own; max(0, early)+max(0, late) > max(unnoticed, whole/20) {
		list = append(list, fmt.Sprintf("does not cover %s of %s: its first or last frame is shown instead", ends(early, late), name))
	}
	return list
}

// ends names the first and last seconds of a recording: "the first 0:07 and the last
// 0:05". Less than a second at one end is not named.
func ends(early, late float64) string {
	early, late = math.Round(early), math.Round(late)
	switch {
	case late < 1:
		return "the first " + words.Clock(early)
	case early < 1:
		return "the last " + words.Clock(late)
	}
	return fmt.Sprintf("the first %s and the last %s", words.Clock(early), words.Clock(late))
}

// LengthWarnings are the same as [OverlapWarnings] while the offset is not known.
func LengthWarnings(name string, whole, own float64) []string {
	switch {
	case own-whole > unnoticed:
		return []string{fmt.Sprintf("is %s longer than %s: what lies before or after that is not shown", words.Clock(own-whole), name)}
	case whole-own > max(unnoticed, whole/20):
		return []string{fmt.Sprintf("is %s shorter than %s: for the rest its first or last frame is shown", words.Clock(whole-own), name)}
	}
	return nil
}

package plan

import (
	"fmt"

	"proceedings/internal/words"
)

// Apart reports whether two pictures hardly run together, given their durations
// and where the second begins after the first, all in seconds: for less than a
// fifth of the shorter one.
func Apart(first, second, offset float64) bool {
	return min(first, offset+second)-max(0, offset) < 0.2*min(first, second)
}

// ApartWarning is the predicate for a view that is Apart from the recording of
// that name. why is how that is known; empty if it was asked for.
func ApartWarning(name, why string) string {
	if why != "" {
		why += " "
	}
	return fmt.Sprintf("is not shown beside %s, since %sthe two hardly overlap in time", name, why)
}

// unnoticed is how many seconds of a view may be missing or left out without a
// word.
const unnoticed = 5

// OverlapWarnings are predicates about a view of own seconds that begins offset
// seconds into the recording of that name, which lasts for whole seconds: what of it
// is not shown, and when it has nothing to show.
func OverlapWarnings(name string, whole, own, offset float64) []string {
	var list []string
	if early, late := -offset, offset+own-whole; max(0, early)+max(0, late) > unnoticed {
		list = append(list, fmt.Sprintf("is not shown %s, when %s does not run", ends(early, late), name))
	}
	if early, late := offset, whole-offset-own; max(0, early)+max(0, late) > max(unnoticed, whole/20) {
		list = append(list, fmt.Sprintf("does not run %s of %s: its first or last frame is shown instead", ends(early, late), name))
	}
	return list
}

// ends names the beginning and the end of something by their seconds, "in its first 0:07
// and last 0:05"; those that are not positive are none.
func ends(early, late float64) string {
	switch {
	case late < 1:
		return "in the first " + words.Clock(early)
	case early < 1:
		return "in the last " + words.Clock(late)
	}
	return fmt.Sprintf("in the first %s and the last %s", words.Clock(early), words.Clock(late))
}

// LengthWarnings are the same before it is known when the view begins.
func LengthWarnings(name string, whole, own float64) []string {
	switch {
	case own-whole > unnoticed:
		return []string{fmt.Sprintf("is %s longer than %s: what of it lies before or after that is not shown", words.Clock(own-whole), name)}
	case whole-own > max(unnoticed, whole/20):
		return []string{fmt.Sprintf("is %s shorter than %s: for the rest its first or last frame is shown", words.Clock(whole-own), name)}
	}
	return nil
}

package plan

import (
	"fmt"
	"math"

	"proceedings/internal/words"
)

// Apart reports whether two views overlap for less than a fifth of the shorter one. The
// arguments are their durations and the offset of the second, in seconds.
func Apart(first, second, offset float64) bool {
	return min(first, offset+second)-max(0, offset) < 0.2*min(first, second)
}

// ApartWarning returns the predicate for a view that is [Apart] from the recording called
// name. why says how the offset was found; it is empty if meeting.yaml gives the offset.
func ApartWarning(name, why string) string {
	if why != "" {
		why += " "
	}
	return fmt.Sprintf("is not shown beside %s, since %sthe two hardly overlap in time", name, why)
}

// maxUnreported is how many seconds of a view may be missing or dropped without a
// warning.
const maxUnreported = 5

// OverlapWarnings returns predicates about a view that does not cover the same time as
// its recording, the file called name. whole and own are the durations of the recording
// and of the view, in seconds. The view begins offset seconds into the recording.
func OverlapWarnings(name string, whole, own, offset float64) []string {
	var list []string
	if early, late := -offset, offset+own-whole; max(0, early)+max(0, late) > maxUnreported {
		list = append(list, fmt.Sprintf("is shown without %s, which %s does not cover", ends(early, late), name))
	}
	if early, late := offset, whole-offset-own; max(0, early)+max(0, late) > max(maxUnreported, whole/20) {
		list = append(list, fmt.Sprintf("does not cover %s of %s: its first or last frame is shown instead", ends(early, late), name))
	}
	return list
}

// ends names the first and last seconds of a recording: "the first 0:07 and the last
// 0:05". It omits an end of less than a second.
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

// LengthWarnings returns the same as [OverlapWarnings] while the offset is unknown.
func LengthWarnings(name string, whole, own float64) []string {
	switch {
	case own-whole > maxUnreported:
		return []string{fmt.Sprintf("is %s longer than %s: the part before or after it is not shown", words.Clock(own-whole), name)}
	case whole-own > max(maxUnreported, whole/20):
		return []string{fmt.Sprintf("is %s shorter than %s: its first or last frame fills the rest", words.Clock(whole-own), name)}
	}
	return nil
}

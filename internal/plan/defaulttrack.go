package plan

import (
	"cmp"
	"fmt"
	"slices"

	"proceedings/internal/meeting"
)

// DefaultTrack returns the index of the track that players select by default. That is an
// audible track that is no audio description, preferably one with the default flag. If no
// track is audible, the flags decide. measured has the analysis of each track.
func (l Level) DefaultTrack(tracks []Track, measured []Measured) int {
	return defaultIndex(tracks, func(i int) bool { return l.normalizes(measured[i]) })
}

// defaultIndex returns the index of the default track, given which tracks are audible.
func defaultIndex(tracks []Track, audible func(i int) bool) int {
	order := make([]int, len(tracks))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(
			falseFirst(!audible(a), !audible(b)),
			falseFirst(tracks[a].Described, tracks[b].Described),
			falseFirst(!tracks[a].Default, !tracks[b].Default),
			falseFirst(tracks[a].isSpecialPurpose(), tracks[b].isSpecialPurpose()),
		)
	})
	return order[0]
}

// isSpecialPurpose reports whether t is for few listeners. A source may flag all its
// tracks as the default, these too.
func (t Track) isSpecialPurpose() bool {
	return t.Purpose == meeting.Commentary || t.Purpose == meeting.Clear
}

func falseFirst(a, b bool) int {
	switch {
	case a == b:
		return 0
	case b:
		return -1
	default:
		return 1
	}
}

// silencePeak is the highest true peak of a track that counts as silence, in dBTP. Above
// it the track is faint noise.
const silencePeak = -60

// Silences returns warnings about inaudible tracks, as predicates about the source. They
// name the default track if it is not the one that flags and order would select.
func (l Level) Silences(tracks []Track, measured []Measured) []string {
	var list []string
	byFlags := defaultIndex(tracks, func(int) bool { return true })
	played := l.DefaultTrack(tracks, measured)
	for i, t := range tracks {
		if l.normalizes(measured[i]) {
			continue
		}
		what := "nothing but silence"
		if measured[i].TruePeak > silencePeak {
			what = "nothing but faint noise"
		}
		text := fmt.Sprintf("has a sound track with %s (track %d)", what, t.Number)
		if i == byFlags && played != i {
			text += fmt.Sprintf(", so track %d is played by default", tracks[played].Number)
		}
		list = append(list, text)
	}
	return list
}

// name returns the track's title. A track without one is named by its purpose if its
// language would not distinguish it from the main track.
func (t Track) name() string {
	switch {
	case t.Title != "":
		return t.Title
	case t.Described:
		return "Audio description"
	case t.Purpose == meeting.Commentary:
		return "Commentary"
	default:
		return ""
	}
}

// uniqueTitle returns title, with a number if one of the tracks has it already. Players'
// menus need distinct titles, and all formats must use the same ones.
func uniqueTitle(tracks []Track, title string) string {
	if title == "" {
		return ""
	}
	unique := title
	for n := 2; slices.ContainsFunc(tracks, func(t Track) bool { return t.Title == unique }); n++ {
		unique = fmt.Sprintf("%s (%d)", title, n)
	}
	return unique
}

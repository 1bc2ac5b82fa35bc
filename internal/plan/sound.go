package plan

import (
	"cmp"
	"fmt"
	"slices"

	"proceedings/internal/meeting"
)

// DefaultTrack is the place of the track that is played unless a listener
// chooses another, given what was heard of each: the one that the source marks,
// if anything can be heard in it and it is no audio description, and else the
// first such. Where nothing can be heard in any, the marks decide.
func (l Level) DefaultTrack(tracks []Track, heard []Heard) int {
	return first(tracks, func(i int) bool { return l.raises(heard[i]) })
}

// first is the place of the track to play, if those are audible.
func first(tracks []Track, audible func(i int) bool) int {
	order := make([]int, len(tracks))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		return cmp.Or(
			falseFirst(!audible(a), !audible(b)),
			falseFirst(tracks[a].Described, tracks[b].Described),
			falseFirst(!tracks[a].Default, !tracks[b].Default),
			falseFirst(tracks[a].special(), tracks[b].special()),
		)
	})
	return order[0]
}

// special reports whether t is for a few listeners only, though a source may
// mark all its tracks as the default.
func (t Track) special() bool {
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

// soundless is the true peak below which a track is silence and not a quiet
// noise, dBTP.
const soundless = -60

// Silences warns of tracks in which nothing can be heard, as predicates about
// the source. It says which one is played where that is not the one that its
// marks and its order would have chosen.
func (l Level) Silences(tracks []Track, heard []Heard) []string {
	var list []string
	marked := first(tracks, func(int) bool { return true })
	played := l.DefaultTrack(tracks, heard)
	for i, t := range tracks {
		if l.raises(heard[i]) {
			continue
		}
		what := "nothing but silence"
		if heard[i].TruePeak > soundless {
			what = "nothing but faint noise"
		}
		text := fmt.Sprintf("has a sound track with %s (track %d)", what, t.Number)
		if i == marked && played != i {
			text += fmt.Sprintf("; track %d is played by default", tracks[played].Number)
		}
		list = append(list, text)
	}
	return list
}

// name is the track's title, or what it is where that needs a name: beside the
// plain track of the same language its language alone says nothing.
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

// freeTitle is title, numbered where one of the tracks has it: a menu of equal
// names is none, and all formats are to name a track alike.
func freeTitle(tracks []Track, title string) string {
	if title == "" {
		return ""
	}
	free := title
	for n := 2; slices.ContainsFunc(tracks, func(t Track) bool { return t.Title == free }); n++ {
		free = fmt.Sprintf("%s (%d)", title, n)
	}
	return free
}

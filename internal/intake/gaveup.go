package intake

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// gaveUp notes that files look like one recording and were not joined: why, and
// the item under recordings in meeting.yaml that joins them.
func (r *recognition) gaveUp(entries []int, why, item string) {
	if r.apart || slices.ContainsFunc(entries, r.taken) {
		return
	}
	r.note(fmt.Sprintf("%s look like one recording, but %s, so each was taken by itself; if they are one, write in meeting.yaml: recordings: [%s]",
		enumerate(r.fileNames(entries)), why, item))
}

// unjoined notes that a numbered set was not joined. Where more numbers are
// missing than there are files, they count something else.
func (r *recognition) unjoined(set *numbered) {
	entries := set.entries()
	missing := set.holes(min(set.begin(), 1))
	item := "{files: [" + strings.Join(quoted(r.fileNames(entries)), ", ") + "]}"
	switch {
	case len(set.double) > 0 || len(missing) > len(entries) || len(missing) == maxGaps:
	case len(missing) > 0:
		r.gaveUp(entries, "number"+plural(len(missing), " "+enumerate(missing)+" is", "s "+enumerate(missing)+" are")+" missing", item)
	default:
		r.gaveUp(entries, "they are of different kinds", item)
	}
}

// unpaired notes that there are too many cameras or screens to make a pair of.
func (r *recognition) unpaired(speakers, screens []int) {
	if len(speakers) == 0 || len(screens) == 0 {
		return
	}
	names := quoted(r.fileNames(slices.Concat(speakers, screens)))
	var views []string
	for n, name := range names[1:] {
		shows := "speaker"
		if n+1 >= len(speakers) {
			shows = "screen"
		}
		views = append(views, fmt.Sprintf("{file: %s, shows: %s}", name, shows))
	}
	why := fmt.Sprintf("%d of them show%s the speaker and %d the screen", len(speakers), plural(len(speakers), "s", ""), len(screens))
	r.gaveUp(slices.Concat(speakers, screens), why, fmt.Sprintf("{file: %s, shows: speaker, views: [%s]}", names[0], strings.Join(views, ", ")))
}

func (r *recognition) fileNames(entries []int) []string {
	names := make([]string, len(entries))
	for n, i := range entries {
		names[n] = r.entries[i].name
	}
	return names
}

// quoted writes names as meeting.yaml needs them.
func quoted(names []string) []string {
	list := make([]string, len(names))
	for n, name := range names {
		list[n] = strconv.Quote(name)
	}
	return list
}

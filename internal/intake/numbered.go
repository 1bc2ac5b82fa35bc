package intake

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// numberedFiles knows sets whose names differ only in a number at the end. Such
// a number may as well count talks, days or takes, so the word before it must
// not say so, and nothing may be missing.
func numberedFiles() recogniser {
	return recogniser{
		name:    "Numbered files",
		looks:   "`recording_1.mp4`, `recording_2.mp4`, or `board-001.mp4`, `board-002.mp4`: every number from 0 or 1, and no `board.mp4`",
		becomes: "one joined recording, unless the word before the number counts something else (`day-1`, `session 2`, `talk_3`, `camera-4`, `IMG_0005`)",
		find:    findNumbered,
	}
}

func findNumbered(r *recognition) {
	tail := numberAtEnd()
	sets := keyed{}
	bare := map[string]bool{} // names without a number
	for i, e := range r.entries {
		stem := strings.ToLower(norm.NFC.String(e.stem()))
		switch {
		case r.recording(i):
			bare[e.dir()+"/"+stem] = true
		case !r.lost(i):
			continue
		}
		m := tail.FindStringSubmatch(stem)
		if m == nil || r.owner[i] != nil || unitWord(m[1]) || m[1][len(m[1])-1] >= '0' && m[1][len(m[1])-1] <= '9' {
			continue // the last: a date or a time of day
		}
		n, _ := strconv.Atoi(m[2]) // four digits at most
		r.count(&sets, e.dir()+"/"+m[1], n, i)
	}
	for _, key := range sets.order {
		set := sets.sets[key]
		first := set.begin()
		whole := first <= 1 && len(set.holes(first)) == 0 && len(set.double) == 0
		switch {
		case len(set.numbers) < 2 || bare[key]:
		case whole && r.oneKind(set.entries()):
			r.joinSet("Numbered files", set, first, 0)
		default:
			r.unjoined(set)
		}
	}
}

// numberAtEnd splits a name without extension into what is before the number at
// its end, and the number.
func numberAtEnd() *regexp.Regexp { return regexp.MustCompile(`^(.*?\pL.*?)[\s._-]+(\d{1,4})$`) }

// oneKind reports whether files are in one container, all with a picture or all
// without.
func (r *recognition) oneKind(entries []int) bool {
	first := r.entries[entries[0]]
	return !slices.ContainsFunc(entries, func(i int) bool {
		return r.entries[i].format.Name != first.format.Name || r.entries[i].soundOnly() != first.soundOnly()
	})
}

// unitWord reports whether the number behind a name counts something that is a
// recording each time, or is a camera's counter.
func unitWord(before string) bool {
	return regexp.MustCompile(`(?:^|[^\pL])(?:` +
		`days?|tag|jour|dia|session|sitzung|block|slot|talk|vortrag|presentation|lecture|vorlesung|lesson|lektion|course|meeting|sitzung|webinar|workshop|` +
		`seminar|conference|panel|keynote|interview|speech|episode|ep|folge|season|chapter|kapitel|week|woche|month|year|module|modul|unit|track|room|raum|hall|saal|` +
		`group|gruppe|topic|item|top|question|exercise|demo|test|cam|camera|kamera|angle|mic|channel|ch|take|scene|shot|speaker|version|v|rev|draft|copy|vol|volume|no|nr|` +
		`mvi|img|vid|dsc|dscf|dscn|gopr|mov|pxl|mah|clip|dji|sam|ste|zoom|capture|screenshot|screencast|q|h|p|am|pm` +
		`)$`).MatchString(strings.TrimRight(before, " ._-#"))
}

package intake

import (
	"regexp"
	"strings"
)

// secondDownloads knows what a browser makes of a file that is downloaded twice.
func secondDownloads() recogniser {
	return recogniser{
		name:    "Second download",
		looks:   "`talk (1).mp4` beside `talk.mp4`, both of the same size",
		becomes: "one recording, from the file without the number; the other file is kept but not encoded",
		find:    findSecondDownloads,
	}
}

func findSecondDownloads(r *recognition) {
	for i := range r.entries {
		first, again := r.copyOf(i)
		if !again || !r.film(i) || r.apart || r.taken(i) {
			continue
		}
		g := r.owner[first]
		switch {
		case g == nil:
			r.add(&group{program: "Second download", parts: []int{first}, twins: []int{i}})
		case !r.laterPart(first): // a twin repeats the whole recording
			g.twins = append(g.twins, i)
			r.owner[i] = g
		}
	}
}

// copyOf is the entry that a recording is a second download of, by its name and
// its size in bytes: "talk.mp4" of "talk (1).mp4".
func (r *recognition) copyOf(i int) (first int, again bool) {
	e := r.entries[i]
	stem := firstStem(e.stem())
	if stem == e.stem() || !r.recording(i) {
		return 0, false
	}
	for j, o := range r.entries {
		if r.recording(j) && o.dir() == e.dir() && o.size == e.size && strings.EqualFold(o.base(), stem+"."+e.ext()) {
			return j, true
		}
	}
	return 0, false
}

// firstStem is the name of a file, without extension, before a browser put a
// number behind it.
func firstStem(stem string) string {
	return regexp.MustCompile(`^(.+?) ?\(\d{1,2}\)$`).ReplaceAllString(stem, "$1")
}

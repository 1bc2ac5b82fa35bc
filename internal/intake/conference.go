package intake

import (
	"path"
	"regexp"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// conference finds the recordings of a meeting program whose names have the
// meeting's title and time in them, with the texts that belong to them. Their
// captions are found by the rules for all captions.
func conference(r *recognition, program string, patterns ...string) {
	for i, e := range r.entries {
		if _, again := r.copyOf(i); again || !r.film(i) || !e.is("mp4", "webm", "matroska") {
			continue
		}
		for _, p := range patterns {
			m := regexp.MustCompile(p).FindStringSubmatch(norm.NFC.String(e.stem()))
			if m == nil {
				continue
			}
			r.add(&group{program: program, parts: []int{i}})
			title, date := parseName(e.stem())
			r.names = append(r.names, ownName{title, date})
			r.texts(e.dir(), m[1])
			break
		}
	}
}

// texts makes documents of the texts in a folder that begin with the title of
// a recording: what was written and said in the meeting.
func (r *recognition) texts(folder, title string) {
	title = strings.ToLower(title)
	for i, e := range r.entries {
		stem := strings.ToLower(norm.NFC.String(e.stem()))
		if e.dir() != folder || !strings.HasPrefix(stem, title) || !(e.is("text") || chatName(stem)) {
			continue
		}
		if e.ext() == "csv" || attendanceName(strings.TrimPrefix(stem, title)) && !chatName(stem) {
			r.leave(i, attendanceList)
			continue
		}
		r.paper(i, "")
	}
}

// chatName reports whether a name says that a text is a chat, or a transcript
// without times.
func chatName(stem string) bool {
	return regexp.MustCompile(`(?i)(?:^|[^\pL])chat(?:[^\pL]|$)|newchat$|recordingchat$|meeting_saved_|^closed_caption$`).MatchString(path.Base(stem))
}

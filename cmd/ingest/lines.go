package main

import (
	"fmt"
	"io"
	"strings"
	"sync"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/progress"
	"proceedings/internal/words"
)

// lines shows progress without a terminal: one line for each change, and for each
// 10 % of a long step.
type lines struct {
	mu      sync.Mutex
	out     io.Writer
	last    map[string]string // last line, by source ID
	printed map[string]bool   // all lines about running steps, each with its percentage
}

func newLines(out io.Writer) *lines {
	return &lines{out: out, last: map[string]string{}, printed: map[string]bool{}}
}

func (l *lines) print(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	printf(l.out, format+"\n", args...)
}

// File prints the start of an upload, and each 10 % of a large one.
func (l *lines) File(name string, size int64) func(int64) {
	l.print("upload %s (%s)", name, words.Size(size))
	tenth := int64(0)
	return func(done int64) {
		if t := done * 10 / max(1, 2*size); t > tenth && size > 100<<20 {
			tenth = t
			l.print("upload %s: %d %%", name, t*10)
		}
	}
}

func (l *lines) Note(text string) {
	if l.fresh("note", text) {
		l.print("note: %s", text)
	}
}

func (l *lines) Submitted(m meeting.Meeting, changed bool) {
	if changed {
		l.print("meeting %s: revision %d submitted", m.ID, m.Revision)
	} else {
		l.print("meeting %s: nothing new in revision %d", m.ID, m.Revision)
	}
}

func (l *lines) Source(s archive.SourceState, t progress.Total) {
	percent := 0
	if t.Running {
		percent = int(t.Done*10) * 10
	}
	// Steps of a recording alternate, and the time left changes at each poll. Neither
	// alone is worth a line.
	key := fmt.Sprint(s.ID, activity(s, t), percent)
	if l.fresh(s.ID, key) && !(t.Running && l.printed[key]) {
		l.printed[key] = t.Running
		l.print("%s: %s", s.Name, statusLine(s, t, percent))
	}
}

func (l *lines) Playable(_, page string) { l.print("playable: %s", page) }

// fresh reports whether text differs from the last line about id.
func (l *lines) fresh(id, text string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.last[id] == text {
		return false
	}
	l.last[id] = text
	return true
}

func (l *lines) Summary(s summary) { s.write(l.out) }

func (l *lines) Close() {}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return s
}

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

// lines shows progress where there is no terminal: one line for each thing
// that is new, and for each tenth of a long one.
type lines struct {
	mu   sync.Mutex
	out  io.Writer
	last map[string]string // what was said last of each source
	said map[string]bool   // what was ever said of a source in work, with the tenth at which it was
}

func newLines(out io.Writer) *lines {
	return &lines{out: out, last: map[string]string{}, said: map[string]bool{}}
}

func (l *lines) say(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	printf(l.out, format+"\n", args...)
}

// File says that an upload begins, and each tenth of a large one.
func (l *lines) File(name string, size int64) func(int64) {
	l.say("upload %s (%s)", name, words.Size(size))
	tenth := int64(0)
	return func(done int64) {
		if t := done * 10 / max(1, 2*size); t > tenth && size > 100<<20 {
			tenth = t
			l.say("upload %s: %d %%", name, t*10)
		}
	}
}

func (l *lines) Note(text string) {
	if l.fresh("note", text) {
		l.say("note: %s", text)
	}
}

func (l *lines) Submitted(m meeting.Meeting, changed bool) {
	if changed {
		l.say("meeting %s: revision %d submitted", m.ID, m.Revision)
	} else {
		l.say("meeting %s: nothing new in revision %d", m.ID, m.Revision)
	}
}

func (l *lines) Source(s archive.SourceState, t progress.Total) {
	percent := 0
	if t.Running {
		percent = int(t.Done*10) * 10
	}
	// The steps of a recording take turns, and what is left of it is another
	// time at each look: that alone is nothing new.
	what := fmt.Sprint(s.ID, doing(s, t), percent)
	if l.fresh(s.ID, what) && !(t.Running && l.said[what]) {
		l.said[what] = t.Running
		l.say("%s: %s", s.Name, sentence(s, t, percent))
	}
}

func (l *lines) Playable(_, page string) { l.say("playable: %s", page) }

// fresh reports whether text is not what was said last about id.
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

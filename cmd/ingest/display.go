package main

import (
	"os"

	"golang.org/x/term"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/progress"
)

// display shows the progress of a meeting. One goroutine at a time calls it,
// except for the progress of uploads.
type display interface {
	originals.Watcher
	Note(text string)
	Submitted(m meeting.Meeting, changed bool)
	Source(s archive.SourceState, t progress.Total) // called at every poll, also without a change
	Playable(meeting, page string)                  // early playback: the page has a recording that plays
	Summary(s summary)
	Close()
}

// newDisplay returns bars on a terminal, JSON if asked for, else lines.
func newDisplay(c *console, asJSON bool) display {
	if asJSON {
		return newEvents(c.out)
	}
	if f, ok := c.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) && c.getenv("TERM") != "dumb" {
		return newBars(c.out, f)
	}
	return newLines(c.out)
}

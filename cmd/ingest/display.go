package main

import (
	"os"

	"golang.org/x/term"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/originals"
	"proceedings/internal/progress"
)

// display shows a person or a script how the work goes. It is called by one
// goroutine at a time, except for the progress of uploads.
type display interface {
	originals.Watcher
	Note(text string)
	Submitted(m meeting.Meeting, changed bool)
	Source(s archive.SourceState, t progress.Total) // called often, also when nothing is new
	Playable(meeting, page string)                  // there is a page, and a recording on it plays, before all is done
	Summary(s summary)
	Close()
}

// newDisplay is bars on a terminal, lines elsewhere, JSON for scripts.
func newDisplay(c *console, asJSON bool) display {
	if asJSON {
		return newEvents(c.out)
	}
	if f, ok := c.err.(*os.File); ok && term.IsTerminal(int(f.Fd())) && c.getenv("TERM") != "dumb" {
		return newBars(c.out, f)
	}
	return newLines(c.out)
}

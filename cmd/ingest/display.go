package main

import (
	"os"

	"golang.org/x/term"

	"proceedings/internal/jobs"
	"proceedings/internal/meeting"
	"proceedings/internal/pipeline"
	"proceedings/internal/plan"
)

// display shows a person or a script how the work goes. It is called by one
// goroutine at a time, except for the progress of uploads.
type display interface {
	pipeline.Watcher
	Note(text string)
	Submitted(m meeting.Meeting, changed bool)
	Source(s pipeline.SourceState, p jobs.Progress) // called often, also when nothing is new
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

// doing is what is done with a source, for a person.
func doing(s pipeline.SourceState, p jobs.Progress) string {
	switch {
	case s.Status == pipeline.StatusDone:
		return "done"
	case s.Status == pipeline.StatusRefused:
		return "refused: " + s.Reason
	case p.Retry != "":
		return "trying again after: " + firstLine(p.Retry)
	}
	at, ahead := "storing", "stored"
	switch s.Kind {
	case plan.Probe:
		at, ahead = "looking at it", "looked at"
	case plan.Recording:
		at, ahead = "encoding", "encoded"
	case plan.Deck:
		at, ahead = "converting", "converted"
	}
	if !p.Running {
		return "waiting to be " + ahead
	}
	return at
}

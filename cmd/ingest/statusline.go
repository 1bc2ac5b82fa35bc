package main

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"proceedings/internal/archive"
	"proceedings/internal/makers"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
)

// activity describes the current step of a source, for a person.
func activity(s archive.SourceState, t progress.Total) string {
	switch {
	case s.Status == archive.StatusDone:
		return "done"
	case s.Status == archive.StatusRefused:
		return "refused: " + s.Reason
	case s.Status == archive.StatusAttention:
		return "needs attention: " + s.Reason
	case t.Running:
		return t.Kind.Traits().Doing
	case makers.SaysNoRoom(t.Retry):
		return t.Retry
	case t.Retry != "":
		return "trying again after: " + firstLine(t.Retry)
	default:
		return "waiting to be " + cmp.Or(t.Kind.Traits().Next, "analysed")
	}
}

// details lists the finished chunks, the time left, and whether the recording can
// be played already.
func details(s archive.SourceState, t progress.Total) []string {
	var list []string
	if s.Status != archive.StatusWaiting {
		return nil
	}
	if done, all := chunks(s); all > 1 && done < all {
		list = append(list, fmt.Sprintf("%d of %d chunks", done, all))
	}
	if t.Running && t.Left > 0 {
		list = append(list, clock(t.Left)+" left")
	}
	if s.Playable {
		list = append(list, "playable now")
	}
	return list
}

// statusLine describes a source in one line.
func statusLine(s archive.SourceState, t progress.Total, percent int) string {
	parts := []string{activity(s, t)}
	if s.Status == archive.StatusWaiting && percent > 0 {
		parts = append(parts, fmt.Sprintf("%d %%", percent))
	}
	return strings.Join(append(parts, details(s, t)...), ", ")
}

// chunks counts the finished chunks and all known chunks of a recording.
func chunks(s archive.SourceState) (done, all int) {
	for _, st := range s.Steps {
		if st.Kind == plan.Chunk {
			all++
			if st.Status == archive.StatusDone {
				done++
			}
		}
	}
	return done, all
}

// clock formats an estimate: to the second below ten minutes, else to the minute.
func clock(d time.Duration) string {
	switch seconds := int(d.Seconds()); {
	case d >= time.Hour:
		return fmt.Sprintf("%dh%02dm", seconds/3600, seconds/60%60)
	case d >= 10*time.Minute:
		return fmt.Sprintf("%dm", seconds/60)
	case d >= time.Minute:
		return fmt.Sprintf("%dm%02ds", seconds/60, seconds%60)
	default:
		return fmt.Sprintf("%ds", max(1, seconds))
	}
}

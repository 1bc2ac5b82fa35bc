package main

import (
	"fmt"

	"proceedings/internal/archive"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/words"
)

// trimPlan describes the part of a recording that will be played; empty for all of it.
// Silences are found only when the sound is encoded. problem is a predicate.
func trimPlan(t meeting.Trim, duration float64) (text, problem string) {
	if t.IsZero() {
		return "", ""
	}
	if _, problem = plan.ApplyTrim(t, meeting.Stretch{}, duration); problem != "" {
		return "", problem
	}
	from, to := "its beginning", "its end"
	if t.Start.Auto {
		from = "the end of a silence at its beginning"
	} else if t.Start.At != nil {
		from = words.Clock(*t.Start.At)
	}
	if t.End.Auto {
		to = "the beginning of a silence at its end"
	} else if t.End.At != nil {
		to = words.Clock(*t.End.At)
	}
	return fmt.Sprintf("plays from %s to %s", from, to), ""
}

// trimState describes the part of a recording that is played; empty for all of it.
func trimState(src archive.SourceState) string {
	if src.Trim == nil {
		return ""
	}
	return fmt.Sprintf("plays from %s to %s of %s", words.Clock(src.Trim.Start), words.Clock(src.Trim.End), words.Clock(src.Duration))
}

// suggestion is the line for meeting.yaml that trims the silences of a recording; empty if
// it has none, or is trimmed already.
func suggestion(src archive.SourceState) string {
	switch {
	case src.Sounding == nil || src.Trim != nil:
		return ""
	case src.Sounding.Start == 0:
		return "trim: {end: auto}"
	case src.Sounding.End == src.Duration:
		return "trim: {start: auto}"
	}
	return "trim: {start: auto, end: auto}"
}

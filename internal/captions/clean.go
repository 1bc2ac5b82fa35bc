package captions

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// standing is the duration of a caption without a valid end, in seconds.
const standing = 3

// Clean moves captions to a recording's timeline: it adds shift seconds to their times,
// drops those outside of duration, and sorts them by time. The warnings are predicates
// about the file.
func Clean(s Script, shift, duration float64) (kept []meeting.Cue, warnings []string, err error) {
	outside := 0
	for _, c := range named(s.Cues) {
		c.Start, c.End = milli(c.Start+shift), milli(c.End+shift)
		c.Speaker, c.Text = name(c.Speaker), tidy(c.Text)
		if c.End <= c.Start {
			c.End = milli(c.Start + standing)
		}
		// A millisecond is the finest that WebVTT knows.
		c.Start, c.End = max(0, c.Start), min(c.End, floor(duration))
		switch {
		case c.Text == "":
		case c.End <= c.Start:
			outside++
		default:
			kept = append(kept, c)
		}
	}
	slices.SortStableFunc(kept, func(a, b meeting.Cue) int {
		return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	kept = slices.CompactFunc(kept, func(a, b meeting.Cue) bool { return a == b })
	switch {
	case len(kept) == 0 && outside > 0:
		return nil, nil, fault.Refuse("has no caption within the %s that the recording lasts", words.Clock(duration))
	case len(kept) == 0:
		return nil, nil, fault.Refuse("holds no captions")
	}
	if s.Odd > 0 {
		warnings = append(warnings, fmt.Sprintf("is without %s whose times cannot be read", count(s.Odd)))
	}
	if outside > 0 {
		warnings = append(warnings, fmt.Sprintf("is without %s that lie outside of the recording's %s", count(outside), words.Clock(duration)))
	}
	return kept, warnings, nil
}

func milli(x float64) float64 { return math.Round(x*1000) / 1000 }

// floor is the last whole millisecond of x, but for what a float loses.
func floor(x float64) float64 { return math.Floor(x*1000+1e-6) / 1000 }

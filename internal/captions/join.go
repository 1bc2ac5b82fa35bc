package captions

import (
	"math"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// beyond is how long after the end of a part, in seconds, a cue has to begin to belong to
// a later part. The last words of a part may begin as its picture ends.
const beyond = 1

// Join writes the captions of a joined recording's parts to dir, as one track. parts
// has the cues of each, on the timeline of the whole. Without any cue it writes
// nothing, and the result has no names.
func Join(parts [][]meeting.Cue, dir string, p plan.CaptionJoinParams) (Made, error) {
	var all []meeting.Cue
	outside := make([]int, len(parts))
	for i, cues := range parts {
		part := p.Parts[i]
		if part.Open && reaches(cues, part.To+beyond) {
			part.To = p.Duration
		}
		within, dropped := crop(cues, part.From, part.To)
		all, outside[i] = append(all, within...), dropped
	}
	if len(all) == 0 {
		return Made{Outside: outside}, nil
	}
	made, err := writeFiles(dir, all, p.Duration)
	made.Outside = outside
	return made, err
}

// reaches reports whether any cue begins at a time or later.
func reaches(cues []meeting.Cue, at float64) bool {
	latest := math.Inf(-1)
	for _, c := range cues {
		latest = max(latest, c.Start)
	}
	return latest >= at
}

// crop cuts cues at the ends of a stretch. dropped is how many lie outside of it.
func crop(cues []meeting.Cue, from, to float64) (within []meeting.Cue, dropped int) {
	from, to = floor(from), floor(to)
	for _, c := range cues {
		c.Start, c.End = max(from, c.Start), min(c.End, to)
		if c.End <= c.Start {
			dropped++
			continue
		}
		within = append(within, c)
	}
	return within, dropped
}

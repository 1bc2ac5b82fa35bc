package plan

import (
	"proceedings/internal/meeting"
)

// View plans another picture of r: the picture v of an original whose beginning
// is offset seconds into r. It has the timeline of r, and no sound of its own.
// What r has and it has not is filled with its first or last frame; what it has
// beyond is left out.
func (r Recording) View(src meeting.Source, found meeting.Media, v meeting.Video, offset float64) Recording {
	start := micro(found.Start - offset)
	end := start + r.Duration
	found.Video, found.Audio, found.Pictures = &v, nil, nil
	view := Recording{input: src.SHA256, name: src.Name, space: r.space, profile: r.profile, stretch: stretch{0, Ticks(r.Duration)}}
	view.Timeline = Timeline{Start: start, Origin: micro(found.Origin), Jumps: found.Jumps, Together: found.Together, Duration: r.Duration}
	view.Segment = r.Segment
	view.Picture = picture(v, start, end, view.profile)
	view.Rungs = Ladder(v.Width, v.Height, view.profile)
	view.Storyboard, view.Poster = storyboard(v.Width, v.Height, r.Duration), poster(v.Width, v.Height, r.Duration)
	view.Changes = changes(v, *view.Picture)
	view.trim = trim{before: v.Start < start-early, after: v.End > end+slack}
	if view.trim.before { // reading may begin at the last key frame before it
		first := 0
		for i, k := range v.Keys {
			if k.Time <= start {
				first = max(0, i-1)
			}
		}
		v.Keys = v.Keys[first:]
	}
	switch view.Encoded = unfit(found, *view.Picture, view.Rungs[0]); {
	case view.Encoded != "":
	case view.trim.before:
		view.Encoded = "has a picture that begins before the recording"
	case view.trim.after:
		view.Encoded = "has a picture that goes on after the recording"
	default:
		view.cut(v.Keys)
	}
	view.found = found
	return view
}

// Beside is r as the plan of an original that begins offset seconds into it: for
// captions, whose times count from the beginning of the original.
func (r Recording) Beside(found meeting.Media, offset float64) Recording {
	r.Timeline = Timeline{Start: micro(found.Start - offset), Origin: micro(found.Origin), Duration: r.Duration}
	return r
}

// early is how far a picture may begin before the recording, in seconds: times
// are rounded.
const early = 0.02

package plan

import (
	"proceedings/internal/meeting"
)

// View plans the video v of another original as a view of r. The original begins offset
// seconds into r. The view has the timeline of r and no audio. Its first or last frame
// fills the times that v does not cover; frames outside r are dropped.
func (r Recording) View(src meeting.Source, found meeting.Media, v meeting.Video, offset float64) Recording {
	start := micro(found.Start - offset)
	end := start + r.Duration
	found.Video, found.Audio, found.Pictures = &v, nil, nil
	view := Recording{input: src.SHA256, name: src.Name, space: r.space, profile: r.profile, span: span{0, Ticks(r.Duration)}}
	view.Timeline = Timeline{Start: start, Origin: micro(found.Origin), Jumps: found.Jumps, Together: found.Together, Duration: r.Duration}
	view.Segment = r.Segment
	view.Picture = picture(v, start, end, view.profile)
	view.Rungs = Ladder(v.Width, v.Height, view.profile)
	view.Storyboard, view.Poster = storyboard(v.Width, v.Height, r.Duration), poster(v.Width, v.Height, r.Duration)
	view.Changes = changes(v, *view.Picture)
	view.trim = trim{before: v.Start < start-startTolerance, after: v.End > end+slack}
	if view.trim.before { // reading begins one key frame before the last one that is not shown
		first := 0
		for i, k := range v.Keys {
			if k.Time <= start {
				first = max(0, i-1)
			}
		}
		v.Keys = v.Keys[first:]
	}
	switch view.Encoded = whyNotCopied(found, *view.Picture, view.Rungs[0]); {
	case view.Encoded != "":
	case view.trim.before:
		view.Encoded = "has video that begins before the recording"
	case view.trim.after:
		view.Encoded = "has video that ends after the recording"
	default:
		view.cut(v.Keys)
	}
	view.found = found
	return view
}

// AtOffset returns r with the timeline of an original that begins offset seconds into r.
// Captions of that original count their times from its beginning.
func (r Recording) AtOffset(found meeting.Media, offset float64) Recording {
	r.Timeline = Timeline{Start: micro(found.Start - offset), Origin: micro(found.Origin), Duration: r.Duration}
	return r
}

// startTolerance is how many seconds a view may begin before the recording without being
// trimmed, since times are rounded.
const startTolerance = 0.02

package plan

import (
	"fmt"
	"slices"

	"proceedings/internal/meeting"
)

// trim says whether an original has frames before or after the timeline.
type trim struct{ before, after bool }

// AudioPart is the audio of one original of a joined recording.
type AudioPart struct {
	Timeline
	Input  string  `json:"input"`  // SHA-256 of the original
	Tracks []Track `json:"tracks"` // one for each track of the recording; Index is -1 if this original lacks it
	Length float64 `json:"length"` // seconds that it covers of the timeline
}

// Join plans one recording from several originals, each of which begins where the
// previous one ends. It places the chunks of each original on one timeline and joins no
// video file. The rungs have the frame size of the longest part.
func Join(parts []Recording) Recording {
	whole := parts[0]
	whole.Duration, whole.Changes = 0, nil
	for _, p := range parts {
		whole.Duration += p.Duration
		if len(p.Tracks) > 0 {
			whole.Level = p.Level // the first may have no audio
		}
	}
	var tracks [][]Track
	whole.Tracks, tracks = alignTracks(parts)
	whole.Duration = milli(whole.Duration)
	whole.span = span{0, Ticks(whole.Duration)}
	whole.Cuts = nil
	whole.parts = slices.Clone(parts)
	if whole.Picture != nil {
		long := whole.longest()
		whole.Rungs = sameLevel(long.Rungs, parts)
		for _, p := range parts {
			for _, c := range p.Changes {
				if !slices.Contains(whole.Changes, c) {
					whole.Changes = append(whole.Changes, c)
				}
			}
		}
		whole.Encoded = fmt.Sprintf("was joined from %d files", len(parts))
		w, h := long.found.Video.Width, long.found.Video.Height
		whole.Storyboard, whole.Poster = storyboard(w, h, whole.Duration), poster(w, h, whole.Duration)
	}
	whole.joined = joinWarnings(whole, parts, tracks)
	delay := 0
	for _, p := range parts {
		if p.Picture != nil {
			delay = max(delay, p.Picture.Delay)
		}
	}
	at, differ := 0.0, colorsDiffer(parts)
	for i := range whole.parts {
		whole.parts[i] = whole.part(parts[i], at, delay)
		if p := &whole.parts[i]; differ && p.Picture != nil {
			picture := p.Picture.toBT709(*p.found.Video)
			p.Picture = &picture
		}
		whole.parts[i].Tracks = tracks[i]
		at += parts[i].Duration
	}
	return whole
}

// part returns p on the timeline of r, starting at the time at. All parts share the
// initialisation section of their renditions, and therefore the delay.
func (r Recording) part(p Recording, at float64, delay int) Recording {
	p.span = span{Ticks(at), Ticks(at + p.Duration)}
	p.Start = micro(p.Start - at)
	p.Duration = r.Duration
	p.Rungs, p.Storyboard, p.Poster, p.Cuts, p.Encoded = r.Rungs, r.Storyboard, r.Poster, nil, r.Encoded
	if p.Picture != nil {
		picture := *p.Picture
		picture.Delay = delay
		p.Picture = &picture
	}
	return p
}

// Originals returns the plans of the recording's parts, each on the timeline of the whole.
// For a recording with one original it returns r itself.
func (r Recording) Originals() []Recording {
	if len(r.parts) > 0 {
		return r.parts
	}
	return []Recording{r}
}

// longest returns the part that covers most of the timeline.
func (r Recording) longest() Recording {
	return slices.MaxFunc(r.Originals(), func(a, b Recording) int { return int(a.to-a.from) - int(b.to-b.from) })
}

// Parts returns the start and the end of each original of a joined recording, in seconds,
// with its name as the title. It returns nil if there is one original.
func (r Recording) Parts() (list []meeting.Chapter) {
	for _, p := range r.parts {
		list = append(list, meeting.Chapter{Start: Seconds(p.from), End: Seconds(p.to), Title: p.name})
	}
	return list
}

// also returns the SHA-256 of the further originals of a joined recording.
func (r Recording) also() (list []string) {
	for _, part := range r.parts {
		if part.input != r.input {
			list = append(list, part.input)
		}
	}
	return list
}

// audioParts returns the audio of each part.
func (r Recording) audioParts() []AudioPart {
	var list []AudioPart
	for _, p := range r.parts {
		own := AudioPart{Timeline: p.Timeline, Input: p.input, Length: Seconds(p.to - p.from)}
		// Each part's timeline begins at the part, not at the whole.
		own.Start = micro(own.Start + Seconds(p.from))
		for i, t := range r.Tracks {
			t.Index, t.PadStart = p.Tracks[i].Index, p.Tracks[i].PadStart
			own.Tracks = append(own.Tracks, t)
		}
		list = append(list, own)
	}
	return list
}

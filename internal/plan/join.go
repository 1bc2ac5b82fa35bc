package plan

import (
	"fmt"
	"slices"

	"proceedings/internal/meeting"
)

// trim says where an original goes beyond what is shown of it.
type trim struct{ before, after bool }

// SoundPart is the sound of one original of a recording that was joined.
type SoundPart struct {
	Timeline
	Input  string  `json:"input"`  // SHA-256 of the original
	Tracks []Track `json:"tracks"` // as many as the recording has, in their order; Index is -1 where this original has no such track
	Length float64 `json:"length"` // seconds of the timeline that it covers
}

// Join plans one recording of several originals, each of which goes on where the
// one before it ends. No file is joined: the chunks of each lie on the timeline
// of all. It has the canvas of the longest, and the sound of each in its order.
func Join(parts []Recording) Recording {
	whole := parts[0]
	whole.Duration, whole.Changes = 0, nil
	for _, p := range parts {
		whole.Duration += p.Duration
		if len(p.Tracks) > 0 {
			whole.Level = p.Level // the first may have no sound
		}
	}
	var tracks [][]Track
	whole.Tracks, tracks = alignTracks(parts)
	whole.Duration = milli(whole.Duration)
	whole.stretch = stretch{0, Ticks(whole.Duration)}
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
		whole.Encoded = fmt.Sprintf("was joined of %d files", len(parts))
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

// part is p on the timeline of the whole, from a time on. All parts share the
// header section of their renditions, and so the delay.
func (r Recording) part(p Recording, at float64, delay int) Recording {
	p.stretch = stretch{Ticks(at), Ticks(at + p.Duration)}
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

// Originals are the plans of the recording's parts, each on the timeline of the
// whole; its own plan, where it has one original.
func (r Recording) Originals() []Recording {
	if len(r.parts) > 0 {
		return r.parts
	}
	return []Recording{r}
}

// longest is the part that covers most of the timeline.
func (r Recording) longest() Recording {
	return slices.MaxFunc(r.Originals(), func(a, b Recording) int { return int(a.to-a.from) - int(b.to-b.from) })
}

// Parts are where the originals of a joined recording begin and how long they
// last, in seconds; nil where there is one original.
func (r Recording) Parts() (list []meeting.Chapter) {
	for _, p := range r.parts {
		list = append(list, meeting.Chapter{Start: Seconds(p.from), End: Seconds(p.to), Title: p.name})
	}
	return list
}

// also are the originals of a joined recording beside the first.
func (r Recording) also() (list []string) {
	for _, part := range r.parts {
		if part.input != r.input {
			list = append(list, part.input)
		}
	}
	return list
}

// sound is the sound of each part.
func (r Recording) sound() []SoundPart {
	var list []SoundPart
	for _, p := range r.parts {
		own := SoundPart{Timeline: p.Timeline, Input: p.input, Length: Seconds(p.to - p.from)}
		// The time of each is counted from its own beginning.
		own.Start = micro(own.Start + Seconds(p.from))
		for i, t := range r.Tracks {
			t.Index, t.PadStart = p.Tracks[i].Index, p.Tracks[i].PadStart
			own.Tracks = append(own.Tracks, t)
		}
		list = append(list, own)
	}
	return list
}

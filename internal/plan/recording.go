package plan

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// Recording is a recording of a meeting and what is to be made of it. Its
// methods are the steps that lead there. Those that hang on what others find
// out take that as an argument.
type Recording struct {
	Media

	input   string
	name    string // what the original is called
	space   layout.Space
	found   meeting.Media
	profile Profile

	stretch             // of the timeline that the original covers
	trim    trim        // of an original that goes beyond it
	parts   []Recording // of one that was joined: its originals, each on the timeline of the whole
	joined  []string    // warnings about parts that differ
}

// ForRecording plans a recording, once its probe is known.
func ForRecording(m meeting.Meeting, src meeting.Source, found meeting.Media) (Recording, error) {
	profile, err := ProfileNamed(m.Profile)
	if err != nil {
		return Recording{}, err
	}
	r := profile.Recording(src.SHA256, Space(m.Visibility), found)
	r.name = src.Name
	return r, nil
}

// Recording plans what p makes of an original with that SHA-256.
func (p Profile) Recording(sha256 string, space layout.Space, found meeting.Media) Recording {
	m := ForMedia(found, p)
	return Recording{Media: m, input: sha256, space: space, found: found, profile: p, stretch: stretch{0, Ticks(m.Duration)}}
}

func (r Recording) step(k Kind, params any) Step {
	s := Step{
		Kind: k, Version: k.version(), Input: r.input, Space: r.space,
		Budget: time.Hour + time.Duration(20*r.Duration)*time.Second, Cost: 1,
	}
	if params != nil {
		s.Params = encode(params)
	}
	return s
}

// AudioParams are the parameters of the step that makes a recording's sound.
type AudioParams struct {
	Timeline
	Tracks  []Track `json:"tracks"`
	Level   Level   `json:"level"`
	Segment float64 `json:"segment"`         // seconds
	Alone   bool    `json:"alone,omitempty"` // there is no picture: a recording without sound is none

	Parts []SoundPart `json:"parts,omitempty"` // of a recording that was joined, one for each original; Index and PadStart of Tracks say nothing then
}

// Audio is the step that makes all sound, in one piece; false where there is
// none.
func (r Recording) Audio() (Step, bool) {
	if len(r.Tracks) == 0 {
		return Step{}, false
	}
	s := r.step(Audio, AudioParams{
		Timeline: r.Timeline, Tracks: r.Tracks, Level: r.Level, Segment: r.Segment, Alone: r.Picture == nil, Parts: r.sound(),
	})
	s.Also = r.also()
	s.Cost = 1 + 0.03*r.Duration*float64(len(r.Tracks))
	return s, true
}

// CopyParams are the parameters of the step that copies a picture.
type CopyParams struct {
	Timeline
	Picture Picture  `json:"picture"`
	Rung    Rung     `json:"rung"`    // that it is to be
	Frames  int      `json:"frames"`  // that the source has
	Cuts    []uint64 `json:"cuts"`    // where segments begin, ticks: key frames of the source
	Longest uint64   `json:"longest"` // ticks that a segment may last
}

// Copy is the step that makes the source's own picture the top rung; false
// where it cannot be.
func (r Recording) Copy() (Step, bool) {
	if r.Picture == nil || r.Encoded != "" {
		return Step{}, false
	}
	s := r.step(Copy, CopyParams{
		Timeline: r.Timeline, Picture: *r.Picture, Rung: r.Rungs[0], Frames: r.found.Video.Frames,
		Cuts: r.Cuts, Longest: Ticks(longestSegment),
	})
	s.Cost, s.Name = 1+0.005*r.Duration, r.name
	return s, true
}

// SampleParams are the parameters of the step that finds out what rungs take.
type SampleParams struct {
	Timeline
	Picture Picture   `json:"picture"`
	Rungs   []Rung    `json:"rungs"`
	Copied  bool      `json:"copied,omitempty"` // the first rung is the source's own picture
	At      []float64 `json:"at"`               // key frames from which pieces are taken, seconds on the source's own time
	Length  float64   `json:"length"`           // of each piece, seconds
}

// What is looked at to learn which rungs are worth making: two seconds of every
// two minutes, of four places at most. Less than a minute is not worth the
// question.
const (
	sampleLength = 2
	sampleEvery  = 120
	sampleMost   = 4
	sampleLeast  = 60
)

// Sample is the step that finds out what each rung takes; false where there is
// nothing to choose. copied says that the top rung was copied.
func (r Recording) Sample(copied bool) (Step, bool) {
	r = r.longest()
	if len(r.Rungs) < 2 || r.Duration < sampleLeast || r.Jumps || len(r.found.Video.Keys) == 0 {
		return Step{}, false
	}
	p := SampleParams{Timeline: r.Timeline, Picture: *r.Picture, Rungs: r.Rungs, Copied: copied, Length: sampleLength}
	n := min(sampleMost, max(1, int(math.Round(r.Duration/sampleEvery))))
	for i := range n {
		aim := r.Start + r.Duration*(float64(i)+0.5)/float64(n)
		at := r.found.Video.Keys[0].Time
		for _, k := range r.found.Video.Keys {
			if math.Abs(k.Time-aim) < math.Abs(at-aim) && k.Time <= r.Start+r.Duration-sampleLength {
				at = k.Time
			}
		}
		if len(p.At) == 0 || p.At[len(p.At)-1] != at {
			p.At = append(p.At, at)
		}
	}
	s := r.step(Sample, p)
	s.Cost = 1 + float64(len(p.At))*sampleLength*chunkCost(r.Rungs)
	return s, true
}

// PackageParams are the parameters of the step that makes players' lists of the
// parts of a recording.
type PackageParams struct {
	Duration   float64     `json:"duration"`
	Storyboard *Storyboard `json:"storyboard,omitempty"` // nil while there are no tiles
	Poster     *Poster     `json:"poster,omitempty"`
	PosterAt   *float64    `json:"posterAt,omitempty"` // seconds; nil for the best frame
}

// Package is the step that makes players' lists of the parts that these steps
// made. Some of a recording can be played before all of it is there; its
// storyboard and poster come with the last of it.
func (r Recording) Package(parts []Step, all bool, posterAt *float64) Step {
	p := PackageParams{Duration: r.Duration}
	if all {
		p.Storyboard, p.Poster, p.PosterAt = r.Storyboard, r.Poster, posterAt
	}
	s := r.step(Package, p)
	s.Needs = keysOf(parts)
	return s
}

// ProgressiveParams are the parameters of the step that makes plain files.
type ProgressiveParams struct {
	Duration float64           `json:"duration"`
	Title    string            `json:"title,omitempty"`
	Date     string            `json:"date,omitempty"`
	Chapters []meeting.Chapter `json:"chapters,omitempty"` // on the timeline
}

// Progressive is the step that makes plain files of the parts that these steps
// made, which are all sound and one rung.
func (r Recording) Progressive(m meeting.Meeting, title string, chapters []meeting.Chapter, parts []Step) Step {
	s := r.step(Progressive, ProgressiveParams{
		Duration: r.Duration, Title: cmp.Or(title, m.Title), Date: m.Date, Chapters: chapters,
	})
	s.Needs = keysOf(parts)
	s.Cost = 1 + 0.005*r.Duration
	return s
}

// Chapters are the recording's on its timeline: those that were asked for, else
// where the talks of the meeting begin, if that is known, and else as the file
// has them.
func (r Recording) Chapters(asked []meeting.Chapter, talks []meeting.Presentation) []meeting.Chapter {
	var list []meeting.Chapter
	for _, c := range asked {
		if c.Start < r.Duration {
			list = append(list, meeting.Chapter{Start: c.Start, Title: c.Title})
		}
	}
	for _, t := range talks {
		if len(asked) == 0 && t.Start != nil && *t.Start < r.Duration {
			list = append(list, meeting.Chapter{Start: *t.Start, Title: t.Title})
		}
	}
	if len(list) == 0 {
		for _, p := range r.Originals() {
			for _, c := range p.found.Chapters {
				if start := milli(c.Start - p.Start); start < Seconds(p.to) {
					list = append(list, meeting.Chapter{Start: max(Seconds(p.from), start), Title: c.Title})
				}
			}
		}
	}
	return contiguous(list, r.Duration)
}

// leastChapter is how long a chapter has to be: a millisecond, the finest that
// players know, but for what a float loses of it.
const leastChapter = 0.0009 // seconds

// contiguous puts chapters in order, each up to the next. Of several that begin
// at the same time the last counts.
func contiguous(list []meeting.Chapter, end float64) []meeting.Chapter {
	slices.SortStableFunc(list, func(a, b meeting.Chapter) int { return cmp.Compare(a.Start, b.Start) })
	var kept []meeting.Chapter
	for _, c := range slices.Backward(list) {
		c.End = end
		if c.End-c.Start >= leastChapter {
			kept, end = append(kept, c), c.Start
		}
	}
	slices.Reverse(kept)
	return kept
}

// Warnings are what is known to be wrong with the source before any of it is
// decoded, as predicates.
func (r Recording) Warnings() []string {
	var list []string
	for i, p := range r.Originals() {
		if p.Missing == 0 {
			continue
		}
		text := fmt.Sprintf("is cut short: it says it is %s long, and the last %s are missing", words.Clock(Seconds(p.to-p.from)+p.Missing), words.Clock(p.Missing))
		if i > 0 {
			text = "continues in " + p.name + ", which " + text
		}
		list = append(list, text)
	}
	list = append(list, r.found.LeftOut...)
	if n := len(r.found.Audio); n > maxTracks {
		list = append(list, fmt.Sprintf("has %d sound tracks, of which the first %d are used", n, maxTracks))
	}
	list = append(list, leftOut(r.found.Subtitles)...)
	return append(append(list, r.leftOutOfParts()...), r.JoinWarnings()...)
}

func keysOf(steps []Step) []string {
	keys := make([]string, len(steps))
	for i, s := range steps {
		keys[i] = s.Key()
	}
	return keys
}

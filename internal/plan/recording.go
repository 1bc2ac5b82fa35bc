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

// Recording is the plan of one recording. Its methods return the steps that process it.
// Methods that depend on the results of other steps take these as arguments.
type Recording struct {
	Media

	input   string
	name    string // file name of the original
	space   layout.Space
	found   meeting.Media
	profile Profile

	span               // of the timeline that the original covers
	trim   trim        // ends of the original that lie outside the timeline
	parts  []Recording // of a joined recording: its originals, each on the timeline of the whole
	joined []string    // warnings about parts that differ
}

// ForRecording plans a recording from its probe. It fails if the meeting's profile is
// unknown.
func ForRecording(m meeting.Meeting, src meeting.Source, found meeting.Media) (Recording, error) {
	profile, err := ProfileNamed(m.Profile)
	if err != nil {
		return Recording{}, err
	}
	r := profile.Recording(src.SHA256, Space(m.Visibility), found)
	r.name = src.Name
	return r, nil
}

// Recording plans the processing of the original with that SHA-256 under p.
func (p Profile) Recording(sha256 string, space layout.Space, found meeting.Media) Recording {
	m := ForMedia(found, p)
	return Recording{Media: m, input: sha256, space: space, found: found, profile: p, span: span{0, Ticks(m.Duration)}}
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

// AudioParams are the parameters of the step that encodes a recording's audio.
type AudioParams struct {
	Timeline
	Tracks    []Track `json:"tracks"`
	Level     Level   `json:"level"`
	Segment   float64 `json:"segment"`         // seconds
	AudioOnly bool    `json:"alone,omitempty"` // there is no video: the step fails if no track can be decoded

	Parts []AudioPart `json:"parts,omitempty"` // of a joined recording, one for each original; Index and PadStart of Tracks are then unused
}

// Audio returns the step that encodes all audio in one run. It returns false if there is
// no audio.
func (r Recording) Audio() (Step, bool) {
	if len(r.Tracks) == 0 {
		return Step{}, false
	}
	s := r.step(Audio, AudioParams{
		Timeline: r.Timeline, Tracks: r.Tracks, Level: r.Level, Segment: r.Segment, AudioOnly: r.Picture == nil, Parts: r.audioParts(),
	})
	s.Also = r.also()
	s.Cost = 1 + 0.03*r.Duration*float64(len(r.Tracks))
	return s, true
}

// CopyParams are the parameters of the step that copies the source's video.
type CopyParams struct {
	Timeline
	Picture Picture  `json:"picture"`
	Rung    Rung     `json:"rung"`    // the top rung, which the copy provides
	Frames  int      `json:"frames"`  // number in the source
	Cuts    []uint64 `json:"cuts"`    // segment starts, ticks: key frames of the source
	Longest uint64   `json:"longest"` // longest segment, ticks
}

// Copy returns the step that copies the source's video as the top rung. It returns false
// if the video must be encoded.
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

// SampleParams are the parameters of the step that measures the bit rate of each rung.
type SampleParams struct {
	Timeline
	Picture Picture   `json:"picture"`
	Rungs   []Rung    `json:"rungs"`
	Copied  bool      `json:"copied,omitempty"` // the first rung is a copy of the source's video
	At      []float64 `json:"at"`               // key frames at which excerpts begin, seconds on the source's clock
	Length  float64   `json:"length"`           // of each excerpt, seconds
}

// The sample has an excerpt of two seconds for every two minutes, and at most four.
// Recordings of less than a minute are not sampled.
const (
	sampleLength = 2
	sampleEvery  = 120
	maxSamples   = 4
	minSampled   = 60
)

// Sample returns the step that measures the bit rate of each rung. It returns false if
// there is only one rung or the source cannot be sampled. copied says that the top rung
// was copied.
func (r Recording) Sample(copied bool) (Step, bool) {
	r = r.longest()
	if len(r.Rungs) < 2 || r.Duration < minSampled || r.Jumps || len(r.found.Video.Keys) == 0 {
		return Step{}, false
	}
	p := SampleParams{Timeline: r.Timeline, Picture: *r.Picture, Rungs: r.Rungs, Copied: copied, Length: sampleLength}
	n := min(maxSamples, max(1, int(math.Round(r.Duration/sampleEvery))))
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

// PackageParams are the parameters of the step that writes a recording's playlists.
type PackageParams struct {
	Duration   float64     `json:"duration"`
	Storyboard *Storyboard `json:"storyboard,omitempty"` // nil while there are no tiles
	Poster     *Poster     `json:"poster,omitempty"`
	PosterAt   *float64    `json:"posterAt,omitempty"` // seconds; nil for the best frame
}

// Package returns the step that writes the playlists for the results of parts. A
// recording can be played before all its renditions are encoded. If all is set, the
// step also makes the storyboard and the poster.
func (r Recording) Package(parts []Step, all bool, posterAt *float64) Step {
	p := PackageParams{Duration: r.Duration}
	if all {
		p.Storyboard, p.Poster, p.PosterAt = r.Storyboard, r.Poster, posterAt
	}
	s := r.step(Package, p)
	s.Needs = keysOf(parts)
	return s
}

// ProgressiveParams are the parameters of the step that writes MP4 files to download.
type ProgressiveParams struct {
	Duration float64           `json:"duration"`
	Title    string            `json:"title,omitempty"`
	Date     string            `json:"date,omitempty"`
	Chapters []meeting.Chapter `json:"chapters,omitempty"` // on the timeline; with Trim, from its start

	Trim *meeting.Stretch `json:"trim,omitempty"` // the part of the timeline that the files have; nil for all of it
}

// Progressive returns the step that writes files to download from the results of parts:
// all audio and one rung.
func (r Recording) Progressive(m meeting.Meeting, title string, chapters []meeting.Chapter, parts []Step) Step {
	s := r.step(Progressive, ProgressiveParams{
		Duration: r.Duration, Title: cmp.Or(title, m.Title), Date: m.Date, Chapters: chapters,
	})
	s.Needs = keysOf(parts)
	s.Cost = 1 + 0.005*r.Duration
	return s
}

// Trimmed is [Recording.Progressive] for files with one part of the recording. chapters are
// on the recording's timeline.
func (r Recording) Trimmed(m meeting.Meeting, title string, chapters []meeting.Chapter, parts []Step, kept meeting.Stretch) Step {
	s := r.step(Progressive, ProgressiveParams{
		Duration: kept.Length(), Title: cmp.Or(title, m.Title), Date: m.Date, Chapters: chaptersFrom(WithinTrim(chapters, kept), kept.Start), Trim: &kept,
	})
	s.Needs = keysOf(parts)
	s.Cost = 1 + 0.005*r.Duration
	return s
}

// Chapters returns the chapters on the recording's timeline: the requested ones, else one
// for each presentation with a start time, else those of the originals. Chapters that
// begin after the end are dropped. If requested is not empty, presentations are ignored.
func (r Recording) Chapters(requested []meeting.Chapter, presentations []meeting.Presentation) []meeting.Chapter {
	var list []meeting.Chapter
	for _, c := range requested {
		if c.Start < r.Duration {
			list = append(list, meeting.Chapter{Start: c.Start, Title: c.Title})
		}
	}
	for _, p := range presentations {
		if len(requested) == 0 && p.Start != nil && *p.Start < r.Duration {
			list = append(list, meeting.Chapter{Start: *p.Start, Title: p.Title})
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

// minChapter is the shortest chapter: a millisecond, the resolution of players, less a
// margin for rounding.
const minChapter = 0.0009 // seconds

// contiguous sorts chapters and ends each where the next one begins. Of several chapters
// with the same start it keeps the last.
func contiguous(list []meeting.Chapter, end float64) []meeting.Chapter {
	slices.SortStableFunc(list, func(a, b meeting.Chapter) int { return cmp.Compare(a.Start, b.Start) })
	var kept []meeting.Chapter
	for _, c := range slices.Backward(list) {
		c.End = end
		if c.End-c.Start >= minChapter {
			kept, end = append(kept, c), c.Start
		}
	}
	slices.Reverse(kept)
	return kept
}

// Warnings returns the problems of the source that are known before decoding, as
// predicates.
func (r Recording) Warnings() []string {
	var list []string
	for i, p := range r.Originals() {
		if p.Missing == 0 {
			continue
		}
		text := fmt.Sprintf("is cut short: its header gives a length of %s, but the last %s are missing", words.Clock(Seconds(p.to-p.from)+p.Missing), words.Clock(p.Missing))
		if i > 0 {
			text = "continues in " + p.name + ", which " + text
		}
		list = append(list, text)
	}
	list = append(list, r.found.LeftOut...)
	if n := len(r.found.Audio); n > maxTracks {
		list = append(list, fmt.Sprintf("has %d sound tracks, of which only the first %d are used", n, maxTracks))
	}
	list = append(list, subtitleWarnings(r.found.Subtitles)...)
	return append(append(list, r.partWarnings()...), r.JoinWarnings()...)
}

func keysOf(steps []Step) []string {
	keys := make([]string, len(steps))
	for i, s := range steps {
		keys[i] = s.Key()
	}
	return keys
}

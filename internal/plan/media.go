package plan

import (
	"fmt"
	"math"

	"proceedings/internal/meeting"
)

// Media is what is to be made of a recording: the parameters of its step.
type Media struct {
	Profile     string      `json:"profile"`  // name@version, for the reader of a result
	Duration    float64     `json:"duration"` // of all renditions, seconds
	Video       *Picture    `json:"video,omitempty"`
	Audio       []Track     `json:"audio,omitempty"`
	Rungs       []Rung      `json:"rungs,omitempty"`
	Storyboard  *Storyboard `json:"storyboard,omitempty"`
	Poster      *Poster     `json:"poster,omitempty"`
	KeyInterval float64     `json:"keyInterval"` // seconds; audio is cut so, too
	Preset      string      `json:"preset"`
}

// Picture says how the source's picture is put on the recording's timeline,
// which runs from zero to Media.Duration.
type Picture struct {
	Index       int     `json:"index"`               // stream index
	PadStart    float64 `json:"padStart,omitempty"`  // seconds to hold the first frame before it
	PadEnd      float64 `json:"padEnd,omitempty"`    // seconds to hold the last frame after it
	FrameRate   float64 `json:"frameRate,omitempty"` // to reduce to; 0 keeps the source's own times
	Deinterlace bool    `json:"deinterlace,omitempty"`
}

// Track is one sound track to be made.
type Track struct {
	ID       string  `json:"id"`                 // "audio", "audio-2", …
	Index    int     `json:"index"`              // stream index
	Channels int     `json:"channels"`           // 1 or 2
	BitRate  int     `json:"bitRate"`            // bit/s
	PadStart float64 `json:"padStart,omitempty"` // seconds of silence before it
	Language string  `json:"language,omitempty"`
	Title    string  `json:"title,omitempty"`
}

// SampleRate is that of all audio made, in Hz: what every browser plays.
const SampleRate = 48_000

// maxTracks bounds how many sound tracks are taken: interpretation into all
// official languages of a large body fits, a crafted file does not.
const maxTracks = 32

// slack is a difference between the ends of picture and sound that nobody
// sees: below it, no frame is held. Seconds.
const slack = 0.1

// ForMedia plans a recording. Picture and sound share one timeline that begins
// at the earlier of the two and ends at the later: a voice that goes on after
// the picture is kept, over the last frame.
func ForMedia(found meeting.Media, p Profile) Media {
	start, end := math.Inf(1), math.Inf(-1)
	extend := func(from, to float64) { start, end = min(start, from), max(end, to) }
	if v := found.Video; v != nil {
		extend(v.Start, v.End)
	}
	for _, a := range found.Audio {
		extend(a.Start, a.End)
	}
	m := Media{
		Duration: milli(end - start), KeyInterval: p.KeyInterval, Preset: p.Preset,
	}
	if v := found.Video; v != nil {
		m.Video = picture(*v, start, end, p)
		m.Rungs = Ladder(v.Width, v.Height, p)
		m.Storyboard = storyboard(v.Width, v.Height, m.Duration)
		m.Poster = poster(v.Width, v.Height, m.Duration)
	}
	for i, a := range found.Audio {
		if i == maxTracks {
			break
		}
		t := track(i, a)
		if a.Start-start > slack {
			t.PadStart = milli(a.Start - start)
		}
		m.Audio = append(m.Audio, t)
	}
	return m
}

func picture(v meeting.Video, start, end float64, p Profile) *Picture {
	pic := &Picture{Index: v.Index, Deinterlace: v.Interlaced}
	if v.Start-start > slack {
		pic.PadStart = milli(v.Start - start)
	}
	if end-v.End > slack {
		pic.PadEnd = milli(end - v.End)
	}
	if v.FrameRate > p.MaxRate+0.5 {
		pic.FrameRate = p.MaxRate
	}
	return pic
}

func track(i int, a meeting.Audio) Track {
	t := Track{ID: "audio", Index: a.Index, Channels: 2, BitRate: 128_000, Language: a.Language, Title: a.Title}
	if i > 0 {
		t.ID = fmt.Sprintf("audio-%d", i+1)
	}
	if a.Channels == 1 {
		t.Channels, t.BitRate = 1, 80_000
	}
	return t
}

// milli rounds to a millisecond, so that a key does not hang on the last bits
// of a float.
func milli(s float64) float64 { return math.Round(s*1000) / 1000 }

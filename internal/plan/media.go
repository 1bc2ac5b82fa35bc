package plan

import (
	"fmt"
	"math"

	"proceedings/internal/meeting"
)

// Media is what is to be made of a recording: the parameters of its step.
type Media struct {
	Start       float64     `json:"start,omitempty"`   // of the timeline, seconds after ffmpeg's zero
	Duration    float64     `json:"duration"`          // of all renditions, seconds
	Missing     float64     `json:"missing,omitempty"` // what the source says it has beyond that, seconds
	Video       *Picture    `json:"video,omitempty"`
	Audio       []Track     `json:"audio,omitempty"`
	Level       Level       `json:"level,omitzero"` // of all sound; zero where there is none
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
	FrameRate   float64 `json:"frameRate,omitempty"` // to bring it to; 0 keeps the source's own times
	Hold        float64 `json:"hold"`                // seconds that the last frame may stand
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

// slack is how much later or earlier than the sound a picture may begin or end,
// and have its first or last frame stand for it, in seconds. A longer stretch is
// filled with copies of the frame, or a segment would last as long.
const slack = 1

// gridRate is the lowest frame rate of a picture with such copies. They come at
// the rate that the picture has, and some containers say one of 1,000.
const gridRate = 10

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
		Start:    micro(start - found.Origin),
		Duration: milli(end - start), Missing: milli(found.Missing), KeyInterval: p.KeyInterval, Preset: p.Preset,
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
	if len(m.Audio) > 0 {
		m.Level = p.Level
	}
	return m
}

func picture(v meeting.Video, start, end float64, p Profile) *Picture {
	pic := &Picture{Index: v.Index, Deinterlace: v.Interlaced, Hold: milli(max(0, v.End-v.Last) + slack)}
	if v.Start-start > slack {
		pic.PadStart = milli(v.Start - start)
	}
	if end-v.End > slack {
		pic.PadEnd = milli(end - v.End)
	}
	switch {
	case v.FrameRate > p.MaxRate+0.5:
		pic.FrameRate = p.MaxRate
	case pic.PadStart > 0 || pic.PadEnd > 0:
		pic.FrameRate = max(gridRate, v.FrameRate)
	}
	return pic
}

func track(i int, a meeting.Audio) Track {
	t := Track{ID: "audio", Index: a.Index, Channels: 2, BitRate: 128_000, Language: a.Language, Title: a.Title}
	if i > 0 {
		t.ID = fmt.Sprintf("audio-%d", i+1)
	}
	if a.Channels == 1 {
		return t.Mono()
	}
	return t
}

// Mono is t with a single channel.
func (t Track) Mono() Track {
	t.Channels, t.BitRate = 1, 80_000
	return t
}

// milli rounds to a millisecond, so that a key does not hang on the last bits
// of a float.
func milli(s float64) float64 { return math.Round(s*1000) / 1000 }

// micro rounds to a microsecond, ffmpeg's own unit.
func micro(s float64) float64 { return math.Round(s*1e6) / 1e6 }

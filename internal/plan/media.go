package plan

import (
	"cmp"
	"fmt"
	"math"

	"proceedings/internal/meeting"
)

// Timescale is that of all video made, in ticks a second: 90 kHz holds the
// frame times of every usual rate to a hundredth of a millisecond (ISO/IEC
// 13818-1, 2.4.3.7).
const Timescale = 90_000

// Timeline is the time that all renditions of a recording share. It runs from
// zero to Duration.
type Timeline struct {
	Start    float64 `json:"start,omitempty"`  // of it, seconds on the source's own
	Origin   float64 `json:"origin,omitempty"` // the time of the source that ffmpeg counts from
	Jumps    bool    `json:"jumps,omitempty"`  // the source's times jump, and are set right by ffmpeg as it reads on
	Duration float64 `json:"duration"`         // seconds

	Together []int `json:"together,omitempty"` // where times jump, the indexes of all streams that a run has to read
}

// Media is what is to be made of a recording.
type Media struct {
	Timeline
	Missing    float64 // what the source says it has beyond that, seconds
	Picture    *Picture
	Tracks     []Track
	Level      Level // of all sound
	Rungs      []Rung
	Storyboard *Storyboard
	Poster     *Poster
	Segment    float64  // seconds that a segment is to last
	Cuts       []uint64 // where segments begin if the source's own picture is the top rung, ticks; of all rungs
	Encoded    string   // why the source's own picture cannot be the top rung, a predicate; empty if it can
	Changes    []string
}

// Picture says how the source's picture is put on the timeline.
type Picture struct {
	Index       int     `json:"index"`               // stream index
	PadStart    float64 `json:"padStart,omitempty"`  // seconds to hold the first frame before it
	PadEnd      float64 `json:"padEnd,omitempty"`    // seconds to hold the last frame after it
	FrameRate   float64 `json:"frameRate,omitempty"` // to bring it to; 0 keeps the source's own times
	Hold        float64 `json:"hold"`                // seconds that the last frame may stand
	Delay       int     `json:"delay"`               // ticks from when a frame is decoded to when it is shown
	Deinterlace bool    `json:"deinterlace,omitempty"`
	ToneMap     string  `json:"toneMap,omitempty"` // transfer characteristics of a high dynamic range to map from
	Varies      bool    `json:"varies,omitempty"`  // its size or shape changes on the way, so that each frame is fitted for itself
	Turn        int     `json:"turn,omitempty"`    // of one that varies: degrees clockwise to turn it by
	Colors      string  `json:"colors,omitempty"`  // colour matrix of the source, or RGB, if it is to be converted to BT.709; empty if not
}

// Track is one sound track to be made.
type Track struct {
	ID       string  `json:"id"`                 // "audio", "audio-2", …
	Index    int     `json:"index"`              // stream index
	Channels int     `json:"channels"`           // 1 or 2
	BitRate  int     `json:"bitRate"`            // bit/s
	PadStart float64 `json:"padStart,omitempty"` // seconds of silence before it
	Language string  `json:"language,omitempty"` // BCP 47
	Title    string  `json:"title,omitempty"`    // unique in the recording

	Number    int             `json:"number"`              // among the source's sound tracks, from 1
	Default   bool            `json:"default,omitempty"`   // the source marks it as the one to play
	Described bool            `json:"described,omitempty"` // it describes the picture
	Purpose   meeting.Purpose `json:"purpose,omitempty"`
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
	if p.Top == 0 && len(found.Audio) > 0 {
		found.Video = nil
	} else if p.Top == 0 {
		p = Profiles()[0] // a picture without sound, and sound is all that was asked for
	}
	start, end := math.Inf(1), math.Inf(-1)
	extend := func(from, to float64) { start, end = min(start, from), max(end, to) }
	if v := found.Video; v != nil {
		extend(v.Start, v.End)
	}
	for _, a := range found.Audio {
		extend(a.Start, a.End)
	}
	m := Media{
		Timeline: Timeline{Start: micro(start), Origin: micro(found.Origin), Jumps: found.Jumps, Duration: max(0.001, milli(end-start))},
		Missing:  milli(found.Missing), Segment: p.KeyInterval,
	}
	if found.Jumps {
		m.Together = found.Together
	}
	if v := found.Video; v != nil {
		m.Picture = picture(*v, start, end, p)
		m.Rungs = Ladder(v.Width, v.Height, p)
		m.Storyboard = storyboard(v.Width, v.Height, m.Duration)
		m.Poster = poster(v.Width, v.Height, m.Duration)
		if m.Encoded = unfit(found, *m.Picture, m.Rungs[0]); m.Encoded == "" {
			m.cut(v.Keys)
		}
		m.Changes = changes(*v, *m.Picture)
	}
	for i, a := range found.Audio {
		if i == maxTracks {
			break
		}
		t := track(i, a)
		t.Title = freeTitle(m.Tracks, t.name())
		if a.Start-start > slack {
			t.PadStart = milli(a.Start - start)
		}
		m.Tracks = append(m.Tracks, t)
	}
	if len(m.Tracks) > 0 {
		m.Level = p.Level
	}
	return m
}

// cut decides where all rungs are cut beside a copied one.
func (m *Media) cut(keys []meeting.Key) {
	var ok bool
	if m.Cuts, ok = boundaries(m.keyTimes(keys), Ticks(m.Duration), m.Segment); !ok {
		m.Encoded = "has no key frames where segments could begin"
	}
}

func picture(v meeting.Video, start, end float64, p Profile) *Picture {
	pic := &Picture{
		Index: v.Index, Deinterlace: v.Interlaced, Hold: milli(max(0, v.End-v.Last) + slack), Delay: delay(v.FrameRate),
	}
	if v.Varies {
		pic.Varies, pic.Turn = true, v.Turn
	}
	if v.Transfer == "smpte2084" || v.Transfer == "arib-std-b67" {
		pic.ToneMap = v.Transfer
	} else if isRGB(v.PixFmt) {
		pic.Colors = RGB
	}
	shown := v.End // but for a last frame that stands for long, which is repeated
	if n := len(v.Gaps); n > 0 && v.Gaps[n-1].To >= v.End {
		shown = v.Last + 1/max(gridRate, v.FrameRate)
	}
	before, after := v.Start-start > slack, end-shown > slack
	switch {
	case v.FrameRate > p.MaxRate+0.5:
		pic.FrameRate = p.MaxRate
	case before || after:
		pic.FrameRate = max(gridRate, v.FrameRate)
	}
	if before { // a whole number of frames, so that all of the picture is on one grid
		pic.PadStart = math.Round((v.Start-start)*pic.FrameRate) / pic.FrameRate
	}
	if after {
		pic.PadEnd = milli(end - shown)
	}
	return pic
}

// delay is the time from decoding a frame to showing it, in ticks: two frames,
// which is how far x264 puts one behind another that needs it.
func delay(rate float64) int {
	if rate <= 0 {
		rate = 25
	}
	return int(math.Round(2 * Timescale / min(60, max(5, rate))))
}

// changes are what is done to a picture, for whoever compares it with the
// original.
func changes(v meeting.Video, p Picture) []string {
	var list []string
	if p.Deinterlace {
		list = append(list, "deinterlaced")
	}
	switch p.ToneMap {
	case "smpte2084":
		list = append(list, "tone-mapped from HDR (PQ)")
	case "arib-std-b67":
		list = append(list, "tone-mapped from HDR (HLG)")
	}
	if p.Varies {
		list = append(list, "brought to one size")
	}
	if p.FrameRate > 0 && v.FrameRate > p.FrameRate+0.5 {
		list = append(list, fmt.Sprintf("brought from %.4g to %.4g frames a second", v.FrameRate, p.FrameRate))
	}
	return list
}

func track(i int, a meeting.Audio) Track {
	t := Track{ID: "audio", Index: a.Index, Channels: 2, BitRate: 128_000, Language: a.Language, Title: a.Title}
	t.Number, t.Default, t.Described, t.Purpose = cmp.Or(a.Number, i+1), a.Default, a.Described, a.Purpose
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

// Ticks is a time of the timeline in ticks.
func Ticks(seconds float64) uint64 { return uint64(math.Round(max(0, seconds) * Timescale)) }

// Seconds is ticks as a time of the timeline.
func Seconds(ticks uint64) float64 { return float64(ticks) / Timescale }

// milli rounds to a millisecond, so that a key does not hang on the last bits
// of a float.
func milli(s float64) float64 { return math.Round(s*1000) / 1000 }

// micro rounds to a microsecond, ffmpeg's own unit.
func micro(s float64) float64 { return math.Round(s*1e6) / 1e6 }

// Zero is where the timeline starts as ffmpeg reads the source: by its own times,
// or, where it sets them right, counted from their beginning. Seconds.
func (t Timeline) Zero() float64 {
	if t.Jumps {
		return micro(t.Start - t.Origin)
	}
	return t.Start
}

package plan

import (
	"cmp"
	"fmt"
	"math"

	"proceedings/internal/meeting"
)

// Timescale is the timescale of all encoded video, in ticks a second. 90 kHz represents
// the frame times of every usual rate to a hundredth of a millisecond (ISO/IEC 13818-1,
// 2.4.3.7).
const Timescale = 90_000

// Timeline is the timeline of all renditions of a recording. It runs from zero to
// Duration.
type Timeline struct {
	Start    float64 `json:"start,omitempty"`  // its beginning, seconds on the source's clock
	Origin   float64 `json:"origin,omitempty"` // start time of the source in ffmpeg, seconds on the source's clock
	Jumps    bool    `json:"jumps,omitempty"`  // the source's timestamps jump; ffmpeg corrects them while it reads
	Duration float64 `json:"duration"`         // seconds

	Together []int `json:"together,omitempty"` // if timestamps jump, the indexes of all streams that one ffmpeg run must read
}

// Media is the plan for the streams of a recording.
type Media struct {
	Timeline
	Missing    float64 // declared length of the source less Duration, seconds
	Picture    *Picture
	Tracks     []Track
	Level      Level // of all audio
	Rungs      []Rung
	Storyboard *Storyboard
	Poster     *Poster
	Segment    float64  // planned length of a segment, seconds
	Cuts       []uint64 // segment starts of all rungs if the source's video is copied, ticks
	Encoded    string   // why the source's video is not copied, a predicate; empty if it can be
	Changes    []string // visible changes to the video: "deinterlaced"
}

// Picture says how the source's video is put on the timeline.
type Picture struct {
	Index       int     `json:"index"`               // stream index
	PadStart    float64 `json:"padStart,omitempty"`  // seconds to repeat the first frame before it
	PadEnd      float64 `json:"padEnd,omitempty"`    // seconds to repeat the last frame after it
	FrameRate   float64 `json:"frameRate,omitempty"` // constant rate to convert to; 0 keeps the source's frame times
	Hold        float64 `json:"hold"`                // longest duration of the last frame, seconds
	Delay       int     `json:"delay"`               // ticks from decoding a frame to showing it
	Deinterlace bool    `json:"deinterlace,omitempty"`
	ToneMap     string  `json:"toneMap,omitempty"` // HDR transfer characteristics to map from; empty for SDR
	Varies      bool    `json:"varies,omitempty"`  // the frame size changes, so each frame is scaled separately
	Rotation    int     `json:"turn,omitempty"`    // if Varies: clockwise rotation, degrees
	Colors      string  `json:"colors,omitempty"`  // colour matrix of the source, or RGB, to convert to BT.709; empty for no conversion
}

// Track is one planned audio track.
type Track struct {
	ID       string  `json:"id"`                 // "audio", "audio-2", …
	Index    int     `json:"index"`              // stream index
	Channels int     `json:"channels"`           // 1 or 2
	BitRate  int     `json:"bitRate"`            // bit/s
	PadStart float64 `json:"padStart,omitempty"` // seconds of silence before it
	Language string  `json:"language,omitempty"` // BCP 47
	Title    string  `json:"title,omitempty"`    // unique in the recording

	Number    int             `json:"number"`              // among the source's audio tracks, from 1
	Default   bool            `json:"default,omitempty"`   // the source flags it as the default
	Described bool            `json:"described,omitempty"` // it is an audio description
	Purpose   meeting.Purpose `json:"purpose,omitempty"`
}

// SampleRate is the sample rate of all encoded audio, in Hz. Every browser plays it.
const SampleRate = 48_000

// maxTracks limits the number of audio tracks. Interpretation into all official
// languages of a large organisation fits; a crafted file can have more.
const maxTracks = 32

// slack is how many seconds the first or last frame is extended if video begins after
// the audio or ends before it. A longer time is filled with repeated frames, since one
// frame would make one long segment.
const slack = 1

// gridRate is the lowest frame rate of video with repeated frames. Higher rates are the
// measured ones, since some containers declare 1,000.
const gridRate = 10

// ForMedia plans the streams of a recording. The timeline begins at the first start of a
// stream and ends at the last end. Audio after the end of the video is kept, with the
// last frame.
func ForMedia(found meeting.Media, p Profile) Media {
	if p.Top == 0 && len(found.Audio) > 0 {
		found.Video = nil
	} else if p.Top == 0 {
		p = Profiles()[0] // audio only was requested, and the source has none
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
		if m.Encoded = whyNotCopied(found, *m.Picture, m.Rungs[0]); m.Encoded == "" {
			m.cut(v.Keys)
		}
		m.Changes = changes(*v, *m.Picture)
	}
	for i, a := range found.Audio {
		if i == maxTracks {
			break
		}
		t := track(i, a)
		t.Title = uniqueTitle(m.Tracks, t.name())
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

// cut chooses the segment starts of all rungs if the video is copied.
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
		pic.Varies, pic.Rotation = true, v.Turn
	}
	if v.Transfer == "smpte2084" || v.Transfer == "arib-std-b67" {
		pic.ToneMap = v.Transfer
	} else if isRGB(v.PixFmt) {
		pic.Colors = RGB
	}
	shown := v.End // end of the video, before a long last frame, which is repeated
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
	if before { // a whole number of frames, so that all frames are on one grid
		pic.PadStart = math.Round((v.Start-start)*pic.FrameRate) / pic.FrameRate
	}
	if after {
		pic.PadEnd = milli(end - shown)
	}
	return pic
}

// delay returns the time from decoding a frame to showing it, in ticks: two frames, the
// largest reordering delay of x264.
func delay(rate float64) int {
	if rate <= 0 {
		rate = 25
	}
	return int(math.Round(2 * Timescale / min(60, max(5, rate))))
}

// changes returns the visible differences between the renditions and the source.
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
		list = append(list, "scaled to one size")
	}
	if p.FrameRate > 0 && v.FrameRate > p.FrameRate+0.5 {
		list = append(list, fmt.Sprintf("reduced from %.4g to %.4g frames a second", v.FrameRate, p.FrameRate))
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

// Mono returns t with a single channel.
func (t Track) Mono() Track {
	t.Channels, t.BitRate = 1, 80_000
	return t
}

// Ticks converts a time on the timeline to ticks.
func Ticks(seconds float64) uint64 { return uint64(math.Round(max(0, seconds) * Timescale)) }

// Seconds converts ticks to a time on the timeline.
func Seconds(ticks uint64) float64 { return float64(ticks) / Timescale }

// milli rounds to a millisecond, so that a key does not depend on the last bits of a
// float.
func milli(s float64) float64 { return math.Round(s*1000) / 1000 }

// micro rounds to a microsecond, the unit of ffmpeg.
func micro(s float64) float64 { return math.Round(s*1e6) / 1e6 }

// Zero returns the start of the timeline in the timestamps that ffmpeg outputs, in
// seconds. If timestamps jump, ffmpeg corrects them and counts from the origin.
func (t Timeline) Zero() float64 {
	if t.Jumps {
		return micro(t.Start - t.Origin)
	}
	return t.Start
}

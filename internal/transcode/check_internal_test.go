package transcode

import (
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// minute is a part of a minute that is cut each 30 s.
func minute(id string) meeting.Part {
	const half = 30 * plan.Timescale
	return meeting.Part{
		Rendition: id, Width: 640, Height: 360, Timescale: plan.Timescale, Frames: 1500,
		Segments: []meeting.Segment{{Ticks: half, Size: 1000}, {Ticks: half, Size: 1000}},
	}
}

func TestAligned(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(p *meeting.Part)
		err    string
	}{
		{"parts that agree pass", func(*meeting.Part) {}, ""},
		{"a frame that one lacks", func(p *meeting.Part) { p.Frames-- }, "360p against 720p: 1499 frames, not 1500"},
		{"a part that begins elsewhere", func(p *meeting.Part) { p.Start = 7 }, "360p against 720p: starts at 7, not 0"},
		{"a cut that one lacks", func(p *meeting.Part) { p.Segments = p.Segments[:1] }, "360p against 720p: 1 segments, not 2"},
		{"a cut a tick away", func(p *meeting.Part) { p.Segments[0].Ticks++ }, "360p against 720p: segment 0 lasts 2700001, not 2700000"},
		{"bytes are nobody's business", func(p *meeting.Part) { p.Segments[0].Size = 1 }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			part := minute("360p")
			tt.change(&part)
			if err := aligned(minute("720p"), part); message(err) != tt.err {
				t.Errorf("aligned = %v, want %q", err, tt.err)
			}
		})
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// What is put behind each other must fit, and the cuts of all tracks be the same.
func TestCheckCuts(t *testing.T) {
	t.Parallel()
	two := func(id string) track {
		first, second := minute(id), minute(id)
		second.Start = first.Ticks()
		return track{id: id, parts: []placed{{Part: first}, {Part: second}}}
	}
	one := func(id string) track {
		p := minute(id)
		p.Segments = append(p.Segments, p.Segments...)
		return track{id: id, parts: []placed{{Part: p}}}
	}
	late := two("360p")
	late.parts[1].Start++
	moved := one("360p")
	moved.parts[0].Segments[1].Ticks++
	moved.parts[0].Segments[2].Ticks--
	short := one("360p")
	short.parts[0].Segments = short.parts[0].Segments[:3]
	tests := []struct {
		name   string
		tracks []track
		err    string
	}{
		{"nothing is whole", nil, ""},
		{"one in one piece and one in two", []track{one("720p"), two("360p")}, ""},
		{"a hole between two parts", []track{two("720p"), late}, "360p: part 1 begins at 5400001, and the one before it ends at 5400000"},
		{"a cut a tick away", []track{two("720p"), moved}, "360p has a cut at 5400001, and 720p at 5400000"},
		{"a segment that one lacks", []track{two("720p"), short}, "360p has 3 segments, and 720p 4"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if err := checkCuts(tt.tracks); message(err) != tt.err {
				t.Errorf("checkCuts = %v, want %q", err, tt.err)
			}
		})
	}
}

// A person is told of what is lost, and not of what rounding takes.
func TestDamage(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(p *plan.ChunkParams, made *Chunk)
		want   string
	}{
		{"nothing is lost", func(*plan.ChunkParams, *Chunk) {}, ""},
		{"a hundredth of the frames is nobody's loss", func(_ *plan.ChunkParams, made *Chunk) { made.Parts[0].Frames = 1485 }, ""},
		{"one more is told, with the clock", func(p *plan.ChunkParams, made *Chunk) {
			p.From, p.To = plan.Ticks(3665), plan.Ticks(3725)
			made.Parts[0].Frames = 1484
		}, "is damaged: 16 of 1500 frames from 1:01:05 to 1:02:05 could not be decoded"},
		{"two frames of a few are nobody's loss", func(p *plan.ChunkParams, made *Chunk) { p.Frames, made.Parts[0].Frames = 10, 8 }, ""},
		{"more frames than were said are no loss", func(_ *plan.ChunkParams, made *Chunk) { made.Parts[0].Frames = 2000 }, ""},
		{"where frames are not counted time is, and a second is nobody's loss", func(p *plan.ChunkParams, made *Chunk) {
			p.Frames, made.Parts[0].Segments[1].Ticks = 0, plan.Ticks(29.1)
		}, ""},
		{"where frames are not counted time is", func(p *plan.ChunkParams, made *Chunk) {
			p.Frames, made.Parts[0].Segments = 0, made.Parts[0].Segments[:1]
		}, "is damaged: 0:30 of its picture from 0:00 to 1:00 could not be decoded"},
		{"nothing was decoded", func(_ *plan.ChunkParams, made *Chunk) { made.Lost = true }, "is damaged: nothing of its picture from 0:00 to 1:00 could be decoded, so it is black there"},
		{"nothing is encoded beside a copied picture", func(_ *plan.ChunkParams, made *Chunk) { made.Parts = nil }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := plan.ChunkParams{To: plan.Ticks(60), Frames: 1500}
			made := Chunk{Parts: []meeting.Part{minute("720p"), minute("360p")}}
			tt.change(&p, &made)
			if got := strings.Join(damage(p, made), "\n"); got != tt.want {
				t.Errorf("damage = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestUnfitReason(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(p *meeting.Part)
		want   string
	}{
		{"what is as it was said is copied", func(*meeting.Part) {}, ""},
		{"a frame that cannot be copied", func(p *meeting.Part) { p.Frames-- }, "has 1500 frames, of which 1499 can be copied"},
		{"another size", func(p *meeting.Part) { p.Width = 720 }, "has pictures of 720×360, though it says 640×360"},
		{"a segment that no line carries", func(p *meeting.Part) { p.Segments[1].Size = 30 * 1_000_000 }, "takes up to 8.0 Mbit/s, too much for a rendition of its size"},
		{"a rest of a moment has no rate", func(p *meeting.Part) {
			p.Segments = append(p.Segments, meeting.Segment{Ticks: 3600, Size: 1_000_000})
		}, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			part := minute("360p")
			tt.change(&part)
			p := plan.CopyParams{Frames: 1500, Rung: plan.Rung{Width: 640, Height: 360, MaxRate: 700_000}}
			if got := unfitReason(part, p); got != tt.want {
				t.Errorf("misfit = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestParseVersion(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026": "5.1.9-0+deb12u1",
		"ffmpeg version n7.1\nbuilt with gcc":                    "n7.1",
		"ffmpeg version N-118-gabcdef Copyright":                 "N-118-gabcdef",
		"":                                                       "",
		"ffmpeg version":                                         "",
		"ffmpeg: not found":                                      "",
		"ffmpeg edition 7 plus":                                  "",
	} {
		got, err := parseVersion(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("parseVersion(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
}

// Where frames are counted, progress goes by them, smoothly.
func TestProgressByFrames(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		p    plan.ChunkParams
		want int
	}{
		{"as many as the source has", plan.ChunkParams{To: plan.Ticks(10), Frames: 250, Rungs: make([]plan.Rung, 1)}, 250},
		{"as many as are made of it", plan.ChunkParams{To: plan.Ticks(10), Picture: plan.Picture{FrameRate: 60}, Rungs: make([]plan.Rung, 1)}, 600},
		{"what is counted are tiles, where nothing is encoded", plan.ChunkParams{To: plan.Ticks(10), Frames: 250}, 0},
		{"nobody knows", plan.ChunkParams{To: plan.Ticks(10), Rungs: make([]plan.Rung, 1)}, 0},
	}
	for _, tt := range tests {
		if got := framesOf(tt.p); got != tt.want {
			t.Errorf("%s: %d frames, want %d", tt.name, got, tt.want)
		}
	}
	var got []float64
	r := &progressReader{duration: 10, frames: 250, report: func(done float64) { got = append(got, done) }}
	if _, err := r.Write([]byte("frame=  100\nout_time_us=10000000\nframe=300\n")); err != nil {
		t.Fatal(err)
	}
	if len(got) != 2 || got[0] != 0.4 || got[1] != 1 {
		t.Errorf("reported %v, want 0.4 and 1", got)
	}
}

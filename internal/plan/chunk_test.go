package plan_test

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestChunks(t *testing.T) {
	t.Parallel()
	hour := recording(t, film(3600, 2))
	steps := hour.Chunks(plan.Decided{})
	if len(steps) != 18 {
		t.Fatalf("an hour has %d chunks, want 18", len(steps))
	}
	p := params[plan.ChunkParams](t, steps[3])
	if p.From != plan.Ticks(600) || p.To != plan.Ticks(800) || p.Last || p.Exact {
		t.Errorf("the fourth chunk is from %d to %d, last: %t, exact: %t", p.From, p.To, p.Last, p.Exact)
	}
	if p.Seek == nil || *p.Seek != 598 {
		t.Errorf("reading begins at %v, want one key frame before the needed one, 598 s", p.Seek)
	}
	if p.Frames != 5000 || p.Tiles.First != 60 || p.Tiles.Count != 20 || len(p.Keys) != 40 || p.Keys[1] != plan.Ticks(605) {
		t.Errorf("it has %d frames, %d tiles from %d on and segments at %d", p.Frames, p.Tiles.Count, p.Tiles.First, p.Keys)
	}
	// The header; from one key frame before the chunk to two after it; and the index.
	frame := func(seconds float64) int64 { return 1000 + 4000*int64(math.Round(seconds*25)) }
	want := []plan.Range{{To: 1000}, {From: frame(598), To: frame(804)}, {From: frame(3598), To: frame(3600)}}
	if diff := cmp.Diff(want, steps[3].Bytes); diff != "" {
		t.Errorf("bytes (-want +got):\n%s", diff)
	}
	if ids := idsOf(p.Rungs); !slices.Equal(ids, []string{"1080p", "720p", "360p"}) {
		t.Errorf("rungs = %q", ids)
	}
	if first := params[plan.ChunkParams](t, steps[0]); first.Seek != nil || first.Frames != 5000 || first.Last {
		t.Errorf("the first begins to read at %v, has %d frames, last: %t", first.Seek, first.Frames, first.Last)
	}
	if last := params[plan.ChunkParams](t, steps[17]); !last.Last || last.To != plan.Ticks(3600) || last.Frames != 5000 {
		t.Errorf("the last is to %d and has %d frames, last: %t", last.To, last.Frames, last.Last)
	}
}

func TestChunksWithACopiedRung(t *testing.T) {
	t.Parallel()
	// Key frames are 3 s apart, so segments of 6 s are nearest to the ideal.
	hour := recording(t, film(3600, 3))
	got := chunks(t, hour, plan.Decided{Copied: true, Bits: []int64{1000, 600, 500}})
	if len(got) != 18 {
		t.Fatalf("an hour has %d chunks, want 18", len(got))
	}
	p := got[1]
	if p.From != plan.Ticks(198) || !p.Exact || p.Keys[0] != p.From || p.Keys[1] != p.From+plan.Ticks(6) || p.Keys[len(p.Keys)-1] != p.To-plan.Ticks(6) {
		t.Errorf("the second is from %d to %d with keys at %d, exact: %t; want those of the copy", p.From, p.To, p.Keys, p.Exact)
	}
	if *p.Seek != 195 {
		t.Errorf("reading begins at %v, want the key frame before, 195 s", *p.Seek)
	}
	if ids := idsOf(p.Rungs); !slices.Equal(ids, []string{"720p"}) {
		t.Errorf("rungs = %q, want neither the copied rung nor one that saves too little", ids)
	}
	// Chunks make tiles even if only the copied rung is worth encoding.
	only := chunks(t, hour, plan.Decided{Copied: true, Bits: []int64{100, 90, 90}})
	if len(only) != 18 || len(only[0].Rungs) != 0 || only[0].Tiles.Count == 0 {
		t.Errorf("without rungs to encode there are %d chunks: %+v", len(only), only)
	}
}

func TestChunksOnAGrid(t *testing.T) {
	t.Parallel()
	// 120 frames a second, and key frames that are not on a grid of 60.
	fast := film(1000, 2)
	fast.Video.FrameRate, fast.Video.Frames = 120, 120_000
	for i := range fast.Video.Keys {
		fast.Video.Keys[i].Time = float64(i*2*120+i%2) / 120
	}
	got := chunks(t, recording(t, fast), plan.Decided{})
	if len(got) != 5 {
		t.Fatalf("%d chunks, want 5", len(got))
	}
	for i, p := range got[1:] {
		frames := plan.Seconds(p.From) * 60
		if math.Abs(frames-math.Round(frames)) > 1e-3 {
			t.Errorf("chunk %d begins at frame %v of the grid", i+1, frames)
		}
		needed := 0
		for _, k := range fast.Video.Keys {
			if k.Time > *p.Seek && k.Time <= plan.Seconds(p.From) {
				needed++
			}
		}
		if needed != 1 || p.Frames != 0 {
			t.Errorf("chunk %d from %v s is read from %v s on and has %d frames; want one key frame between, and an unknown number of frames", i+1, plan.Seconds(p.From), *p.Seek, p.Frames)
		}
	}
	// Video that begins late is on a grid, too.
	late := film(1000, 2)
	late.Audio[0].Start = -2.51
	for i, p := range chunks(t, recording(t, late), plan.Decided{}) {
		if frames := plan.Seconds(p.From) * 25; math.Abs(frames-math.Round(frames)) > 1e-3 || p.Picture.PadStart == 0 {
			t.Errorf("chunk %d of late video begins at frame %v of the grid", i, frames)
		}
	}
}

// Chunks of unusual sources have no guessed frame counts or byte ranges.
func TestChunksOfUnusualSources(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		change func(*meeting.Media)
		count  int
		frames bool // the number of frames is known
		bytes  bool // the byte ranges are known
	}{
		{"an hour", func(*meeting.Media) {}, 18, true, true},
		{"timestamps that jump", func(m *meeting.Media) { m.Jumps = true }, 1, false, false},
		{"no key frames", func(m *meeting.Media) { m.Video.Keys = nil }, 1, true, false},
		{"one key frame", func(m *meeting.Media) { m.Video.Keys = m.Video.Keys[:1] }, 1, true, false},
		{"no positions", func(m *meeting.Media) {
			for i := range m.Video.Keys {
				m.Video.Keys[i].Pos = -1
			}
		}, 18, true, false},
		{"frames not in presentation order", func(m *meeting.Media) {
			n := len(m.Video.Keys)
			for i := range m.Video.Keys {
				m.Video.Keys[i].Pos = int64(1000 * (n - i))
			}
		}, 18, true, false},
		{"positions past the end", func(m *meeting.Media) { m.Bytes = 70_000_000 }, 18, true, false},
		{"unknown size", func(m *meeting.Media) { m.Bytes = 0 }, 18, true, false},
		{"a transport stream", func(m *meeting.Media) { m.Format = "mpegts" }, 18, true, false},
		{"interlaced", func(m *meeting.Media) { m.Video.Interlaced = true }, 18, false, false},
		{"VP8, with packets that are never shown", func(m *meeting.Media) { m.Video.Codec = "vp8" }, 18, false, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			found := film(3600, 2)
			tt.change(&found)
			steps := recording(t, found).Chunks(plan.Decided{})
			if len(steps) != tt.count {
				t.Fatalf("%d chunks, want %d", len(steps), tt.count)
			}
			for i, s := range steps {
				p := params[plan.ChunkParams](t, s)
				if (p.Frames > 0) != tt.frames || (len(s.Bytes) > 0) != tt.bytes || (p.Seek != nil) != (i > 0) {
					t.Errorf("chunk %d: %d frames, bytes %v, read from %v; want known frames: %t, bytes: %t", i, p.Frames, s.Bytes, p.Seek, tt.frames, tt.bytes)
				}
			}
		})
	}
	sound := film(3600, 2)
	sound.Video = nil
	if got := recording(t, sound).Chunks(plan.Decided{}); got != nil {
		t.Errorf("audio alone has chunks: %v", got)
	}
	small := film(600, 2)
	for _, s := range recording(t, small).Chunks(plan.Decided{}) {
		if s.Bytes != nil {
			t.Errorf("a chunk of a small source reads %v, want all", s.Bytes)
		}
	}
}

// The shortest recordings have one chunk with one segment and one tile.
func TestChunksOfTinySources(t *testing.T) {
	t.Parallel()
	for _, seconds := range []float64{0.0001, 0.001, 0.04, 1, 4.9} {
		found := film(0.04, 2)
		found.Audio = nil
		found.Video.Last, found.Video.End, found.Video.FrameRate = 0, seconds, 1/seconds
		got := chunks(t, recording(t, found), plan.Decided{})
		if len(got) != 1 {
			t.Fatalf("%v s have %d chunks", seconds, len(got))
		}
		if p := got[0]; !p.Last || p.Seek != nil || p.To <= p.From || !slices.Equal(p.Keys, []uint64{0}) || p.Tiles.Count != 1 || p.Duration <= 0 || p.Frames > 1 {
			t.Errorf("chunk of %v s = %+v", seconds, p)
		}
	}
}

// Costs grow with the rungs, and the budget is a generous multiple of the duration.
func TestChunkCost(t *testing.T) {
	t.Parallel()
	r := recording(t, film(3600, 2))
	all, few := r.Chunks(plan.Decided{})[0], r.Chunks(plan.Decided{Copied: true})[0]
	if all.Cost <= few.Cost || few.Cost <= 0 {
		t.Errorf("three rungs cost %v, two rungs %v", all.Cost, few.Cost)
	}
	if min := 10 * plan.Seconds(plan.Ticks(200)); all.Budget.Seconds() < min {
		t.Errorf("a chunk of 200 s has a budget of %v", all.Budget)
	}
}

func idsOf(rungs []plan.Rung) []string {
	ids := make([]string, 0, len(rungs))
	for _, r := range rungs {
		ids = append(ids, r.ID)
	}
	return ids
}

package plan_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

func TestChunkBeginsAndEnds(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		p            plan.ChunkParams
		begins, ends bool
	}{
		{plan.ChunkParams{}, true, false},
		{plan.ChunkParams{From: 9}, false, false},
		{plan.ChunkParams{From: 9, First: true}, true, false},
		{plan.ChunkParams{From: 9, Last: true}, false, true},
		{plan.ChunkParams{From: 9, Final: true}, false, true},
	} {
		if tt.p.Begins() != tt.begins || tt.p.Ends() != tt.ends {
			t.Errorf("%+v: Begins = %v, Ends = %v", tt.p, tt.p.Begins(), tt.p.Ends())
		}
	}
}

// Chunks of a joined recording say whether their original begins or ends there. A part
// that is too short for a tile has none.
func TestChunksOfJoinedOriginals(t *testing.T) {
	t.Parallel()
	var parts []plan.Recording
	for _, seconds := range []float64{400, 1, 400} {
		parts = append(parts, recording(t, film(seconds, 2)))
	}
	var got []string
	for _, p := range chunks(t, plan.Join(parts), plan.Decided{}) {
		got = append(got, fmt.Sprintf("%v-%v first:%v final:%v last:%v tiles:%d+%d", plan.Seconds(p.From), plan.Seconds(p.To), p.First, p.Final, p.Last, p.Tiles.First, p.Tiles.Count))
	}
	want := []string{
		"0-200 first:false final:false last:false tiles:0+40",
		"200-400 first:false final:true last:false tiles:40+40",
		"400-401 first:true final:true last:false tiles:0+0",
		"401-601 first:true final:false last:false tiles:80+40",
		"601-801 first:false final:false last:true tiles:120+41",
	}
	if !slices.Equal(got, want) {
		t.Errorf("chunks\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// A tile belongs to the chunk that begins at the tile's middle.
func TestTileAtACut(t *testing.T) {
	t.Parallel()
	found := film(400, 2)
	found.Video.Keys = []meeting.Key{{Pos: 1000}, {Time: 202.5, Pos: 2000, Before: 5063}}
	got := chunks(t, recording(t, found), plan.Decided{})
	if len(got) != 2 || got[1].From != plan.Ticks(202.5) || got[0].Tiles.Count != 40 || got[1].Tiles.First != 40 || got[1].Tiles.Count != 40 {
		t.Errorf("chunks %+v", got)
	}
}

// The total cost is that of decoding the recording once and encoding its rungs. The
// budget grows with a chunk's length.
func TestCostsOfChunks(t *testing.T) {
	t.Parallel()
	cost := 0.0
	for _, s := range recording(t, film(3600, 2)).Chunks(plan.Decided{}) {
		cost += s.Cost
		if want := time.Hour + 200*time.Minute; s.Budget != want {
			t.Errorf("a chunk of 200 s has a budget of %v, want %v", s.Budget, want)
		}
	}
	pixels := float64(1920*1080+1280*720+640*360) / (1920 * 1080)
	if want := 3600 * (0.1 + 0.5*pixels); math.Abs(cost-want) > 1e-6*want {
		t.Errorf("an hour costs %v s, want %v", cost, want)
	}
}

// A cut from a broadcast begins with frames that cannot be decoded.
func TestFramesBeforeTheFirstKey(t *testing.T) {
	t.Parallel()
	found := film(600, 2)
	found.Video.Keys[0].Before = 7
	got := chunks(t, recording(t, found), plan.Decided{})
	if got[0].Frames != 5000-7 || got[1].Frames != 5000 || got[2].Frames != 5000 {
		t.Errorf("chunks have %d, %d and %d frames", got[0].Frames, got[1].Frames, got[2].Frames)
	}
}

// A chunk reads byte ranges only if the source is large, has an index, and the positions
// of its frames are known.
func TestBytesOfChunks(t *testing.T) {
	t.Parallel()
	last := len(film(3600, 2).Video.Keys) - 1
	tests := map[string]struct {
		seconds float64
		change  func(*meeting.Media)
		without []int // chunks that read the whole source
	}{
		"large MP4":                               {3600, func(*meeting.Media) {}, nil},
		"Matroska":                                {3600, func(m *meeting.Media) { m.Format = "matroska,webm" }, nil},
		"smallest size with byte ranges":          {660, func(m *meeting.Media) { m.Bytes = 64 << 20 }, nil},
		"one byte less":                           {660, func(m *meeting.Media) { m.Bytes = 64<<20 - 1 }, []int{0, 1, 2}},
		"no header before the first frame":        {600, func(m *meeting.Media) { m.Bytes, m.Video.Keys[0].Pos = 65<<20, 0 }, []int{0, 1, 2}},
		"two key frames at one position":          {3600, func(m *meeting.Media) { m.Video.Keys[150].Pos = m.Video.Keys[149].Pos }, []int{1}},
		"a key frame at an unknown position":      {3600, func(m *meeting.Media) { m.Video.Keys[299].Pos = -1 }, []int{2, 3}},
		"last key frame at the end of the file":   {3600, func(m *meeting.Media) { m.Bytes = m.Video.Keys[last].Pos }, numbers(18)},
		"last key frame past the end of the file": {3600, func(m *meeting.Media) { m.Bytes = m.Video.Keys[last].Pos - 1 }, numbers(18)},
		"last key frame with one byte":            {3600, func(m *meeting.Media) { m.Bytes = m.Video.Keys[last].Pos + 1 }, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			found := film(tt.seconds, 2)
			tt.change(&found)
			var without []int
			for i, s := range recording(t, found).Chunks(plan.Decided{}) {
				if s.Bytes == nil {
					without = append(without, i)
				}
			}
			if !slices.Equal(without, tt.without) {
				t.Errorf("the chunks %v read the whole source, want %v", without, tt.without)
			}
		})
	}
}

// Without a rung the frames are not counted, so missing ones would go unnoticed.
func TestBytesOfChunksWithoutRungs(t *testing.T) {
	t.Parallel()
	for i, s := range recording(t, film(3600, 3)).Chunks(plan.Decided{Copied: true, Bits: []int64{100, 90, 90}}) {
		if s.Bytes != nil {
			t.Errorf("chunk %d reads %v, want all", i, s.Bytes)
		}
	}
}

// A view without key frames is read from its beginning, even if it begins before the
// recording.
func TestViewWithoutKeyFrames(t *testing.T) {
	t.Parallel()
	_, src := sampleMeeting()
	found := film(610, 2)
	found.Video.Keys = nil
	view := recording(t, film(600, 2)).View(src, found, *found.Video, -10)
	if got := chunks(t, view, plan.Decided{}); len(got) != 1 || got[0].Seek != nil || !got[0].Trim {
		t.Errorf("chunks %+v", got)
	}
}

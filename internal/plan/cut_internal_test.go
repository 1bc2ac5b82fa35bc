package plan

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/meeting"
)

// spread returns times from zero to end, apart seconds apart.
func spread(end, apart float64) []uint64 {
	var times []uint64
	for i := 0; float64(i)*apart < end; i++ {
		times = append(times, Ticks(float64(i)*apart))
	}
	return times
}

func at(seconds ...float64) []uint64 {
	times := make([]uint64, len(seconds))
	for i, s := range seconds {
		times[i] = Ticks(s)
	}
	return times
}

func TestChunkSpans(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		total float64
		cuts  []uint64
		want  []uint64 // ends
	}{
		{"an empty recording has one chunk", 0, nil, at(0)},
		{"one frame has one chunk", 0.04, at(0), at(0.04)},
		{"four minutes have one chunk", 240, spread(240, 2), at(240)},
		{"just under five minutes have one chunk", 299, spread(299, 2), at(299)},
		{"five minutes have two chunks", 300, spread(300, 2), at(150, 300)},
		{"ten minutes have three chunks", 600, spread(600, 2), at(200, 400, 600)},
		{"a source without cuts has one chunk", 3600, nil, at(3600)},
		{"ignores a cut at the beginning", 3600, at(0), at(3600)},
		{"ignores a cut at the last frame", 3600, at(0, 3599.96), at(3600)},
		{"ignores cuts past the end", 3600, at(0, 3601, 9000), at(3600)},
		{"uses the only cut", 1000, at(500), at(500, 1000)},
		{"ignores a cut less than two minutes from the beginning", 1000, at(119.9), at(1000)},
		{"uses a cut two minutes from the beginning", 1000, at(120), at(120, 1000)},
		{"ignores a cut less than two minutes from the end", 1000, at(880.1), at(1000)},
		{"uses a cut two minutes from the end", 1000, at(880), at(880, 1000)},
		{"uses the nearer of two cuts", 400, at(190, 211), at(190, 400)},
		{"uses the nearer of two cuts if it is the later one", 400, at(189, 210), at(210, 400)},
		{"uses the earlier of two equally near cuts", 400, at(190, 210), at(190, 400)},
		{"ignores a cut far from the planned places", 600, at(340, 470), at(340, 600)},
		{"a gap makes one long chunk", 1200, slices.Concat(spread(300, 2), at(900, 902, 1000)), at(200, 900, 1200)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var got []uint64
			for _, s := range chunkSpans(span{0, Ticks(tt.total)}, tt.cuts, Profiles()[0].Chunk) {
				got = append(got, s.to)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("%v s with cuts at %d: chunks end at %d, want %d", tt.total, tt.cuts, got, tt.want)
			}
			// An original that begins later on the timeline is cut at the same places.
			const later = 7777
			cuts := slices.Clone(tt.cuts)
			for i := range cuts {
				cuts[i] += later
			}
			for i, s := range chunkSpans(span{later, later + Ticks(tt.total)}, cuts, Profiles()[0].Chunk) {
				if s.to != tt.want[i]+later {
					t.Errorf("%d ticks later, chunk %d ends at %d, want %d", later, i, s.to, tt.want[i]+later)
				}
			}
		})
	}
}

// Chunks cover the recording and begin only at cuts. None is short unless it is the only
// one, and with dense cuts none is long.
func TestChunkSpansLaws(t *testing.T) {
	t.Parallel()
	ideal := Profiles()[0].Chunk
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Uint64Range(0, 30_000*Timescale).Draw(t, "total")
		apart := rapid.SampledFrom([]float64{1, 4, 10, 60, 150, 500}).Draw(t, "apart")
		gaps := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		var cuts []uint64
		for c := Ticks(apart * gaps.Float64()); c < total; c += 1 + Ticks(apart*gaps.Float64()) {
			cuts = append(cuts, c)
		}
		list := chunkSpans(span{0, total}, cuts, ideal)
		from := uint64(0)
		for _, s := range list {
			length := Seconds(s.to - s.from)
			switch _, cut := slices.BinarySearch(cuts, s.from); {
			case s.from != from || s.to < s.from:
				t.Fatalf("a chunk begins at %d instead of %d in %v", s.from, from, list)
			case s.from > 0 && !cut:
				t.Fatalf("a chunk begins at %d, which is no cut", s.from)
			case len(list) > 1 && length < 120:
				t.Fatalf("a chunk of %v s in %v", length, list)
			case apart <= 10 && Seconds(total) > 240 && length > 300:
				t.Fatalf("a chunk of %v s of %v with cuts at most %v s apart", length, Seconds(total), apart)
			}
			from = s.to
		}
		if from != total {
			t.Fatalf("%v ends at %d of %d", list, from, total)
		}
	})
}

func TestSegments(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name     string
		from, to float64
		want     []uint64
	}{
		{"one frame", 0, 0.04, at(0)},
		{"empty", 7, 7, at(7)},
		{"less than two segments", 10, 17, at(10)},
		{"two of four seconds", 10, 18, at(10, 14)},
		{"segments of the planned length", 100, 120, at(100, 105, 110, 115)},
		{"the nearest number of segments", 0, 22, at(0, 5.5, 11, 16.5)},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := segments(span{Ticks(tt.from), Ticks(tt.to)}, 5); !slices.Equal(got, tt.want) {
				t.Errorf("from %v to %v s segments begin at %d, want %d", tt.from, tt.to, got, tt.want)
			}
		})
	}
}

func TestSegmentsLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		from := rapid.Uint64Range(0, 1<<40).Draw(t, "from")
		s := span{from, from + rapid.Uint64Range(0, 100_000*Timescale).Draw(t, "length")}
		starts := segments(s, 5)
		if starts[0] != s.from {
			t.Fatalf("the first segment of %v begins at %d", s, starts[0])
		}
		for i, start := range starts {
			next := s.to
			if i+1 < len(starts) {
				next = starts[i+1]
			}
			if next < start || next == start && s.to > s.from {
				t.Fatalf("segment %d of %v lasts from %d to %d", i, s, start, next)
			}
			if length := Seconds(next - start); s.to-s.from >= 20*Timescale && (length < 4 || length > 6) {
				t.Fatalf("segment %d of %v s lasts %v s", i, Seconds(s.to-s.from), length)
			}
		}
	})
}

func TestWithin(t *testing.T) {
	t.Parallel()
	times := at(0, 5, 10, 15)
	for _, tt := range []struct {
		from, to float64
		want     []uint64
	}{
		{0, 20, times},
		{0, 10, at(0, 5)},
		{10, 20, at(10, 15)},
		{5.1, 9, nil},
	} {
		t.Run(fmt.Sprintf("from %v to %v", tt.from, tt.to), func(t *testing.T) {
			t.Parallel()
			if got := within(span{Ticks(tt.from), Ticks(tt.to)}, times); !slices.Equal(got, tt.want) {
				t.Errorf("%d, want %d", got, tt.want)
			}
		})
	}
}

func TestKeyTimes(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name  string
		start float64
		rate  float64
		jumps bool
		keys  []float64
		want  []uint64
	}{
		{"times of the source", 0, 0, false, []float64{0, 2, 4.004}, []uint64{0, 180_000, 360_360}},
		{"counted from the start of the timeline", 1000.5, 0, false, []float64{1000.5, 1002.5}, []uint64{0, 180_000}},
		{"negative times", -2, 0, false, []float64{-2, 0}, []uint64{0, 180_000}},
		{"rounded up to the next frame of the grid", 0, 60, false, []float64{0, 2.001, 4}, []uint64{0, 181_500, 360_000}},
		{"ignores rounding errors", 0, 60, false, []float64{0.1 + 0.2}, []uint64{27_000}},
		{"an NTSC grid", 0, 29.97, false, []float64{1.001}, []uint64{90_090}},
		{"none if timestamps jump", 0, 0, true, []float64{0, 2}, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			m := Media{Timeline: Timeline{Start: tt.start, Jumps: tt.jumps}, Picture: &Picture{FrameRate: tt.rate}}
			var keys []meeting.Key
			for _, k := range tt.keys {
				keys = append(keys, meeting.Key{Time: k})
			}
			if got := m.keyTimes(keys); !slices.Equal(got, tt.want) {
				t.Errorf("keys at %v are at %d, want %d", tt.keys, got, tt.want)
			}
		})
	}
}

package cmaf

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

func TestRetime(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		shown          []int64
		start, delay   int64
		end            int64
		want, wantDecs []int64
	}{
		"one frame":                                  {[]int64{7}, 10, 5, 20, []int64{10}, []int64{10}},
		"frames in the order they are shown in":      {[]int64{10, 20, 30}, 10, 0, 40, []int64{10, 20, 30}, []int64{10, 20, 30}},
		"frames that refer forward":                  {[]int64{10, 40, 20, 30}, 10, 10, 50, []int64{10, 40, 20, 30}, []int64{10, 20, 30, 40}},
		"frames that refer forward, without a delay": {[]int64{10, 40, 20, 30}, 10, 0, 50, []int64{10, 40, 20, 30}, []int64{10, 19, 20, 30}},
		"a pyramid":                                  {[]int64{0, 40, 20, 10, 30}, 0, 20, 50, []int64{0, 40, 20, 10, 30}, []int64{0, 10, 20, 30, 40}},
		"a key frame that is put earlier":            {[]int64{12, 20}, 10, 0, 30, []int64{10, 20}, []int64{10, 20}},
		"frames before their key frame":              {[]int64{10, 4, 7, 20}, 10, 5, 30, []int64{10, 11, 12, 20}, []int64{10, 11, 12, 20}},
		"frames at one time":                         {[]int64{10, 20, 20, 20}, 10, 5, 30, []int64{10, 20, 21, 22}, []int64{10, 20, 21, 22}},
		"frames behind the end":                      {[]int64{10, 50, 60, 20}, 10, 5, 30, []int64{10, 28, 29, 20}, []int64{10, 20, 24, 25}},
		"no room for the order of a few":             {[]int64{10, 12, 11, 90, 50, 70}, 10, 0, 100, []int64{10, 12, 13, 90, 50, 70}, []int64{10, 12, 13, 49, 50, 70}},
		"no more room than there are frames":         {[]int64{10, 14, 12, 13}, 10, 0, 14, []int64{10, 11, 12, 13}, []int64{10, 11, 12, 13}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := retime(c.shown, c.start, c.delay, func(int64) int64 { return c.end })
			if !slices.Equal(got.shown, c.want) || !slices.Equal(got.decoded, c.wantDecs) || got.end != c.end {
				t.Errorf("retime(%v, %d, %d) to %d:\nshown   %v, want %v\ndecoded %v, want %v",
					c.shown, c.start, c.delay, c.end, got.shown, c.want, got.decoded, c.wantDecs)
			}
		})
	}
}

// TestRetimeHoldsForAnyFrames: whatever the times, those that come out are a
// track's.
func TestRetimeHoldsForAnyFrames(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		near := rapid.Int64Range(-20, 60)
		in := rapid.SliceOfN(rapid.OneOf(near, rapid.Int64Range(-1e9, 1e9)), 1, 30).Draw(t, "shown")
		start := rapid.Int64Range(0, 30).Draw(t, "start")
		delay := rapid.Int64Range(0, 20).Draw(t, "delay")
		least := start + int64(len(in))
		end := rapid.OneOf(rapid.Int64Range(least, least+20), rapid.Just(int64(1e6))).Draw(t, "end")

		got := retime(slices.Clone(in), start, delay, func(int64) int64 { return end })
		if got.decoded[0] != start || got.shown[0] != start {
			t.Errorf("it begins by decoding at %d and showing at %d, want %d", got.decoded[0], got.shown[0], start)
		}
		seen := map[int64]bool{}
		for i, d := range got.decoded {
			next := got.end
			if i+1 < len(got.decoded) {
				next = got.decoded[i+1]
			}
			s := got.shown[i]
			if next <= d || s+delay < d || s < start || s >= end || seen[s] {
				t.Errorf("frame %d is decoded at %d to %d and shown at %d: %v", i, d, next, s, got)
			}
			seen[s] = true
		}
		again := retime(in, start, delay, func(int64) int64 { return end })
		if !slices.Equal(got.shown, again.shown) || !slices.Equal(got.decoded, again.decoded) {
			t.Errorf("twice the same frames give %v and %v", got, again)
		}
	})
}

// TestRetimeLeavesWholeTimesAlone: frames of a picture that was coded are shown
// when it says, and decoded no earlier than they have to be.
func TestRetimeLeavesWholeTimesAlone(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		// Frames at least 40 ticks apart, decoded at most four places early.
		gaps := rapid.SliceOfN(rapid.Int64Range(40, 400), 1, 40).Draw(t, "gaps")
		ordered := []int64{1000}
		for _, g := range gaps {
			ordered = append(ordered, ordered[len(ordered)-1]+g)
		}
		in := slices.Clone(ordered)
		for i := 1; i < len(in); {
			n := min(rapid.IntRange(1, 5).Draw(t, "group"), len(in)-i)
			last := in[i+n-1]
			copy(in[i+1:i+n], in[i:i+n-1])
			in[i] = last
			i += n
		}
		delay := rapid.Int64Range(0, 800).Draw(t, "delay")
		end := ordered[len(ordered)-1] + 40
		got := retime(in, 1000, delay, func(int64) int64 { return end })
		if !slices.Equal(got.shown, in) {
			t.Errorf("shown at %v, want %v", got.shown, in)
		}
		for i, d := range got.decoded {
			most := min(ordered[i], end-int64(len(in)-i))
			for j := i; j < len(in); j++ {
				most = min(most, in[j]+delay-int64(j-i))
			}
			for j := i; j < len(in); j++ {
				most = min(most, ordered[j]-int64(j-i))
			}
			if d != most {
				t.Errorf("frame %d is decoded at %d, could be at %d: %v", i, d, most, got.decoded)
			}
		}
	})
}

package plan

import (
	"math/rand/v2"
	"slices"
	"testing"

	"proceedings/internal/meeting"
)

func TestBoundaries(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		keys []float64
		end  float64
		want []float64 // segment starts; nil if there is no valid choice
	}{
		{"short video without key frames is one segment", nil, 9, []float64{0}},
		{"long video without key frames cannot be copied", nil, 11, nil},
		{"uses key frames at the ideal interval", []float64{0, 5, 10, 15}, 20, []float64{0, 5, 10, 15}},
		{"joins pairs of short GOPs", []float64{0, 2.5, 5, 7.5}, 10, []float64{0, 5}},
		{"long and short GOPs", []float64{0, 10, 14.2, 20}, 24, []float64{0, 10, 14.2, 20}},
		{"skips key frames that make short segments", []float64{0, 1, 9, 10}, 19, []float64{0, 10}},
		{"a short segment if the copy needs it", []float64{0, 9.9, 11, 20.9}, 30, []float64{0, 9.9, 11, 20.9}},
		{"a segment under a second if the copy needs it", []float64{0, 10, 10.6, 20.6}, 25, []float64{0, 10, 10.6, 20.6}},
		{"prefers a long segment to one under a second", []float64{0, 9.5, 10.49}, 20, []float64{0, 10.49}},
		{"one second is not short", []float64{0, 9.4, 10.4}, 19.8, []float64{0, 9.4, 10.4}},
		{"prefers the longer of two short segments", []float64{0, 9.8, 10.3, 10.6}, 21, []float64{0, 9.8, 10.6}},
		{"the longest segment allowed", nil, 10.5, []float64{0}},
		{"ignores a key frame two ticks later", []float64{0, 5, 5.00001, 10}, 15, []float64{0, 5, 10}},
		{"a gap that is too long", []float64{0, 5, 16}, 20, nil},
		{"a last key frame too far from the end", []float64{0, 5}, 16, nil},
		{"first key frame after zero", []float64{0.3, 5.3, 10.3}, 15, []float64{0, 5.3, 10.3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got, ok := boundaries(at(tt.keys...), Ticks(tt.end), 5)
			if !slices.Equal(got, at(tt.want...)) || ok != (tt.want != nil) {
				t.Errorf("segments begin at %d (%t), want %v", got, ok, tt.want)
			}
		})
	}
}

// A key frame within two ticks of the previous one or of the end counts as the same time.
// A segment between them would be empty.
func TestBoundariesIgnoreTickDifferences(t *testing.T) {
	t.Parallel()
	longest, key := Ticks(longestSegment), Ticks(5)
	tests := map[string]struct {
		keys  []uint64
		total uint64
		want  []uint64
	}{
		"two ticks after a key frame":   {[]uint64{key, key + 2}, key + 2 + longest, nil},
		"three ticks after a key frame": {[]uint64{key, key + 3}, key + 3 + longest, []uint64{0, key + 3}},
		"two ticks before the end":      {[]uint64{longest}, longest + 2, nil},
		"three ticks before the end":    {[]uint64{longest}, longest + 3, []uint64{0, longest}},
		"two ticks after the beginning": {[]uint64{2}, 2 + longest, nil},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := boundaries(tt.keys, tt.total, 5)
			if !slices.Equal(got, tt.want) || ok != (tt.want != nil) {
				t.Errorf("key frames at %d of %d ticks: segments begin at %d, want %d", tt.keys, tt.total, got, tt.want)
			}
		})
	}
}

// randomKeys returns key frames as from an encoder with scene detection, between least and
// most seconds apart.
func randomKeys(rng *rand.Rand, seconds, least, most float64) []meeting.Key {
	var keys []meeting.Key
	for t := 0.0; t < seconds; t += least + (most-least)*rng.Float64()*rng.Float64() {
		keys = append(keys, meeting.Key{Time: micro(t)})
	}
	return keys
}

// If no GOP is longer than a segment may be, there is a solution. Every segment of it
// begins at a key frame and is short enough.
func TestBoundariesLaws(t *testing.T) {
	t.Parallel()
	for seed := range uint64(1000) {
		rng := rand.New(rand.NewPCG(seed, 0))
		seconds := []float64{20, 60, 300, 3600}[seed%4]
		most := 0.5 + 14.5*rng.Float64()
		keys := randomKeys(rng, seconds, 0.04, most)
		longest, last := 0.0, 0.0
		for _, k := range append(slices.Clone(keys), meeting.Key{Time: seconds}) {
			longest, last = max(longest, k.Time-last), k.Time
		}
		m := Media{Timeline: Timeline{Duration: seconds}, Picture: &Picture{}}
		times := m.keyTimes(keys)
		cuts, ok := boundaries(times, Ticks(seconds), 5)
		if !ok {
			if longest <= longestSegment {
				t.Fatalf("seed %d: GOPs of at most %.2f s in %v s cannot be copied", seed, longest, seconds)
			}
			continue
		}
		for i, c := range cuts {
			end := Ticks(seconds)
			if i+1 < len(cuts) {
				end = cuts[i+1]
			}
			if lasts := Seconds(end - c); end <= c || lasts > longestSegment {
				t.Fatalf("seed %d: segment %d lasts %.3f s", seed, i, lasts)
			}
			if _, is := slices.BinarySearch(times, c); !is && c != 0 {
				t.Fatalf("seed %d: segment %d begins at %d, which is no key frame", seed, i, c)
			}
		}
		if longest > longestSegment {
			t.Fatalf("seed %d: a GOP of %.2f s is accepted", seed, longest)
		}
	}
}

// Segments are near the ideal length, since very short ones cost a thousand requests an
// hour.
func TestBoundariesAreNearTheIdeal(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	m := Media{Timeline: Timeline{Duration: 3600}, Picture: &Picture{}}
	cuts, ok := boundaries(m.keyTimes(randomKeys(rng, 3600, 0.04, 10)), Ticks(3600), 5)
	if n := len(cuts); !ok || n < 600 || n > 900 {
		t.Errorf("an hour is cut into %d segments, want about 720", n)
	}
}

package probe

import (
	"math"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
)

// shownAt is a packet of one frame a second or so, in the order of decoding.
type shownAt struct {
	at  float64
	key bool
}

func collect(frames []shownAt) *keys {
	k := new(keys)
	for i, f := range frames {
		k.add(packet{key: f.key, pos: int64(i)}, f.at, true)
	}
	return k
}

func TestKeys(t *testing.T) {
	t.Parallel()

	key, other := func(at float64) shownAt { return shownAt{at, true} }, func(at float64) shownAt { return shownAt{at, false} }
	tests := []struct {
		name    string
		frames  []shownAt
		end     float64
		want    []meeting.Key
		open    bool
		longest float64
	}{
		{"frames in order", []shownAt{key(0), other(1), key(2), other(3)}, 4, []meeting.Key{{Time: 0, Pos: 0}, {Time: 2, Pos: 2, Before: 2}}, false, 2},
		{"a closed group with frames out of order", []shownAt{key(0), other(2), other(1), key(3)}, 4, []meeting.Key{{Time: 0}, {Time: 3, Pos: 3, Before: 3}}, false, 3},
		{"a frame that comes after a key frame and is shown before it", []shownAt{key(0), key(2), other(1), other(3)}, 4, []meeting.Key{{Time: 0}, {Time: 2, Pos: 1, Before: 2}}, true, 2},
		{"one that is shown before two of them", []shownAt{key(0), key(2), key(4), other(1), key(6)}, 7, []meeting.Key{{Time: 0}, {Time: 2, Pos: 1, Before: 2}, {Time: 4, Pos: 2, Before: 3}, {Time: 6, Pos: 4, Before: 4}}, true, 2},
		{"a frame before a key frame that is shown after it", []shownAt{key(0), other(3), key(2)}, 4, []meeting.Key{{Time: 0}, {Time: 2, Pos: 2, Before: 1}}, false, 2},
		{"of many key frames in a second two", []shownAt{key(0.5), key(0.7), key(0.9), key(1.1), key(1.9)}, 2, []meeting.Key{{Time: 0.5}, {Time: 1.1, Pos: 3, Before: 3}, {Time: 1.9, Pos: 4, Before: 4}}, false, 0.8},
		{"of many the last before a long stretch", []shownAt{key(0), key(0.2), key(0.4), key(9.9), key(10.1), key(12)}, 13, []meeting.Key{{Time: 0}, {Time: 0.4, Pos: 2, Before: 2}, {Time: 9.9, Pos: 3, Before: 3}, {Time: 12, Pos: 5, Before: 5}}, false, 9.5},
		{"a frame that is shown before one that goes", []shownAt{key(0), key(0.4), other(0.2), key(1)}, 2, []meeting.Key{{Time: 0}, {Time: 1, Pos: 3, Before: 3}}, true, 1},
		{"seconds before zero are seconds, too", []shownAt{key(-1.5), key(-0.5), key(0.5)}, 1, []meeting.Key{{Time: -1.5}, {Time: -0.5, Pos: 1, Before: 1}, {Time: 0.5, Pos: 2, Before: 2}}, false, 1},
		{"a key frame out of order is none to begin at", []shownAt{key(5), key(3), key(6)}, 7, []meeting.Key{{Time: 5, Before: 1}, {Time: 6, Pos: 2, Before: 2}}, true, 3},
		{"a stream that begins amid a group", []shownAt{other(0), other(1), other(2), key(3)}, 4, []meeting.Key{{Time: 3, Pos: 3, Before: 3}}, false, 3},
		{"a long way to the end", []shownAt{key(0), key(1), other(2)}, 9, []meeting.Key{{Time: 0}, {Time: 1, Pos: 1, Before: 1}}, false, 8},
		{"no key frame", []shownAt{other(0), other(1)}, 2, []meeting.Key{}, false, 2},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			start := slices.MinFunc(tt.frames, func(a, b shownAt) int { return int(math.Copysign(1, a.at-b.at)) }).at
			k := collect(tt.frames)
			if diff := cmp.Diff(tt.want, k.found()); diff != "" {
				t.Errorf("keys (-want +got):\n%s", diff)
			}
			if got := k.longestGOP(start, tt.end); k.open != tt.open || got != tt.longest {
				t.Errorf("open %v, %v s at most; want %v, %v", k.open, got, tt.open, tt.longest)
			}
		})
	}
}

// The frames before a key frame are those that a look at all of them counts,
// however the codec has put them out of order.
func TestKeyFrameLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		var frames []shownAt
		step := rapid.SampledFrom([]float64{0.04, 0.4, 1}).Draw(t, "step")
		for len(frames) < 100 {
			group := make([]shownAt, rapid.IntRange(1, 16).Draw(t, "group"))
			for i := range group {
				group[i] = shownAt{step * float64(len(frames)+i), rapid.IntRange(0, 3).Draw(t, "key") == 0}
			}
			frames = append(frames, rapid.Permutation(group).Draw(t, "order")...)
		}
		if rapid.Bool().Draw(t, "a late one") {
			frames = append(frames, shownAt{rapid.Float64Range(-1, 50).Draw(t, "late"), false})
		}
		open, latest, longest := false, math.Inf(-1), 0.0
		before := map[int64]int{} // by the number of the key frame
		for i, f := range frames {
			open = open || f.at < latest
			if !f.key {
				continue
			}
			if i > 0 && !math.IsInf(latest, 0) {
				longest = max(longest, f.at-latest)
			}
			latest = f.at
			for _, other := range frames {
				if other.at < f.at {
					before[int64(i)]++
				}
			}
		}
		k := collect(frames)
		got := k.found()
		for i, key := range got {
			if frames[key.Pos].at != key.Time || key.Before != before[key.Pos] {
				t.Fatalf("%v: %+v, want %d frames before", frames, key, before[key.Pos])
			}
			if i > 0 && (key.Time <= got[i-1].Time || key.Time-got[i-1].Time > max(far, longest)) {
				t.Fatalf("%v: key frames at %v and %v, want them in order and not much further apart than %v", frames, got[i-1].Time, key.Time, longest)
			}
			if i > 1 && key.Time-got[i-2].Time < apart {
				t.Fatalf("%v: three key frames from %v to %v", frames, got[i-2].Time, key.Time)
			}
		}
		if k.open != open || len(got) == 0 && len(before) > 0 {
			t.Fatalf("%v: open %v, want %v; %d key frames", frames, k.open, open, len(got))
		}
	})
}

func TestKeysAreBounded(t *testing.T) {
	t.Parallel()
	k := new(keys)
	for i := range 2 * maxKeys {
		k.add(packet{key: true}, float64(i), true)
	}
	if n := len(k.found()); n != maxKeys {
		t.Errorf("%d key frames are kept of %d, want %d", n, 2*maxKeys, maxKeys)
	}
}

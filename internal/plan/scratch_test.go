package plan_test

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/plan"
)

func TestScratchBytes(t *testing.T) {
	t.Parallel()
	const mb, base = int64(1_000_000), int64(192 << 20)
	params := func(v any) json.RawMessage {
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	hour := plan.Timeline{Duration: 3600}
	chunk := plan.ChunkParams{To: 300 * plan.Timescale, Rungs: []plan.Rung{{MaxRate: 6_000_000}, {MaxRate: 2_000_000}}}
	tests := []struct {
		name  string
		step  plan.Step
		needs int64
		want  int64
	}{
		{"a probe needs the original", plan.Step{Kind: plan.Probe, Input: "a"}, 0, 1000*mb + base/4},
		{"a copy needs it twice", plan.Step{Kind: plan.Copy, Input: "a"}, 0, 2000 * mb},
		{"a document too", plan.Step{Kind: plan.Document, Input: "a"}, 0, 2000 * mb},
		{"a deck is unpacked and exported", plan.Step{Kind: plan.Deck, Input: "b"}, 0, 10*mb + base + 40*mb},
		{"a chunk of five minutes", plan.Step{Kind: plan.Chunk, Input: "a", Params: params(chunk)}, 0, 1000*mb + base + 300*mb},
		{"a chunk that reads a range", plan.Step{Kind: plan.Chunk, Input: "a", Params: params(chunk), Bytes: []plan.Range{{From: 0, To: 1 * mb}, {From: 50 * mb, To: 99 * mb}}}, 0, 50*mb + base + 300*mb},
		{"sound of an hour", plan.Step{Kind: plan.Audio, Input: "a", Params: params(plan.AudioParams{Timeline: hour, Tracks: make([]plan.Track, 1)})}, 0, 1000*mb + base + 172_800_000},
		{"joined sound of an hour", plan.Step{Kind: plan.Audio, Input: "a", Also: []string{"b"}, Params: params(plan.AudioParams{Timeline: hour, Tracks: make([]plan.Track, 1), Parts: make([]plan.AudioPart, 2)})}, 0, 1010*mb + base + 172_800_000 + 1_382_400_000},
		{"downloads are joined and written again", plan.Step{Kind: plan.Progressive, Input: "a"}, 70 * mb, 140 * mb},
		{"playlists need no original", plan.Step{Kind: plan.Package, Input: "a"}, 70 * mb, base / 4},
		{"damaged parameters", plan.Step{Kind: plan.Audio, Input: "b", Params: json.RawMessage(`"x"`)}, 0, 10*mb + base},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := plan.ScratchBytes(tt.step, map[string]int64{"a": 1000 * mb, "b": 10 * mb}, tt.needs); got != tt.want {
				t.Errorf("ScratchBytes = %d, want %d", got, tt.want)
			}
		})
	}
}

// TestLawScratchGrows: a larger original never needs less space, and no step needs less
// than nothing.
func TestLawScratchGrows(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := plan.Step{Kind: rapid.SampledFrom(plan.Kinds()).Draw(t, "kind"), Input: "a"}
		if rapid.Bool().Draw(t, "ranges") {
			s.Bytes = []plan.Range{{From: 0, To: rapid.Int64Range(0, 1<<40).Draw(t, "range")}}
		}
		small := rapid.Int64Range(0, 1<<40).Draw(t, "size")
		large, needs := small+rapid.Int64Range(0, 1<<40).Draw(t, "more"), rapid.Int64Range(0, 1<<40).Draw(t, "needs")
		a, b := plan.ScratchBytes(s, map[string]int64{"a": small}, needs), plan.ScratchBytes(s, map[string]int64{"a": large}, needs)
		if a < 0 || b < a && small > 0 {
			t.Fatalf("%d bytes need %d, %d bytes need %d", small, a, large, b)
		}
	})
}

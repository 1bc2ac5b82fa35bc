package plan_test

import (
	"encoding/json"
	"testing"

	"proceedings/internal/plan"
)

func TestRecordingSeconds(t *testing.T) {
	t.Parallel()
	step := func(kind plan.Kind, params any) plan.Step {
		data, err := json.Marshal(params)
		if err != nil {
			t.Fatal(err)
		}
		return plan.Step{Kind: kind, Params: data}
	}
	line := plan.Timeline{Duration: 3600}
	tests := []struct {
		name string
		step plan.Step
		want float64
	}{
		{"audio is of the whole recording", step(plan.Audio, plan.AudioParams{Timeline: line}), 3600},
		{"a copy is of the whole recording", step(plan.Copy, plan.CopyParams{Timeline: line}), 3600},
		{"a chunk is a part", step(plan.Chunk, plan.ChunkParams{Timeline: line, From: 60 * plan.Timescale, To: 180 * plan.Timescale}), 120},
		{"a sample has excerpts", step(plan.Sample, plan.SampleParams{Timeline: line, At: []float64{1, 2, 3}, Length: 2}), 6},
		{"a package encodes nothing", step(plan.Package, plan.PackageParams{Duration: 3600}), 0},
		{"a step without parameters", plan.Step{Kind: plan.Chunk}, 0},
		{"a chunk that ends before it begins", step(plan.Chunk, plan.ChunkParams{From: 2, To: 1}), 0},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if got := plan.RecordingSeconds(tt.step); got != tt.want {
				t.Errorf("%g seconds, want %g", got, tt.want)
			}
		})
	}
}

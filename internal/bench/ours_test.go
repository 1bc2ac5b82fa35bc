package main

import (
	"slices"
	"testing"

	"proceedings/internal/plan"
)

func TestShortStepsComeFirstAndChunksLast(t *testing.T) {
	t.Parallel()
	var steps []plan.Step
	for _, k := range []plan.Kind{plan.Chunk, plan.Copy, plan.Package, plan.Audio, plan.Sample, plan.Chunk} {
		steps = append(steps, plan.Step{Kind: k})
	}
	var got []plan.Kind
	for _, s := range inTurn(steps) {
		got = append(got, s.Kind)
	}
	want := []plan.Kind{plan.Package, plan.Sample, plan.Copy, plan.Audio, plan.Chunk, plan.Chunk}
	if !slices.Equal(got, want) {
		t.Errorf("in turn: %v, want %v", got, want)
	}
}

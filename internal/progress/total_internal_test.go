package progress

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/archive"
	"proceedings/internal/plan"
)

// source is one that waits, with steps written as "key kind cost status".
func source(expected float64, steps ...string) archive.SourceState {
	s := archive.SourceState{ID: "talk", Status: archive.StatusWaiting, Expected: expected}
	for _, text := range steps {
		var st archive.StepState
		if _, err := fmt.Sscan(text, &st.Key, &st.Kind, &st.Cost, &st.Status); err != nil {
			panic(err)
		}
		s.Steps = append(s.Steps, st)
	}
	return s
}

func TestSum(t *testing.T) {
	t.Parallel()
	run := func(done float64, elapsed time.Duration) Run {
		return Run{Running: true, Done: done, Elapsed: elapsed}
	}
	three := source(0, "p probe 1 done", "a audio 9 done", "c1 chunk 30 waiting", "c2 chunk 30 waiting", "c3 chunk 30 waiting")
	tests := []struct {
		name  string
		src   archive.SourceState
		queue map[string]Run
		want  Total
	}{
		{"a source that waits to be looked at", source(0, "p probe 1 waiting"), nil, Total{Kind: plan.Probe}},
		{
			"one that was looked at, while nobody knows what that led to", source(0, "p probe 1 waiting"),
			map[string]Run{"p": run(1, 0)},
			Total{Running: true, Kind: plan.Probe},
		},
		{
			"steps to come count although they are not known", source(80, "p probe 1 done", "c copy 9 done", "a audio 10 waiting"),
			nil,
			Total{Kind: plan.Audio, Done: 0.1},
		},
		{"all steps wait", three, nil, Total{Kind: plan.Chunk, Done: 0.1}},
		{
			"the rest goes at the speed of what runs", three,
			map[string]Run{"c1": run(0.5, 15*time.Second)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.25, Left: 75 * time.Second},
		},
		{
			"two that run are twice as fast", three,
			map[string]Run{"c1": run(0.5, 15*time.Second), "c2": run(0.5, 15*time.Second)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.4, Left: 30 * time.Second},
		},
		{
			"one that has just begun is as fast as the other", three,
			map[string]Run{"c1": run(0.5, 15*time.Second), "c2": run(0, 0)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.25, Left: 37500 * time.Millisecond},
		},
		{
			"one that is over does not slow the others", three,
			map[string]Run{"c1": run(1, 0), "c2": run(0.5, 15*time.Second)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.55, Left: 45 * time.Second},
		},
		{
			"the first seconds of a run say nothing of its speed", three,
			map[string]Run{"c1": run(0.5, 2*time.Second)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.25},
		},
		{
			"nor does its first hundredth", three,
			map[string]Run{"c1": run(0.01, 20*time.Second)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.103},
		},
		{"nobody has said how fast it goes", three, map[string]Run{"c1": run(0, 0)}, Total{Running: true, Kind: plan.Chunk, Done: 0.1}},
		{
			"what is in work is named, however small", source(0, "c chunk 99 waiting", "k package 1 waiting"),
			map[string]Run{"k": run(0, 0)},
			Total{Running: true, Kind: plan.Package},
		},
		{
			"the largest of what is in work is named", source(0, "a audio 9 waiting", "c chunk 90 waiting", "k package 1 waiting"),
			map[string]Run{"a": run(0, 0), "c": run(0, 0), "k": run(0, 0)},
			Total{Running: true, Kind: plan.Chunk},
		},
		{
			"one that is tried again does not hide what runs", three,
			map[string]Run{"c1": {Retry: "killed"}, "c2": run(0, 0)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.1, Retry: "killed"},
		},
		{
			"a step that was given up is behind it", source(0, "c copy 10 refused", "k chunk 10 waiting"), nil,
			Total{Kind: plan.Chunk, Done: 0.5},
		},
		{
			"all known steps are done, and the last are not known yet", source(0, "p probe 1 done", "c chunk 30 done"), nil,
			Total{Done: nearly},
		},
		{"a source that is done", archive.SourceState{Status: archive.StatusDone}, nil, Total{Done: 1}},
		{"one that is refused", archive.SourceState{Status: archive.StatusRefused, Steps: three.Steps}, map[string]Run{"c1": run(0.5, time.Second)}, Total{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			got := Sum(tt.src, func(step string) Run { return tt.queue[step] })
			got.Done = math.Round(got.Done*1e9) / 1e9
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("Sum(%+v) with %+v (-want +got):\n%s", tt.src, tt.queue, diff)
			}
		})
	}
}

// FuzzSum holds that whatever steps cost and say, the figures can be shown; and
// that they do not fall when a step gets on or ends.
func FuzzSum(f *testing.F) {
	f.Add(1.0, 30.0, 100.0, 0.2, 0.5, int64(1e9))
	f.Add(0.0, 0.0, 0.0, 0.0, 1.0, int64(0))
	f.Add(math.Inf(1), math.NaN(), -1.0, math.NaN(), math.Inf(1), int64(-1))
	f.Add(math.MaxFloat64, math.MaxFloat64, 5e-324, 0.1, 5e-324, int64(math.MaxInt64))
	f.Fuzz(func(t *testing.T, first, second, expected, done, more float64, elapsed int64) {
		src := source(0, "p probe 1 done", "a chunk 0 waiting", "b chunk 0 waiting")
		src.Steps[1].Cost, src.Steps[2].Cost, src.Expected = first, second, expected
		at := func(done float64) Total {
			total := Sum(src, func(step string) Run {
				if step == "a" {
					return Run{Running: true, Done: done, Elapsed: time.Duration(elapsed)}
				}
				return Run{}
			})
			if !(total.Done >= 0 && total.Done <= nearly) || total.Left < 0 {
				t.Fatalf("costs %g, %g and %g more, %g done in %d: %+v", first, second, expected, done, elapsed, total)
			}
			return total
		}
		before, after := at(min(done, more)), at(max(done, more))
		if !(min(done, more) > max(done, more)) && before.Done > after.Done {
			t.Errorf("costs %g, %g and %g more: %g at %g, and %g at %g", first, second, expected, before.Done, done, after.Done, more)
		}
		src.Steps[1].Status = archive.StatusDone
		if ended := at(0); ended.Done < after.Done-1e-9 {
			t.Errorf("costs %g, %g and %g more: %g at %g, and %g at its end", first, second, expected, after.Done, more, ended.Done)
		}
	})
}

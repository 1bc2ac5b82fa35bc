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

// source returns a waiting source with steps given as "key kind cost status".
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
		{"waits for its probe", source(0, "p probe 1 waiting"), nil, Total{Kind: plan.Probe}},
		{
			"probed, next steps unknown", source(0, "p probe 1 waiting"),
			map[string]Run{"p": run(1, 0)},
			Total{Running: true, Kind: plan.Probe},
		},
		{
			"counts the expected cost of future steps", source(80, "p probe 1 done", "c copy 9 done", "a audio 10 waiting"),
			nil,
			Total{Kind: plan.Audio, Done: 0.1},
		},
		{"all steps wait", three, nil, Total{Kind: plan.Chunk, Done: 0.1}},
		{
			"time left at the speed of one run", three,
			map[string]Run{"c1": run(0.5, 15*time.Second)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.25, Left: 75 * time.Second},
		},
		{
			"time left with two runs", three,
			map[string]Run{"c1": run(0.5, 15*time.Second), "c2": run(0.5, 15*time.Second)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.4, Left: 30 * time.Second},
		},
		{
			"assumes that a new run is as fast as the other", three,
			map[string]Run{"c1": run(0.5, 15*time.Second), "c2": run(0, 0)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.25, Left: 37500 * time.Millisecond},
		},
		{
			"ignores the speed of a finished run", three,
			map[string]Run{"c1": run(1, 0), "c2": run(0.5, 15*time.Second)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.55, Left: 45 * time.Second},
		},
		{
			"ignores the speed of the first seconds", three,
			map[string]Run{"c1": run(0.5, 2*time.Second)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.25},
		},
		{
			"ignores the speed of the first hundredth", three,
			map[string]Run{"c1": run(0.01, 20*time.Second)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.103},
		},
		{"no report yet", three, map[string]Run{"c1": run(0, 0)}, Total{Running: true, Kind: plan.Chunk, Done: 0.1}},
		{
			"names a small running step before a large waiting one", source(0, "c chunk 99 waiting", "k package 1 waiting"),
			map[string]Run{"k": run(0, 0)},
			Total{Running: true, Kind: plan.Package},
		},
		{
			"names the largest running step", source(0, "a audio 9 waiting", "c chunk 90 waiting", "k package 1 waiting"),
			map[string]Run{"a": run(0, 0), "c": run(0, 0), "k": run(0, 0)},
			Total{Running: true, Kind: plan.Chunk},
		},
		{
			"a retry does not hide a running step", three,
			map[string]Run{"c1": {Retry: "killed"}, "c2": run(0, 0)},
			Total{Running: true, Kind: plan.Chunk, Done: 0.1, Retry: "killed"},
		},
		{
			"a failed step counts as done", source(0, "c copy 10 refused", "k chunk 10 waiting"), nil,
			Total{Kind: plan.Chunk, Done: 0.5},
		},
		{
			"last steps unknown", source(0, "p probe 1 done", "c chunk 30 done"), nil,
			Total{Done: maxUnfinished},
		},
		{"source done", archive.SourceState{Status: archive.StatusDone}, nil, Total{Done: 1}},
		{"source refused", archive.SourceState{Status: archive.StatusRefused, Steps: three.Steps}, map[string]Run{"c1": run(0.5, time.Second)}, Total{}},
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

// FuzzSum checks that the figures are valid for any cost and report, and that they do not
// fall while a step advances or ends.
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
			if !(total.Done >= 0 && total.Done <= maxUnfinished) || total.Left < 0 {
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

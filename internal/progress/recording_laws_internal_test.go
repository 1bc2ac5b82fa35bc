package progress

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// drawRecording draws a recording and the outcomes of its steps.
func drawRecording(t *rapid.T) *testRecording {
	found := talk()
	for _, c := range []struct {
		name   string
		change func(*meeting.Media)
	}{{"briefly", briefly}, {"interlaced", interlaced}} {
		if rapid.Bool().Draw(t, c.name) {
			c.change(&found)
		}
	}
	switch rapid.SampledFrom([]string{"both", "picture", "sound"}).Draw(t, "streams") {
	case "picture":
		mute(&found)
	case "sound":
		blind(&found)
	}
	// At most one kind fails, since most failures end a recording early.
	f := failing(rapid.SliceOfN(rapid.SampledFrom([]plan.Kind{
		plan.Audio, plan.Copy, plan.Sample, plan.Package, plan.Progressive,
	}), 0, 1).Draw(t, "fail")...)
	f.chunks = rapid.SliceOfN(rapid.IntRange(0, 2), 0, 2).Draw(t, "chunks that fail")
	f.early = rapid.IntRange(0, 3).Draw(t, "early fails") == 3
	f.unfit = rapid.SampledFrom([]string{"", "", "has gaps"}).Draw(t, "unfit")
	f.bits = rapid.SampledFrom([][]int64{nil, {100, 50, 20}, {100, 90, 80}}).Draw(t, "bits")
	return newTestRecording(found, f)
}

// summary is the published state of a recording.
type summary struct {
	Reason, Encoded string
	Made, Downloads string // keys of their steps
	Warnings        []string
}

func summaryOf(it Item) summary {
	s := summary{Reason: it.Reason}
	if it.Made == nil {
		return s
	}
	s.Made = it.Made.Step.Key()
	if rec := it.Recording; rec != nil {
		s.Encoded, s.Warnings = rec.WhyEncoded, rec.warnings
		if rec.Downloads != nil {
			s.Downloads = rec.Downloads.Step.Key()
		}
	}
	return s
}

// The order of results does not change the outcome, a playable recording stays playable,
// and late results change nothing.
func TestOutcomeIsIndependentOfOrder(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawRecording(t)
		straight := newTestRecording(r.found, r.outcomes)
		_, want := straight.waves(t)

		played, one := false, rapid.Bool().Draw(t, "one at a time")
		for n := 0; ; n++ {
			if n > 30 {
				t.Fatal("steps are missing after 30 rounds")
			}
			it := checkLook(t, r)
			if played && it.Made == nil && it.Reason == "" {
				t.Fatalf("no longer playable; missing: %s", kinds(it.open()))
			}
			played = it.Made != nil
			open := Missing([]Item{it})
			if len(open) == 0 {
				break
			}
			first := rapid.IntRange(0, len(open)-1).Draw(t, "first")
			for i, s := range open {
				if i == first || !one && rapid.Bool().Draw(t, "settled too") {
					r.settle(s)
				}
			}
		}
		if diff := cmp.Diff(summaryOf(want), summaryOf(checkLook(t, r))); diff != "" {
			t.Fatalf("the order changes the outcome (-all at once +this order):\n%s", diff)
		}
		// Some steps end after their results are no longer needed.
		for key, out := range straight.settled {
			if _, there := r.settled[key]; !there && rapid.Bool().Draw(t, "late") {
				r.settled[key] = out
			}
		}
		late := checkLook(t, r)
		if open := Missing([]Item{late}); len(open) > 0 {
			t.Fatalf("missing after the end: %s", kinds(open))
		}
		if diff := cmp.Diff(summaryOf(want), summaryOf(late)); diff != "" {
			t.Fatalf("late results change the outcome (-before +after):\n%s", diff)
		}
	})
}

// For any set of settled steps, a step is requested once, and only after its inputs have
// results.
func TestStepsWaitForTheirInputs(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawRecording(t)
		all := newTestRecording(r.found, r.outcomes)
		for { // collect every possible step
			it, err := all.look()
			if err != nil {
				t.Fatal(err)
			}
			open := Missing([]Item{it})
			if len(open) == 0 {
				break
			}
			all.settle(open[rapid.IntRange(0, len(open)-1).Draw(t, "next")])
		}
		some := []plan.Step{}
		for _, out := range all.asked {
			if rapid.Bool().Draw(t, "settled") {
				some = append(some, out)
			}
		}
		for _, s := range some {
			r.settle(s)
		}
		before := checkLook(t, r)
		for _, s := range all.asked {
			if rapid.Bool().Draw(t, "settled then") {
				r.settle(s)
			}
		}
		after := checkLook(t, r)
		if a, b := summaryOf(before), summaryOf(after); before.Made != nil && after.Made == nil && after.Reason == "" {
			t.Fatalf("with more results less is made: %+v, then %+v", a, b)
		}
	})
}

// checkLook assesses the recording and checks the rules for all recordings.
func checkLook(t *rapid.T, r *testRecording) Item {
	it, err := r.look()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range r.asked {
		if seen[s.Key()] {
			t.Fatalf("requested a %s twice", kinds([]plan.Step{s}))
		}
		seen[s.Key()] = true
		for _, need := range s.Needs {
			if r.settled[need].Result == nil {
				t.Fatalf("requested a %s before its inputs have results", kinds([]plan.Step{s}))
			}
		}
	}
	for _, s := range it.open() {
		if r.settled[s.Key()].Settled() {
			t.Fatalf("a %s is settled and missing", s.Kind)
		}
	}
	if it.Reason != "" && it.Made != nil {
		t.Fatalf("refused (%q) and made", it.Reason)
	}
	return it
}

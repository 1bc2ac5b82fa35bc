package progress

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"proceedings/internal/meeting"
	"proceedings/internal/plan"
)

// drawTravel is any recording with any fate.
func drawTravel(t *rapid.T) *travel {
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
	// Few fail, or most roads would be short.
	f := failing(rapid.SliceOfN(rapid.SampledFrom([]plan.Kind{
		plan.Audio, plan.Copy, plan.Sample, plan.Package, plan.Progressive,
	}), 0, 1).Draw(t, "fail")...)
	f.chunks = rapid.SliceOfN(rapid.IntRange(0, 2), 0, 2).Draw(t, "chunks that fail")
	f.early = rapid.IntRange(0, 3).Draw(t, "early fails") == 3
	f.unfit = rapid.SampledFrom([]string{"", "", "has gaps"}).Draw(t, "unfit")
	f.bits = rapid.SampledFrom([][]int64{nil, {100, 50, 20}, {100, 90, 80}}).Draw(t, "bits")
	return newTravel(found, f)
}

// told is what is said of a recording at its end.
type told struct {
	Reason, Encoded string
	Made, Plain     string // the steps that made it
	Warnings        []string
}

func tell(it Item) told {
	s := told{Reason: it.Reason}
	if it.Made == nil {
		return s // readers get nothing of it
	}
	s.Made = it.Made.Step.Key()
	if rec := it.Recording; rec != nil {
		s.Encoded, s.Warnings = rec.WhyEncoded, rec.warnings
		if rec.Downloads != nil {
			s.Plain = rec.Downloads.Step.Key()
		}
	}
	return s
}

// In whatever order steps end, the road leads to the same place; what could be
// played stays so; and what is said to be the end is.
func TestRoadLaws(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawTravel(t)
		straight := newTravel(r.found, r.fates)
		_, want := straight.waves(t)

		played, one := false, rapid.Bool().Draw(t, "one at a time")
		for n := 0; ; n++ {
			if n > 30 {
				t.Fatal("the road has no end")
			}
			it := checkLook(t, r)
			if played && it.Made == nil && it.Reason == "" {
				t.Fatalf("it could be played, and cannot any more; open: %s", kinds(it.open()))
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
		if diff := cmp.Diff(tell(want), tell(checkLook(t, r))); diff != "" {
			t.Fatalf("in another order it ends otherwise (-all at once +this one):\n%s", diff)
		}
		// Some steps run on after nobody waits for them.
		for key, out := range straight.settled {
			if _, there := r.settled[key]; !there && rapid.Bool().Draw(t, "late") {
				r.settled[key] = out
			}
		}
		late := checkLook(t, r)
		if open := Missing([]Item{late}); len(open) > 0 {
			t.Fatalf("after the end %s is open", kinds(open))
		}
		if diff := cmp.Diff(tell(want), tell(late)); diff != "" {
			t.Fatalf("what came after the end changed it (-before +after):\n%s", diff)
		}
	})
}

// Whatever steps are settled, even such as nobody would have begun, no step is
// asked for before those that it works on have results, and none twice.
func TestRoadNeeds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		r := drawTravel(t)
		all := newTravel(r.found, r.fates)
		for { // every step that there can be
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
		if a, b := tell(before), tell(after); before.Made != nil && after.Made == nil && after.Reason == "" {
			t.Fatalf("with more settled less is made: %+v, then %+v", a, b)
		}
	})
}

// checkLook is a look, held to what goes for all.
func checkLook(t *rapid.T, r *travel) Item {
	it, err := r.look()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, s := range r.asked {
		if seen[s.Key()] {
			t.Fatalf("asked twice for a %s", kinds([]plan.Step{s}))
		}
		seen[s.Key()] = true
		for _, need := range s.Needs {
			if r.settled[need].Result == nil {
				t.Fatalf("asked for a %s, and what it needs is not made", kinds([]plan.Step{s}))
			}
		}
	}
	for _, s := range it.open() {
		if r.settled[s.Key()].Settled() {
			t.Fatalf("a %s is settled and open", s.Kind)
		}
	}
	if it.Reason != "" && it.Made != nil {
		t.Fatalf("given up since it %q, and made", it.Reason)
	}
	return it
}

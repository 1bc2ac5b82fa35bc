package garbage

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// world is a random storage: which steps meetings need, and what results say.
type world struct {
	meetings []MeetingReferences
	facts    map[string]Facts
	objects  []storage.Info
}

func drawWorld(t *rapid.T, now time.Time) world {
	const n = 6
	key := func(i int) string { return fmt.Sprintf("chunk-%032x", i) }
	anyStep := rapid.Map(rapid.IntRange(0, n-1), key)
	anyRun := rapid.Map(rapid.IntRange(0, 2), func(i int) string { return fmt.Sprintf("%012x", i) })
	runOf := rapid.Custom(func(t *rapid.T) RunOf { return RunOf{anyStep.Draw(t, "step"), anyRun.Draw(t, "run")} })
	space := rapid.SampledFrom([]layout.Space{layout.Public, layout.Private, layout.Withdrawn})
	w := world{facts: map[string]Facts{}}
	for i := range n {
		f := Facts{Needs: rapid.SliceOfN(anyStep, 0, 2).Draw(t, "needs"), Runs: rapid.SliceOfN(runOf, 0, 2).Draw(t, "pieces")}
		f.Attempt = rapid.Bool().Draw(t, "attempt")
		if !f.Attempt {
			f.Runs = append(f.Runs, RunOf{key(i), anyRun.Draw(t, "own run")})
		}
		w.facts[key(i)] = f
	}
	name := rapid.SampledFrom([]string{layout.Index, "index.0000000000000001.html", "index.0000000000000002.html", layout.Manifest})
	page := rapid.Custom(func(t *rapid.T) string {
		return layout.Public.Meeting(rapid.SampledFrom([]string{"a", "b"}).Draw(t, "id"), name.Draw(t, "page"))
	})
	for _, id := range []string{"a", "b"}[:rapid.IntRange(0, 2).Draw(t, "meetings")] {
		m := MeetingReferences{ID: id, Results: map[string]Facts{}, Working: rapid.Bool().Draw(t, "working")}
		m.Steps = rapid.SliceOfN(anyStep, 0, 2).Draw(t, "state")
		m.Runs = rapid.SliceOfN(runOf, 0, 2).Draw(t, "manifest")
		m.Copies = rapid.SliceOfN(page, 0, 2).Draw(t, "copies")
		for _, step := range rapid.SliceOfN(anyStep, 0, 2).Draw(t, "record") {
			m.Results[step] = w.facts[step]
		}
		w.meetings = append(w.meetings, m)
	}
	sums := fmt.Sprintf("%064x", 1)
	object := rapid.OneOf(
		rapid.Custom(func(t *rapid.T) string {
			return space.Draw(t, "space").Derived(anyStep.Draw(t, "step"), anyRun.Draw(t, "run"), rapid.SampledFrom([]string{"a", "b"}).Draw(t, "file"))
		}),
		rapid.Map(anyStep, layout.StepResult), rapid.Map(anyStep, layout.StepStatus), page,
		rapid.SampledFrom([]string{layout.Source(sums), layout.Blocks(sums), layout.Upload(sums), layout.Record("a"), layout.State("a"), layout.Site, layout.Unfinished("a"), "archive/other/a", layout.Link("a", now.Add(time.Minute), "x"), layout.Link("a", now.Add(-time.Minute), "x")}),
	)
	for _, key := range rapid.SliceOfNDistinct(object, 0, 30, rapid.ID).Draw(t, "objects") {
		age := rapid.IntRange(0, 300).Draw(t, "age in hours")
		w.objects = append(w.objects, storage.Info{Key: key, Size: 1, Modified: now.Add(-time.Duration(age) * time.Hour)})
	}
	return w
}

// reachable is a second, slower way to find what meetings refer to: it repeats a rule until
// nothing is new.
func (w world) reachable() (needed map[string]bool, runs map[RunOf]bool) {
	needed, runs = map[string]bool{}, map[RunOf]bool{}
	for _, m := range w.meetings {
		for _, step := range slices.Concat(m.Steps, slices.Collect(maps.Keys(m.Results))) {
			needed[step] = true
		}
		for _, r := range m.Runs {
			needed[r.Step], runs[r] = true, true
		}
	}
	for before := -1; before != len(needed)+len(runs); {
		before = len(needed) + len(runs)
		for step := range maps.Clone(needed) {
			for _, next := range w.facts[step].Needs {
				needed[next] = true
			}
			for _, r := range w.facts[step].Runs {
				needed[r.Step], runs[r] = true, true
			}
		}
	}
	return needed, runs
}

// decide runs the code under test on a world.
func (w world) decide(now time.Time, grace time.Duration) Plan {
	var l Listing
	for _, o := range w.objects {
		l.Add(o)
	}
	var refs References
	for _, m := range w.meetings {
		refs.Add(m)
	}
	for open := refs.Open(); len(open) > 0; open = refs.Open() {
		for _, step := range open {
			refs.AddFacts(w.facts[step])
		}
	}
	return Decide(l, refs, w.facts, now, grace)
}

// covers returns the objects that an item stands for.
func (w world) covers(it Item) (list []storage.Info) {
	for _, o := range w.objects {
		if o.Key == it.Key || strings.HasSuffix(it.Key, "/") && strings.HasPrefix(o.Key, it.Key) {
			list = append(list, o)
		}
	}
	return list
}

// TestLawNothingReachableIsGarbage: no object that a record, state, manifest, status or
// result leads to is in a plan, nor an original, a page, a young object or one of another
// program.
func TestLawNothingReachableIsGarbage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
		w := drawWorld(t, now)
		grace := time.Duration(rapid.IntRange(0, 200).Draw(t, "grace in hours")) * time.Hour
		needed, runs := w.reachable()
		for _, it := range w.decide(now, grace).Items {
			for _, o := range w.covers(it) {
				p := layout.Parse(o.Key)
				if o.Modified.After(now.Add(-grace)) {
					t.Fatalf("%s is young", o.Key)
				}
				switch p.Class {
				case layout.DerivedFile:
					if runs[RunOf{p.Step, p.Run}] {
						t.Fatalf("%s is reachable", o.Key)
					}
				case layout.StepFile:
					if needed[p.Step] {
						t.Fatalf("%s is reachable", o.Key)
					}
				case layout.MeetingPage:
					for _, m := range w.meetings {
						if slices.Contains(m.Copies, o.Key) || m.ID == p.Meeting && m.Working {
							t.Fatalf("%s is of meeting %s", o.Key, m.ID)
						}
					}
					if !layout.IsVersioned(p.Name) {
						t.Fatalf("%s is no copy of a page", o.Key)
					}
				case layout.UploadState, layout.LinkPage:
				default:
					t.Fatalf("%s is never garbage", o.Key)
				}
			}
		}
	})
}

// TestLawAllUnreachableIsGarbage: with everything old, a plan has every derived file and
// every result that is not reachable, and counts each object once.
func TestLawAllUnreachableIsGarbage(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		now := time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)
		w := drawWorld(t, now)
		needed, runs := w.reachable()
		p := w.decide(now.Add(1000*time.Hour), 0)
		found := map[string]int{}
		for _, it := range p.Items {
			covered := w.covers(it)
			if len(covered) != it.Objects {
				t.Fatalf("%s counts %d objects, has %d", it.Key, it.Objects, len(covered))
			}
			for _, o := range covered {
				found[o.Key]++
			}
		}
		for _, o := range w.objects {
			k := layout.Parse(o.Key)
			garbage := k.Class == layout.DerivedFile && !runs[RunOf{k.Step, k.Run}] || k.Class == layout.StepFile && !needed[k.Step]
			if garbage && found[o.Key] != 1 {
				t.Fatalf("%s is in the plan %d times", o.Key, found[o.Key])
			}
		}
	})
}

// TestFactsNameEveryPiece fills every file of another step that a result can hold.
func TestFactsNameEveryPiece(t *testing.T) {
	t.Parallel()
	var r steps.Result
	n := fill(reflect.ValueOf(&r).Elem(), 0)
	r.Step, r.Run = plan.Step{Needs: []string{stepB}, Input: "x"}, run1
	f := factsOf(stepA, &r, steps.Status{})
	if n < 2 || len(f.Runs) != n+1 || !slices.Contains(f.Runs, RunOf{stepA, run1}) || !slices.Equal(f.Needs, []string{stepB}) {
		t.Errorf("facts = %+v, want those of %d pieces", f, n)
	}
}

// fill puts one element into each pointer and slice of v, and returns the number of pieces.
func fill(v reflect.Value, depth int) (n int) {
	if depth > 8 || !v.CanSet() {
		return 0
	}
	switch v.Kind() {
	case reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		return fill(v.Elem(), depth+1)
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		return fill(v.Index(0), depth+1)
	case reflect.Struct:
		if _, is := reflect.TypeAssert[meeting.Piece](v); is {
			return 1
		}
		for _, field := range v.Fields() {
			n += fill(field, depth+1)
		}
	default:
	}
	return n
}

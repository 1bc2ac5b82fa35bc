package garbage

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Reason says why an object is garbage.
type Reason string

// The reasons.
const (
	StaleStep Reason = "no meeting needs its step"
	OtherRun  Reason = "its step's result names another run"
	Abandoned Reason = "the upload was not finished"
	Expired   Reason = "the temporary link has expired"
	OldCopy   Reason = "the manifest does not name this version of the page"
)

// Item is garbage: an object, or all objects whose keys begin with Key.
type Item struct {
	Reason Reason
	Key    string
	Run    Run // of derived files; only with a Step, of a result and a status
	Group
}

// Plan is what [Delete] deletes, and what stays although nothing refers to it.
type Plan struct {
	Items   []Item           // sorted by reason and key
	Steps   map[string]Facts // of the steps to delete
	Young   Group            // garbage within the grace period
	Sources Group            // originals that no record names; they are never deleted
	Unknown []storage.Info   // objects of other programs or later versions
	Damaged []Damage         // sorted by meeting and step; nothing of them is deleted
	Unclear bool             // a damaged meeting may refer to any step, so no step is deleted
}

// Sum returns the number and size of all objects to delete.
func (p Plan) Sum() (sum Group) {
	for _, it := range p.Items {
		sum = sum.plus(it.Group)
	}
	return sum
}

// BusyFor is the least grace period for uploads and for steps in progress, which a program
// may still be working on.
const BusyFor = 24 * time.Hour

// Unreferenced returns the steps with a result, a status or files that no meeting refers to.
// Decide needs their facts.
func Unreferenced(l Listing, refs References) []string {
	keys := map[string]bool{}
	for key := range l.Steps {
		keys[key] = true
	}
	for run := range l.Runs {
		keys[run.Step] = true
	}
	maps.DeleteFunc(keys, func(key string, _ bool) bool { return refs.keeps(key) })
	return slices.Sorted(maps.Keys(keys))
}

// Decide returns the garbage in a listing. facts has those of the [Unreferenced] steps.
// Objects that were stored within the grace period before now stay.
func Decide(l Listing, refs References, facts map[string]Facts, now time.Time, grace time.Duration) Plan {
	p := Plan{Steps: map[string]Facts{}, Unknown: l.Unknown, Unclear: refs.unclear, Damaged: refs.damages()}
	d := decision{&p, now, grace}
	d.stale(l, refs, facts)
	for run, g := range l.Runs {
		if refs.steps[run.Step] && !refs.keepsRuns(run.Step) && !refs.runs[RunOf{run.Step, run.ID}] {
			d.add(grace, Item{OtherRun, run.prefix(), run, g})
		}
	}
	for _, o := range l.Uploads {
		d.add(max(grace, BusyFor), Item{Abandoned, o.Key, Run{}, groupOf(o)})
	}
	for _, o := range l.Links {
		if ends, ok := layout.LinkEnds(o.Key); ok && ends.Before(now) {
			d.add(grace, Item{Expired, o.Key, Run{}, groupOf(o)})
		}
	}
	for _, o := range l.Copies {
		if id := layout.Parse(o.Key).Meeting; !refs.copies[o.Key] && !refs.working[id] && !refs.partial[id] {
			d.add(grace, Item{OldCopy, o.Key, Run{}, groupOf(o)})
		}
	}
	for sum, g := range l.Originals {
		if !refs.originals[sum] && !refs.unclear {
			p.Sources = p.Sources.plus(g)
		}
	}
	slices.SortFunc(p.Items, func(a, b Item) int { return cmp.Or(cmp.Compare(a.Reason, b.Reason), cmp.Compare(a.Key, b.Key)) })
	return p
}

// prefix is the prefix of the keys of a run's files.
func (r Run) prefix() string { return r.Space.Derived(r.Step, r.ID, "") + "/" }

type decision struct {
	plan  *Plan
	now   time.Time
	grace time.Duration
}

// add adds items to the plan if none of their objects is younger than grace, and reports
// whether it did.
func (d decision) add(grace time.Duration, items ...Item) bool {
	all := Plan{Items: items}.Sum()
	if all.Newest.After(d.now.Add(-grace)) {
		d.plan.Young = d.plan.Young.plus(all)
		return false
	}
	d.plan.Items = append(d.plan.Items, items...)
	return true
}

// stale adds the steps that no meeting refers to, each with its result, status and files, or
// not at all.
func (d decision) stale(l Listing, refs References, facts map[string]Facts) {
	items := map[string][]Item{}
	for run, g := range l.Runs {
		if !refs.keeps(run.Step) {
			items[run.Step] = append(items[run.Step], Item{StaleStep, run.prefix(), run, g})
		}
	}
	for step, g := range l.Steps {
		if !refs.keeps(step) {
			items[step] = append(items[step], Item{StaleStep, layout.StepPrefix(step), Run{Step: step}, g})
		}
	}
	for step, list := range items {
		grace, f := d.grace, facts[step]
		if f.Attempt {
			grace = max(grace, BusyFor)
		}
		if d.add(grace, list...) {
			d.plan.Steps[step] = f
		}
	}
}

package retention

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/progress"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// usage holds which meetings reference steps.
type usage struct {
	meetings map[string][]string // IDs, by step
	damaged  map[string]error    // why meetings cannot be read as a whole, by ID
}

// readable returns the meetings that can be reconciled, by step.
func (u usage) readable() map[string][]string {
	found := map[string][]string{}
	for step, ids := range u.meetings {
		if ids = slices.DeleteFunc(slices.Clone(ids), func(id string) bool { return u.damaged[id] != nil }); len(ids) > 0 {
			found[step] = ids
		}
	}
	return found
}

// unclear returns the listed steps that only damaged meetings may reference, and why these
// cannot be read, by ID.
func (u usage) unclear(list []archive.StaleStep) (kept []archive.StaleStep, why map[string]error) {
	sure := u.readable()
	why = map[string]error{}
	for _, f := range list {
		if len(u.meetings[f.Key]) == 0 || len(sure[f.Key]) > 0 {
			continue
		}
		kept = append(kept, f)
		for _, id := range u.meetings[f.Key] {
			why[id] = u.damaged[id]
		}
	}
	return kept, why
}

// without returns u without what one meeting references.
func (u usage) without(id string) usage {
	found := map[string][]string{}
	for step, ids := range u.meetings {
		found[step] = slices.DeleteFunc(slices.Clone(ids), func(other string) bool { return other == id })
	}
	return usage{found, u.damaged}
}

// doubt says whether a damaged meeting references the steps that it may reference.
type doubt bool

const (
	take doubt = false // only those that it names, as far as it can be read: what is withdrawn must not stay public
	keep doubt = true  // all that it may reference: deletions can wait
)

// Users returns the IDs of the meetings that reference each step, by step. A withdrawn
// meeting references none, and damaged ones are left out.
func Users(ctx context.Context, store storage.Store, list []archive.StaleStep) (map[string][]string, error) {
	used, err := referencesOf(ctx, store, list, nil, take)
	return used.readable(), err
}

// referencesOf returns the meetings that reference each step. A withdrawn meeting references
// none. Results in taken count as stored. Every meeting may reference a step without a known
// input.
func referencesOf(ctx context.Context, store storage.Store, list []archive.StaleStep, taken map[string]steps.Result, unsure doubt) (usage, error) {
	found := usage{map[string][]string{}, map[string]error{}}
	if len(list) == 0 {
		return found, nil
	}
	inputs, listed := map[string]bool{}, map[string]bool{}
	for _, f := range list {
		inputs[f.Input], listed[f.Key] = true, true
	}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(archive.MaxReaders)
	for id, err := range meetings(ctx, store, unsure) {
		if err != nil {
			return found, errors.Join(err, group.Wait())
		}
		group.Go(func() error {
			used, damage := referencedBy(ctx, store, id, inputs, taken)
			err := damage
			if errors.Is(err, storage.ErrDamaged) {
				used, err = partlyReferencedBy(ctx, store, id, listed, unsure)
			}
			if err != nil {
				return fmt.Errorf("find the steps that %s uses: %w", id, err)
			}
			mu.Lock()
			defer mu.Unlock()
			if damage != nil {
				found.damaged[id] = damage
			}
			for key := range used {
				if listed[key] {
					found.meetings[key] = append(found.meetings[key], id)
				}
			}
			return nil
		})
	}
	err := group.Wait()
	for _, ids := range found.meetings {
		slices.Sort(ids)
	}
	return found, err //nolint:wrapcheck // wrapped above, with the meeting
}

// meetings lists the IDs of all meetings, also of those that have a state but have lost their
// record, and with [keep] of those that only have published pages.
func meetings(ctx context.Context, store storage.Store, unsure doubt) iter.Seq2[string, error] {
	prefixes := []string{layout.Meetings}
	if unsure == keep {
		prefixes = append(prefixes, layout.Public.AllMeetings(), layout.Private.AllMeetings())
	}
	return func(yield func(string, error) bool) {
		seen := map[string]bool{"": true}
		for _, prefix := range prefixes {
			for info, err := range store.List(ctx, prefix) {
				if err != nil {
					yield("", err)
					return
				}
				p := layout.Parse(info.Key)
				if p.Class == layout.MeetingPage && p.Name != layout.Manifest || seen[p.Meeting] {
					continue
				}
				seen[p.Meeting] = true
				if !yield(p.Meeting, nil) {
					return
				}
			}
		}
	}
}

// referencedBy returns the steps on the inputs that one meeting references. It writes
// nothing.
func referencedBy(ctx context.Context, store storage.Store, id string, inputs map[string]bool, taken map[string]steps.Result) (map[string]bool, error) {
	m, _, err := archive.ReadExisting(ctx, store, id)
	if errors.Is(err, archive.ErrNoMeeting) { // deleted since it was listed
		return nil, nil
	}
	if err != nil || m.Withdrawn {
		return nil, err
	}
	state, err := archive.ReadState(ctx, store, id)
	if err != nil || !mayReference(m, state, inputs) {
		return nil, err
	}
	items, err := AssessStored(ctx, store, m, taken)
	if err != nil {
		return nil, err
	}
	var published manifest.Manifest
	_, err = storage.ReadJSON(ctx, store, plan.Space(m.Visibility).Meeting(id, layout.Manifest), &published)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return nil, err
	}
	return references(items, published), nil
}

// AssessStored assesses a meeting by the stored results, and writes nothing. Results
// in taken count as stored; for a withdrawn meeting, withdrawn results do, too.
func AssessStored(ctx context.Context, store storage.Store, m meeting.Meeting, taken map[string]steps.Result) ([]progress.Item, error) {
	snap := steps.Snapshot{}
	for key, r := range taken {
		snap[key] = steps.Outcome{Result: &r}
	}
	for {
		items, unseen, err := progress.Assess(m, snap)
		if err != nil || len(unseen) == 0 {
			return items, err
		}
		found, err := steps.Look(ctx, store, unseen)
		if err != nil {
			return nil, err
		}
		for key, out := range found {
			if m.Withdrawn && out.Result == nil {
				out.Result = out.Status.Withdrawn
			}
			snap[key] = out
		}
	}
}

// mayReference reports whether a meeting has or had one of the inputs among its
// files. A step's key contains its input, so other meetings cannot reference it.
func mayReference(m meeting.Meeting, s archive.State, inputs map[string]bool) bool {
	if m.Withdrawn {
		return false
	}
	return inputs[""] || slices.ContainsFunc(m.Sources, func(src meeting.Source) bool { return inputs[src.SHA256] }) ||
		slices.ContainsFunc(s.AllSteps(), func(f archive.StaleStep) bool { return inputs[f.Input] })
}

// references returns the steps that a meeting needs, and those whose files its
// published manifest names. The manifest may belong to an older revision.
func references(items []progress.Item, published manifest.Manifest) map[string]bool {
	keys := map[string]bool{}
	for _, it := range items {
		for _, s := range it.Steps {
			keys[s.Step.Key()] = true
			for _, need := range s.Step.Needs {
				keys[need] = true
			}
		}
	}
	for f := range published.Files() {
		if step := layout.StepOf(f.URL); step != "" {
			keys[step] = true
		}
	}
	return keys
}

// Needed reports whether a meeting still needs a step that it requested.
func Needed(m meeting.Meeting, s plan.Step) bool {
	return !m.Withdrawn && (s.Space == "" || s.Space == plan.Space(m.Visibility))
}

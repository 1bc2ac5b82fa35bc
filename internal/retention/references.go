package retention

import (
	"context"
	"errors"
	"fmt"
	"maps"
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

// usersOf says which meetings use which of the steps. Whoever was withdrawn uses
// none. Results in taken count as there, though they are not. A record that
// cannot be read is an error: what it uses is not known.
func usersOf(ctx context.Context, store storage.Store, list []archive.StaleStep, taken map[string]steps.Result) (map[string][]string, error) {
	found := map[string][]string{}
	if len(list) == 0 {
		return found, nil
	}
	inputs := map[string]bool{}
	for _, f := range list {
		inputs[f.Input] = true
	}
	var mu sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(archive.MaxReaders)
	for info, err := range store.List(ctx, layout.Meetings) {
		if err != nil {
			return nil, errors.Join(err, group.Wait())
		}
		id := layout.RecordID(info.Key)
		if id == "" {
			continue
		}
		group.Go(func() error {
			used, err := usedBy(ctx, store, id, inputs, taken)
			if err != nil {
				return fmt.Errorf("what %s uses is not known: %w", id, err)
			}
			mu.Lock()
			defer mu.Unlock()
			for _, f := range list {
				if used[f.Key] {
					found[f.Key] = append(found[f.Key], id)
				}
			}
			return nil
		})
	}
	err := group.Wait()
	for _, ids := range found {
		slices.Sort(ids)
	}
	return found, err //nolint:wrapcheck // wrapped above, with the meeting
}

// usedBy is what one meeting uses of what is made of the inputs. It looks and
// writes nothing.
func usedBy(ctx context.Context, store storage.Store, id string, inputs map[string]bool, taken map[string]steps.Result) (map[string]bool, error) {
	m, etag, err := archive.ReadRecord(ctx, store, id)
	if err != nil || etag == "" || m.Withdrawn {
		return nil, err
	}
	if m.Schema > meeting.SchemaVersion {
		return nil, fmt.Errorf("its record has schema %d; this program knows %d", m.Schema, meeting.SchemaVersion)
	}
	state, err := archive.ReadState(ctx, store, id)
	if err != nil || !mayShare(m, state, inputs) {
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
	return uses(items, published), nil
}

// AssessStored says how far a meeting has come by what is stored, and writes
// nothing. Results in taken count as stored.
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
		maps.Copy(snap, found)
	}
}

// mayShare reports whether some of the inputs is among a meeting's files, as it
// is or as it was while what is published now was made. Whose is none cannot use
// what was made of them, since the input is part of a step's key.
func mayShare(m meeting.Meeting, s archive.State, inputs map[string]bool) bool {
	if m.Withdrawn {
		return false
	}
	return slices.ContainsFunc(m.Sources, func(src meeting.Source) bool { return inputs[src.SHA256] }) ||
		slices.ContainsFunc(s.AllSteps(), func(f archive.StaleStep) bool { return inputs[f.Input] })
}

// uses is the steps that a meeting needs, and those whose files its published
// manifest names: until a newer version is whole, an older one is served.
func uses(items []progress.Item, published manifest.Manifest) map[string]bool {
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

// Needed reports whether a meeting needs a step that was asked for.
func Needed(m meeting.Meeting, s plan.Step) bool {
	return !m.Withdrawn && (s.Space == "" || s.Space == plan.Space(m.Visibility))
}

package pipeline

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// readers is how many meetings are looked at at once.
const readers = 16

// usersOf says which meetings use which of the steps. Whoever was withdrawn uses
// none. Results in taken count as there, though they are not. A record that
// cannot be read is an error: what it uses is not known.
func usersOf(ctx context.Context, store storage.Store, list []Former, taken map[string]steps.Result) (map[string][]string, error) {
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
	group.SetLimit(readers)
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
	m, etag, err := readRecord(ctx, store, id)
	if err != nil || etag == "" || m.Withdrawn {
		return nil, err
	}
	if m.Schema > meeting.SchemaVersion {
		return nil, fmt.Errorf("its record has schema %d; this program knows %d", m.Schema, meeting.SchemaVersion)
	}
	state, err := ReadState(ctx, store, id)
	if err != nil || !mayShare(m, state, inputs) {
		return nil, err
	}
	items, err := assessStored(ctx, store, m, taken)
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

// assessStored says how far a meeting has come by what is stored, and writes
// nothing. Results in taken count as stored.
func assessStored(ctx context.Context, store storage.Store, m meeting.Meeting, taken map[string]steps.Result) ([]item, error) {
	snap := steps.Snapshot{}
	for key, r := range taken {
		snap[key] = steps.Outcome{Result: &r}
	}
	for {
		items, unseen, err := assess(m, snap)
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

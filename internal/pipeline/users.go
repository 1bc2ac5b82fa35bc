package pipeline

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

// readers is how many meetings are looked at at once.
const readers = 16

// users says which meetings use which of the steps. Whoever was withdrawn uses
// none. Results in taken count as there, though they are not. A record that
// cannot be read is an error: what it uses is not known.
func users(ctx context.Context, store storage.Store, steps []Former, taken map[string]Result) (map[string][]string, error) {
	found := map[string][]string{}
	if len(steps) == 0 {
		return found, nil
	}
	inputs := map[string]bool{}
	for _, f := range steps {
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
			for _, f := range steps {
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
func usedBy(ctx context.Context, store storage.Store, id string, inputs map[string]bool, taken map[string]Result) (map[string]bool, error) {
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
	items, err := assess(m, func(s plan.Step) (Outcome, error) {
		if r, was := taken[s.Key()]; was {
			return Outcome{Result: &r}, nil
		}
		return outcome(ctx, store, s)
	})
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

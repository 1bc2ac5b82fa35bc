package retention

import (
	"context"
	"errors"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// partlyReferencedBy returns the listed steps that a damaged meeting references, as far as it
// can be read, and with [keep] those that it may reference: all that its state lists, or any
// if it has no readable state.
func partlyReferencedBy(ctx context.Context, store storage.Store, id string, listed map[string]bool, unsure doubt) (map[string]bool, error) {
	state, err := archive.ReadState(ctx, store, id)
	known, err := undamaged(err)
	if err != nil {
		return nil, err
	}
	if unsure == keep && (!known || state.Revision == 0) {
		return maps.Clone(listed), nil
	}
	m, etag, err := archive.ReadRecord(ctx, store, id)
	recorded, err := undamaged(err)
	if err != nil {
		return nil, err
	}
	recorded = recorded && etag != ""
	used := map[string]bool{}
	if unsure == keep {
		for _, s := range state.AllSteps() {
			used[s.Key] = true
		}
	} else if m.Withdrawn || !recorded && state.State == archive.Withdrawn {
		return used, nil
	}
	for _, src := range state.Sources {
		for _, s := range src.Steps {
			used[s.Key] = true
		}
	}
	if recorded {
		items, assessErr := AssessStored(ctx, store, m, nil)
		if _, err = undamaged(assessErr); err != nil {
			return nil, err
		}
		maps.Copy(used, references(items, manifest.Manifest{}))
	}
	for _, space := range []layout.Space{layout.Public, layout.Private} {
		var published manifest.Manifest
		_, err = storage.ReadJSON(ctx, store, space.Meeting(id, layout.Manifest), &published)
		if errors.Is(err, storage.ErrNotFound) {
			continue
		}
		var whole bool
		if whole, err = undamaged(err); err != nil {
			return nil, err
		}
		if whole {
			maps.Copy(used, references(nil, published))
		}
	}
	return used, nil
}

// damagedOf returns an error for each object of a meeting that cannot be read: its state, its
// manifest, and the results and statuses of its steps.
func damagedOf(ctx context.Context, store storage.Store, id string, list []archive.StaleStep) ([]error, error) {
	keys := []string{layout.State(id), layout.Public.Meeting(id, layout.Manifest), layout.Private.Meeting(id, layout.Manifest)}
	for _, f := range list {
		keys = append(keys, layout.StepResult(f.Key), layout.StepStatus(f.Key))
	}
	found := make([]error, len(keys))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(archive.MaxReaders)
	for i, key := range keys {
		group.Go(func() error {
			damage := readAs(ctx, store, id, key)
			if errors.Is(damage, storage.ErrDamaged) {
				found[i] = damage
				return nil
			}
			return damage
		})
	}
	err := group.Wait()
	return slices.DeleteFunc(found, func(err error) bool { return err == nil }), err
}

// readAs decodes an object of a meeting as what its key says. A missing one is no error.
func readAs(ctx context.Context, store storage.Store, id, key string) (err error) {
	p := layout.Parse(key)
	switch {
	case p.Class == layout.MeetingPage:
		var m manifest.Manifest
		_, err = storage.ReadJSON(ctx, store, key, &m)
	case key == layout.StepResult(p.Step):
		_, _, err = steps.ReadResult(ctx, store, p.Step)
	case p.Class == layout.StepFile:
		_, err = steps.ReadStatus(ctx, store, p.Step)
	default:
		_, err = archive.ReadState(ctx, store, id)
	}
	if errors.Is(err, storage.ErrNotFound) {
		return nil
	}
	return err
}

// undamaged reports whether an object was read; damage is no error.
func undamaged(err error) (bool, error) {
	if errors.Is(err, storage.ErrDamaged) {
		return false, nil
	}
	return err == nil, err
}

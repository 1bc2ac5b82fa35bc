package retention

import (
	"context"
	"errors"
	"maps"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
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

// undamaged reports whether an object was read; damage is no error.
func undamaged(err error) (bool, error) {
	if errors.Is(err, storage.ErrDamaged) {
		return false, nil
	}
	return err == nil, err
}

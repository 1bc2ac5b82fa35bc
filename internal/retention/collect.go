package retention

import (
	"context"
	"maps"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// Collect is [Remove] for steps that are no longer of any meeting: it also deletes the
// attempts of failed and abandoned steps. A meeting that requests such a step at this moment
// loses its registration, so it is in [Removed.References], too.
func Collect(ctx context.Context, store storage.Store, list []archive.StaleStep) (Removed, error) {
	r, err := remove(ctx, store, list, keep)
	if err != nil {
		return r, err
	}
	var deleted []archive.StaleStep
	for _, f := range r.Steps {
		_, found, readErr := steps.ReadResult(ctx, store, f.Key)
		if readErr != nil {
			return r, readErr
		}
		if found { // a run has just stored it
			continue
		}
		if err = store.Delete(ctx, layout.StepStatus(f.Key)); err != nil {
			return r, err
		}
		deleted = append(deleted, f)
	}
	late, err := referencesOf(ctx, store, deleted, nil, keep)
	maps.Copy(r.References, late.readable())
	return r, err
}

package pipeline

import (
	"context"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// Reopen prepares a meeting for another reconcile after it was submitted again. It
// allows new attempts at failed steps, unless the input caused the failure or the
// organiser publishes without them, and sets a final state back to processing. The pages
// stay unchanged.
func Reopen(ctx context.Context, store storage.Store, id string) error {
	m, _, err := archive.ReadRecord(ctx, store, id)
	if err != nil {
		return err
	}
	without := map[string]bool{}
	for _, src := range m.Sources {
		without[src.SHA256] = src.Without
	}
	state, err := archive.ReadState(ctx, store, id)
	if err != nil {
		return err
	}
	for _, src := range state.Sources {
		if without[src.SHA256] {
			continue
		}
		for _, step := range src.Steps {
			if step.Status != archive.StatusRefused {
				continue
			}
			err = steps.Retry(ctx, store, step.Key)
			if err != nil {
				return err
			}
		}
	}
	if !state.Final() {
		return nil
	}
	if err = archive.MarkUnfinished(ctx, store, id); err != nil {
		return err
	}
	if err = archive.MarkAttention(ctx, store, id, false); err != nil {
		return err
	}
	_, err = storage.Update(ctx, store, layout.State(id), func(s *archive.State) bool {
		if !s.Final() {
			return false
		}
		s.State = manifest.Processing
		return true
	})
	return err
}

package pipeline

import (
	"context"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/retention"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
)

// Reopen prepares a meeting for another reconcile after it was submitted again. It
// allows new attempts at failed steps, unless the input caused the failure or the
// organiser publishes without them, and sets a final state back to processing. The pages
// stay unchanged.
func Reopen(ctx context.Context, store storage.Store, id string) error {
	_, err := reopen(ctx, store, id, false)
	return err
}

// ReopenRefused is [Reopen], but it also allows new attempts at steps that refused their
// input. It returns the number of steps with new attempts, by the name of their file.
func ReopenRefused(ctx context.Context, store storage.Store, id string) (map[string]int, error) {
	return reopen(ctx, store, id, true)
}

func reopen(ctx context.Context, store storage.Store, id string, refused bool) (map[string]int, error) {
	m, etag, err := archive.ReadRecord(ctx, store, id)
	if err != nil || etag == "" {
		return nil, err
	}
	if _, err = retention.RecoverState(ctx, store, m); err != nil {
		return nil, err
	}
	state, err := archive.ReadState(ctx, store, id)
	if err != nil {
		return nil, err
	}
	retried := map[string]int{}
	for _, f := range failedSteps(m, state, refused) {
		is, retryErr := steps.Retry(ctx, store, f.key, refused)
		if retryErr != nil {
			return nil, retryErr
		}
		if is {
			retried[f.file]++
		}
	}
	if !state.Final() {
		return retried, nil
	}
	if err = archive.MarkUnfinished(ctx, store, id); err != nil {
		return nil, err
	}
	if err = archive.MarkAttention(ctx, store, id, false); err != nil {
		return nil, err
	}
	_, err = storage.Update(ctx, store, layout.State(id), func(s *archive.State) bool {
		if !s.Final() {
			return false
		}
		s.State = manifest.Processing
		return true
	})
	return retried, err
}

// failedStep is a step that may have failed permanently.
type failedStep struct{ key, file string }

// failedSteps returns the failed steps of a meeting, except those of files without which
// the organiser publishes. A refused file needs none of its later steps, so that these are
// stale; with refused, they are included.
func failedSteps(m meeting.Meeting, s archive.State, refused bool) (list []failedStep) {
	without, names := map[string]bool{}, map[string]string{}
	for _, src := range m.Sources {
		without[src.SHA256] = src.Without
	}
	for _, src := range s.Sources {
		if without[src.SHA256] {
			continue
		}
		names[src.SHA256] = src.Name
		for _, step := range src.Steps {
			if step.Status == archive.StatusRefused {
				list = append(list, failedStep{step.Key, src.Name})
			}
		}
	}
	for _, f := range s.Stale {
		if name, is := names[f.Input]; is && refused {
			list = append(list, failedStep{f.Key, name})
		}
	}
	return list
}

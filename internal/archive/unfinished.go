package archive

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// index is the content of layout.UnfinishedIndex.
type index struct {
	Schema  int       `json:"schema"`
	Rebuilt time.Time `json:"rebuilt"`
}

// MarkUnfinished adds a meeting to the unfinished meetings, which the sweep lists.
func MarkUnfinished(ctx context.Context, store storage.Store, id string) error {
	_, err := store.Put(ctx, layout.Unfinished(id), strings.NewReader(""), storage.Attrs{ContentType: "text/plain"}, storage.Always)
	return err
}

// MarkFinished removes a meeting from the unfinished meetings. The caller then reads
// the record again, since a new revision may have been submitted.
func MarkFinished(ctx context.Context, store storage.Store, id string) error {
	return store.Delete(ctx, layout.Unfinished(id))
}

// Unfinished lists the meetings whose newest revision is not final. It needs one
// listing, however many meetings are finished. A lost queue is rebuilt from it.
func Unfinished(ctx context.Context, store storage.Store, log *slog.Logger, now func() time.Time) ([]string, error) {
	var ids []string
	complete := false
	for info, err := range store.List(ctx, layout.UnfinishedPrefix) {
		if err != nil {
			return nil, fmt.Errorf("list the unfinished meetings: %w", err)
		}
		if info.Key == layout.UnfinishedIndex {
			complete = true
		} else {
			ids = append(ids, path.Base(info.Key))
		}
	}
	if complete {
		return ids, nil
	}
	return rebuildUnfinished(ctx, store, log, now)
}

// rebuildUnfinished reads all meetings. The first sweep over an archive of an earlier
// release needs it.
func rebuildUnfinished(ctx context.Context, store storage.Store, log *slog.Logger, now func() time.Time) ([]string, error) {
	found := make(chan string)
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(MaxReaders)
	failed := make(chan error, 1)
	go func() {
		defer close(found)
		for id, err := range Meetings(ctx, store) {
			if err != nil {
				failed <- errors.Join(err, group.Wait())
				return
			}
			group.Go(func() error { return markIfUnfinished(groupCtx, store, log, id, found) })
		}
		failed <- group.Wait()
	}()
	var ids []string
	for id := range found {
		ids = append(ids, id)
	}
	if err := <-failed; err != nil {
		return nil, fmt.Errorf("rebuild the index of unfinished meetings: %w", err)
	}
	log.InfoContext(ctx, "rebuilt the index of unfinished meetings", "meetings", len(ids))
	return ids, storage.WriteJSON(ctx, store, layout.UnfinishedIndex, index{Schema: 1, Rebuilt: now().UTC()}, storage.Always)
}

func markIfUnfinished(ctx context.Context, store storage.Store, log *slog.Logger, id string, found chan<- string) error {
	done, err := IsFinished(ctx, store, id)
	if errors.Is(err, storage.ErrUnavailable) || ctx.Err() != nil {
		return err
	}
	if err != nil {
		// A damaged record must not block the sweep of the others.
		log.WarnContext(ctx, "sweep: skip", "meeting", id, "err", err)
		return nil
	}
	if done {
		return nil
	}
	if err = MarkUnfinished(ctx, store, id); err != nil {
		return err
	}
	select {
	case found <- id:
	case <-ctx.Done():
	}
	return nil
}

// IsFinished reports whether the newest revision of a meeting is final.
func IsFinished(ctx context.Context, store storage.Store, id string) (bool, error) {
	state, err := ReadState(ctx, store, id)
	if err != nil {
		return false, err
	}
	var m meeting.Meeting
	if _, err := storage.ReadJSON(ctx, store, layout.Record(id), &m); err != nil {
		return false, fmt.Errorf("read the record of %s: %w", id, err)
	}
	return state.Final() && state.Revision == m.Revision, nil
}

// OpenSteps returns the keys of the unsettled steps in a meeting's state.
func OpenSteps(ctx context.Context, store storage.Store, id string) ([]string, error) {
	state, err := ReadState(ctx, store, id)
	var keys []string
	for key, open := range state.Asked() {
		if open {
			keys = append(keys, key)
		}
	}
	return keys, err
}

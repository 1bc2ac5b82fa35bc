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

// index is the content of layout.UnfinishedIndex and layout.AttentionIndex.
type index struct {
	Schema  int       `json:"schema"`
	Rebuilt time.Time `json:"rebuilt"`
}

// list is a list of meetings: an empty object for each, and one that says that the list is
// complete.
type list struct {
	name          string
	prefix, index string
	key           func(id string) string
	has           func(context.Context, storage.Store, string) (bool, error) // reads a meeting
}

func unfinished() list {
	return list{"unfinished meetings", layout.UnfinishedPrefix, layout.UnfinishedIndex, layout.Unfinished, isUnfinished}
}

func attention() list {
	return list{"meetings that need attention", layout.AttentionPrefix, layout.AttentionIndex, layout.Attention, needsAttention}
}

// MarkUnfinished adds a meeting to the unfinished meetings, which the sweep lists.
func MarkUnfinished(ctx context.Context, store storage.Store, id string) error {
	return unfinished().mark(ctx, store, id)
}

// MarkFinished removes a meeting from the unfinished meetings. The caller then reads
// the record again, since a new revision may have been submitted.
func MarkFinished(ctx context.Context, store storage.Store, id string) error {
	return store.Delete(ctx, layout.Unfinished(id))
}

// Unfinished lists the meetings whose newest revision is not final. It needs one
// listing, however many meetings are finished. A lost queue is rebuilt from it.
func Unfinished(ctx context.Context, store storage.Store, log *slog.Logger, now func() time.Time) ([]string, error) {
	return unfinished().read(ctx, store, log, now)
}

// MarkAttention adds a meeting to those that need attention, or removes it.
func MarkAttention(ctx context.Context, store storage.Store, id string, needed bool) error {
	if needed {
		return attention().mark(ctx, store, id)
	}
	return store.Delete(ctx, layout.Attention(id))
}

// NeedingAttention lists the meetings that need attention, with one listing.
func NeedingAttention(ctx context.Context, store storage.Store, log *slog.Logger, now func() time.Time) ([]string, error) {
	return attention().read(ctx, store, log, now)
}

func (l list) mark(ctx context.Context, store storage.Store, id string) error {
	_, err := store.Put(ctx, l.key(id), strings.NewReader(""), storage.Attrs{ContentType: "text/plain"}, storage.Always)
	return err
}

func (l list) read(ctx context.Context, store storage.Store, log *slog.Logger, now func() time.Time) ([]string, error) {
	var ids []string
	complete := false
	for info, err := range store.List(ctx, l.prefix) {
		if err != nil {
			return nil, fmt.Errorf("list the %s: %w", l.name, err)
		}
		if info.Key == l.index {
			complete = true
		} else {
			ids = append(ids, path.Base(info.Key))
		}
	}
	if complete {
		return ids, nil
	}
	return l.rebuild(ctx, store, log, now)
}

// rebuild reads all meetings. The first sweep over an archive of an earlier release needs
// it.
func (l list) rebuild(ctx context.Context, store storage.Store, log *slog.Logger, now func() time.Time) ([]string, error) {
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
			group.Go(func() error { return l.markIf(groupCtx, store, log, id, found) })
		}
		failed <- group.Wait()
	}()
	var ids []string
	for id := range found {
		ids = append(ids, id)
	}
	if err := <-failed; err != nil {
		return nil, fmt.Errorf("rebuild the index of %s: %w", l.name, err)
	}
	log.InfoContext(ctx, "rebuilt the index of "+l.name, "meetings", len(ids))
	return ids, storage.WriteJSON(ctx, store, l.index, index{Schema: 1, Rebuilt: now().UTC()}, storage.Always)
}

// markIf marks a meeting that belongs to the list.
func (l list) markIf(ctx context.Context, store storage.Store, log *slog.Logger, id string, found chan<- string) error {
	has, err := l.has(ctx, store, id)
	if errors.Is(err, storage.ErrUnavailable) || ctx.Err() != nil {
		return err
	}
	if err != nil {
		// A damaged record must not block the sweep of the others.
		log.WarnContext(ctx, "sweep: skip", "meeting", id, "err", err)
		return nil
	}
	if !has {
		return nil
	}
	if err = l.mark(ctx, store, id); err != nil {
		return err
	}
	select {
	case found <- id:
	case <-ctx.Done():
	}
	return nil
}

func isUnfinished(ctx context.Context, store storage.Store, id string) (bool, error) {
	done, err := IsFinished(ctx, store, id)
	return !done, err
}

func needsAttention(ctx context.Context, store storage.Store, id string) (bool, error) {
	state, err := ReadState(ctx, store, id)
	return state.State == NeedsAttention, err
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

package archive

import (
	"context"
	"errors"
	"fmt"
	"iter"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// ReadSite reads the settings of the site, in archive/site.json.
func ReadSite(ctx context.Context, store storage.Store) (meeting.Site, error) {
	var s meeting.Site
	if _, err := storage.ReadJSON(ctx, store, layout.Site, &s); err != nil && !errors.Is(err, storage.ErrNotFound) {
		return s, err
	}
	if s.Schema > meeting.SiteSchema {
		return s, fmt.Errorf("%s has schema %d; this program knows %d", layout.Site, s.Schema, meeting.SiteSchema)
	}
	return s, nil
}

// ChangeSite changes the settings of the site and reports whether they differ. Damaged settings
// are replaced by what change sets. The caller reconciles each meeting and rebuilds the
// catalogue to apply them.
func ChangeSite(ctx context.Context, store storage.Store, change func(*meeting.Site)) (now meeting.Site, changed bool, err error) {
	_, err = ReadSite(ctx, store)
	if errors.Is(err, storage.ErrDamaged) {
		change(&now)
		now.Schema = meeting.SiteSchema
		return now, true, storage.WriteJSON(ctx, store, layout.Site, now, storage.Always)
	}
	if err != nil {
		return now, false, err
	}
	now, err = storage.Update(ctx, store, layout.Site, func(s *meeting.Site) bool {
		was := *s
		change(s)
		if changed = *s != was; changed {
			s.Schema = meeting.SiteSchema
		}
		return changed
	})
	return now, changed, err
}

// Meetings lists the IDs of all submitted meetings.
func Meetings(ctx context.Context, store storage.Store) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		for info, err := range store.List(ctx, layout.Meetings) {
			if err != nil {
				yield("", err)
				return
			}
			if id := layout.RecordID(info.Key); id != "" && !yield(id, nil) {
				return
			}
		}
	}
}

// MaxReaders limits the number of meetings that are read concurrently.
const MaxReaders = 16

package publish

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/storage"
)

// removeStale deletes the pages that a complete m has not, such as the transcript of captions that were
// removed, and the copies of pages of earlier versions: the organiser may have withheld what they say.
// The manifest is stored with that ETag. If another writer replaces it meanwhile,
// or has deleted a page of m, the error is [ErrSuperseded]: publishing again restores the
// page.
func removeStale(ctx context.Context, store storage.Store, space layout.Space, m manifest.Manifest, pages map[string]Page, etag string) error {
	if m.State != manifest.Published {
		return nil
	}
	prefix := space.MeetingPrefix(m.ID)
	pages = withCopies(pages)
	missing := map[string]bool{}
	for name, p := range pages {
		missing[name] = !p.Asset
	}
	var keys []string
	for info, err := range store.List(ctx, prefix) {
		if err != nil {
			return err
		}
		name := strings.TrimPrefix(info.Key, prefix)
		delete(missing, name)
		if _, current := pages[name]; !current && name != layout.Manifest {
			keys = append(keys, info.Key)
		}
	}
	for _, is := range missing {
		if is {
			return ErrSuperseded
		}
	}
	if len(keys) == 0 {
		return nil
	}
	if err := checkCurrent(ctx, store, space, m.ID, etag); err != nil {
		return err
	}
	if err := many(ctx, slices.Values(keys), store.Delete); err != nil {
		return err
	}
	return checkCurrent(ctx, store, space, m.ID, etag)
}

// checkCurrent checks that the manifest still has that ETag.
func checkCurrent(ctx context.Context, store storage.Store, space layout.Space, id, etag string) error {
	info, err := store.Stat(ctx, space.Meeting(id, layout.Manifest))
	if err != nil {
		return fmt.Errorf("check the manifest: %w", err)
	}
	if info.ETag != etag {
		return ErrSuperseded
	}
	return nil
}

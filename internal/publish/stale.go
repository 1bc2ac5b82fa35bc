package publish

import (
	"context"
	"errors"
	"strings"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/storage"
)

// removeStale deletes the pages of decks and slides that m does not have any more, once
// m is complete: their addresses can be guessed, and the organiser may have withheld
// them. Other pages of earlier versions stay, since a player may still load them.
func removeStale(ctx context.Context, store storage.Store, space layout.Space, m manifest.Manifest, pages map[string]Page) error {
	if m.State != manifest.Published {
		return nil
	}
	prefix := space.MeetingPrefix(m.ID)
	var failed error
	stale := func(yield func(string) bool) {
		for info, err := range store.List(ctx, prefix) {
			if failed = err; err != nil {
				return
			}
			name := strings.TrimPrefix(info.Key, prefix)
			if _, current := pages[name]; !current && layout.IsOfDeck(name) && !yield(info.Key) {
				return
			}
		}
	}
	return errors.Join(many(ctx, stale, store.Delete), failed)
}

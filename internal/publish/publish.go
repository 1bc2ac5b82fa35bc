// Package publish puts a meeting's pages into the storage, the manifest last.
// The manifest is the commit point: whoever finds it finds all that it names,
// and the version before serves until that moment.
package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/storage"
)

// ErrSuperseded says that somebody else published in between.
var ErrSuperseded = errors.New("another version was published meanwhile")

// Page is one of a meeting's files with a stable name: its bytes, or the file
// that it is a copy of.
type Page struct {
	Data  []byte
	Type  string        // media type of Data
	Same  manifest.File // a file of the meeting that it is the same as; whoever makes the manifest names both
	Asset bool          // all meetings of a space share it; its name has a hash of its content
}

// Seen is what was published of a meeting at one moment.
type Seen struct {
	manifest []byte // empty if there was none
	cond     storage.Condition
}

// Look says what is published of a meeting. Whoever means to publish looks
// first and decides what to publish then: what somebody else publishes in
// between is not overwritten.
func Look(ctx context.Context, store storage.Store, space layout.Space, id string) (Seen, error) {
	data, info, err := storage.ReadAll(ctx, store, space.Meeting(id, layout.Manifest))
	if errors.Is(err, storage.ErrNotFound) {
		return Seen{cond: storage.IfAbsent}, nil
	}
	if err != nil {
		return Seen{}, err
	}
	return Seen{manifest: data, cond: storage.IfMatch(info.ETag)}, nil
}

// revision is that of the manifest seen.
func (s Seen) revision() (int, error) {
	if len(s.manifest) == 0 {
		return 0, nil
	}
	m, err := manifest.Decode(s.manifest)
	if err != nil {
		return 0, fmt.Errorf("read what is published: %w", err)
	}
	return m.Revision, nil
}

// Whole reports whether what was seen is a version with nothing left to come.
func (s Seen) Whole() bool {
	if len(s.manifest) == 0 {
		return false
	}
	m, err := manifest.Decode(s.manifest)
	return err == nil && m.State == manifest.Published
}

// Publish stores pages and then the manifest, which gets them listed under
// Pages, over what was seen; if that is not there any more, or is of a later
// revision, the error is [ErrSuperseded]. It reports whether anything was
// written: what stands already is left as it is.
func Publish(ctx context.Context, store storage.Store, space layout.Space, m manifest.Manifest, pages map[string]Page, seen Seen) (bool, error) {
	m.Pages = list(pages)
	data, err := manifest.Encode(m)
	if err != nil {
		return false, err
	}
	last, err := seen.revision()
	if err != nil {
		return false, err
	}
	if last > m.Revision {
		return false, ErrSuperseded
	}
	// A writer that was overtaken may have left its pages beside a newer
	// manifest, so that an equal manifest says nothing about them.
	wrote, err := putPages(ctx, store, space, m.ID, pages)
	if err != nil {
		return false, err
	}
	if !wrote && bytes.Equal(seen.manifest, data) {
		return false, nil
	}
	attrs := storage.Attrs{ContentType: "application/json", CacheControl: storage.CacheBriefly}
	_, err = store.Put(ctx, space.Meeting(m.ID, layout.Manifest), bytes.NewReader(data), attrs, seen.cond)
	if errors.Is(err, storage.ErrPrecondition) {
		return false, ErrSuperseded
	}
	return err == nil, err
}

// Withdraw takes a meeting's pages out of a space, the manifest first. Assets
// stay: other meetings' pages use them.
func Withdraw(ctx context.Context, store storage.Store, space layout.Space, id string) error {
	key := space.Meeting(id, layout.Manifest)
	if _, err := store.Stat(ctx, key); err == nil {
		if err = store.Delete(ctx, key); err != nil {
			return err
		}
	} else if !errors.Is(err, storage.ErrNotFound) {
		return err
	}
	return Remove(ctx, store, space.MeetingPrefix(id))
}

// Remove deletes all that lies under a prefix, some at a time.
func Remove(ctx context.Context, store storage.Store, prefix string) error {
	var failed error
	keys := func(yield func(string) bool) {
		for info, err := range store.List(ctx, prefix) {
			if failed = err; err != nil || !yield(info.Key) {
				return
			}
		}
	}
	return errors.Join(many(ctx, keys, store.Delete), failed)
}

// list is what a manifest says of pages.
func list(pages map[string]Page) map[string]manifest.File {
	files := make(map[string]manifest.File, len(pages))
	for name, page := range pages {
		if page.Same.URL != "" {
			continue
		}
		if page.Asset {
			name = layout.ToAssets(2) + name
		}
		files[name] = FileOf(name, page)
	}
	return files
}

// FileOf is how a manifest names a page.
func FileOf(name string, page Page) manifest.File {
	sum := sha256.Sum256(page.Data)
	return manifest.File{
		URL: name, Type: page.Type, Size: int64(len(page.Data)), SHA256: hex.EncodeToString(sum[:]),
	}
}

// Package publish stores a meeting's pages, and its manifest last. The manifest
// is the commit point: every file that it names is stored before it, and
// readers get the previous version until then.
//
// Pages keep their names, so a page may be one version ahead of the manifest, for seconds
// or until a killed publication is repeated. A reader who verifies must not see that: each
// page has a copy under a name with its hash, which the manifest names, too. The copies of
// earlier versions are deleted, since the organiser may have withheld what they show.
package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/storage"
)

// ErrSuperseded is the error when another writer published first.
var ErrSuperseded = errors.New("another version was published meanwhile")

// Page is a file of a meeting with a stable name: its bytes, or a reference to
// the file that it copies.
type Page struct {
	Data  []byte
	Type  string        // media type of Data
	Same  manifest.File // the file of the meeting that it copies; the manifest already names both
	Asset bool          // shared by all meetings of a space; its name contains a hash of its content

	versioned bool // a copy of a page; its name contains a hash of its content, too
}

// Seen is the published version of a meeting at the time of [Look].
type Seen struct {
	manifest []byte // empty if there was none that can be read
	cond     storage.Condition
	etag     string
}

// Look reads the published version of a meeting. Call it before deciding what
// to publish: [Publish] then does not overwrite what another writer published
// since. A damaged manifest counts as none, but only it is overwritten.
func Look(ctx context.Context, store storage.Store, space layout.Space, id string) (Seen, error) {
	data, info, err := storage.ReadAll(ctx, store, space.Meeting(id, layout.Manifest))
	if errors.Is(err, storage.ErrNotFound) {
		return Seen{cond: storage.IfAbsent}, nil
	}
	if errors.Is(err, storage.ErrDamaged) {
		data = nil
		info, err = store.Stat(ctx, space.Meeting(id, layout.Manifest))
	}
	if err != nil {
		return Seen{}, err
	}
	if !readable(data) {
		data = nil
	}
	return Seen{manifest: data, cond: storage.IfMatch(info.ETag), etag: info.ETag}, nil
}

// readable reports whether data is a manifest, perhaps of a later release.
func readable(data []byte) bool {
	var head struct {
		Schema int `json:"schema"`
	}
	if json.Unmarshal(data, &head) != nil || head.Schema < 1 {
		return false
	}
	_, err := manifest.Decode(data)
	return err == nil || head.Schema > manifest.SchemaVersion
}

// revision is the manifest's revision, or 0 if there was none.
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

// Whole reports whether the version is complete: its state is published.
func (s Seen) Whole() bool {
	if len(s.manifest) == 0 {
		return false
	}
	m, err := manifest.Decode(s.manifest)
	return err == nil && m.State == manifest.Published
}

// Publish stores pages, then the manifest, which lists them under Pages. The
// manifest replaces the version in seen; if another one is stored by now, or
// seen has a later revision, the error is [ErrSuperseded]. Publish reports
// whether it wrote anything: unchanged objects are not written again. It deletes the pages
// that a complete version does not have any more.
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
	// A writer that lost a race may have left its pages beside a newer
	// manifest, so an unchanged manifest does not prove that the pages are
	// right.
	wrote, err := putPages(ctx, store, space, m.ID, pages)
	if err != nil {
		return false, err
	}
	if !wrote && bytes.Equal(seen.manifest, data) {
		return false, removeStale(ctx, store, space, m, pages, seen.etag)
	}
	attrs := storage.Attrs{ContentType: "application/json", CacheControl: storage.CacheBriefly}
	stored, err := store.Put(ctx, space.Meeting(m.ID, layout.Manifest), bytes.NewReader(data), attrs, seen.cond)
	if errors.Is(err, storage.ErrPrecondition) {
		return false, ErrSuperseded
	}
	if err != nil {
		return false, err
	}
	return true, removeStale(ctx, store, space, m, pages, stored.ETag)
}

// Withdraw deletes a meeting's pages from a space, the manifest first. It keeps
// assets, which the pages of other meetings use.
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

// Remove deletes all objects under a prefix, several at a time.
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

// list is the manifest's entry for each page.
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

// FileOf is the manifest's entry for a page with bytes of its own.
func FileOf(name string, page Page) manifest.File {
	sum := sha256.Sum256(page.Data)
	f := manifest.File{
		URL: name, Type: page.Type, Size: int64(len(page.Data)), SHA256: hex.EncodeToString(sum[:]),
	}
	if !page.Asset {
		f.Versioned = layout.Versioned(name, page.Type, page.Data)
	}
	return f
}

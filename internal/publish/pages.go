package publish

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/storage"
)

// atOnce is the number of parallel requests for small objects. Each takes some
// milliseconds on the server plus a round trip; more requests gain nothing with
// one server.
const atOnce = 16

// putPages stores the pages that are missing or differ, in parallel, and
// reports whether it wrote any. It starts no more after the first error.
func putPages(ctx context.Context, store storage.Store, space layout.Space, id string, pages map[string]Page) (bool, error) {
	there := map[string]int64{}
	prefix := space.MeetingPrefix(id)
	for info, err := range store.List(ctx, prefix) {
		if err != nil {
			return false, err
		}
		there[strings.TrimPrefix(info.Key, prefix)] = info.Size
	}
	var wrote atomic.Bool
	put := func(ctx context.Context, name string) error {
		size, listed := there[name]
		key := space.Meeting(id, name)
		if pages[name].Asset { // another meeting may have stored it
			key, size, listed = space.Asset(name), int64(len(pages[name].Data)), true
		}
		if copied := pages[name]; copied.versioned && listed && size == int64(len(copied.Data)) { // the name has the hash
			return nil
		}
		done, err := page{store, key, name, pages[name], space.Meeting(id, pages[name].Same.URL)}.put(ctx, listed, size)
		if done {
			wrote.Store(true)
		}
		return err
	}
	pages = withCopies(pages)
	var assets, own []string
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if pages[name].Asset {
			assets = append(assets, name)
		} else {
			own = append(own, name)
		}
	}
	// Assets come first, so that a page that is there works.
	for _, names := range [][]string{assets, own} {
		if err := many(ctx, slices.Values(names), put); err != nil {
			return false, err
		}
	}
	return wrote.Load(), nil
}

// withCopies returns pages with their copies that never change.
func withCopies(pages map[string]Page) map[string]Page {
	all := map[string]Page{}
	for name, p := range pages {
		all[name] = p
		if !p.Asset && p.Same.URL == "" {
			p.versioned = true
			all[layout.Versioned(name, p.Type, p.Data)] = p
		}
	}
	return all
}

// many calls do for each name, several at a time. It starts no more after the
// first error, which it returns.
func many(ctx context.Context, names iter.Seq[string], do func(context.Context, string) error) error {
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for name := range names {
		if inner.Err() != nil {
			break
		}
		group.Go(func() error { return do(inner, name) })
	}
	if err := group.Wait(); err != nil {
		return err //nolint:wrapcheck // do has named the object
	}
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return nil
}

// page is a page to be stored.
type page struct {
	store storage.Store
	key   string
	name  string
	Page
	from string // key of what it is a copy of
}

// Metadata that identifies the content of a stored page and its headers.
const (
	sumName    = "sha256"
	servedName = "served"
)

// served is a hash of the headers that a page is served with.
func served(a storage.Attrs) string {
	sum := sha256.Sum256([]byte(a.ContentType + "\n" + a.CacheControl + "\n" + a.ContentDisposition))
	return hex.EncodeToString(sum[:4])
}

// put stores the page unless it is already stored, and reports whether it did.
// If the listing lacks the page or has another size, put skips the Stat.
func (p page) put(ctx context.Context, listed bool, size int64) (bool, error) {
	file := p.Same
	if file.URL == "" {
		file = FileOf(p.name, p.Page)
	}
	attrs := storage.Attrs{ContentType: file.Type, CacheControl: storage.CacheBriefly}
	if p.Asset { // a copy may be withheld later, and must not stay in caches
		attrs.CacheControl = storage.CacheForever
	}
	attrs.Metadata = map[string]string{sumName: file.SHA256, servedName: served(attrs)}
	if listed && size == file.Size {
		info, err := p.store.Stat(ctx, p.key)
		if err == nil && maps.Equal(info.Metadata, attrs.Metadata) && info.Size == file.Size {
			return false, nil
		}
		if err != nil && !errors.Is(err, storage.ErrNotFound) {
			return false, err
		}
	}
	data := p.Data
	if p.Same.URL != "" {
		var err error
		if data, err = read(ctx, p.store, p.from, p.Same); err != nil {
			return false, fmt.Errorf("copy %s: %w", p.name, err)
		}
	}
	_, err := p.store.Put(ctx, p.key, bytes.NewReader(data), attrs, storage.Always)
	return err == nil, err
}

// read returns a stored file, after a check against the manifest.
func read(ctx context.Context, store storage.Store, key string, want manifest.File) ([]byte, error) {
	body, _, err := store.Get(ctx, key, 0, -1)
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(io.LimitReader(body, want.Size+1))
	if err = errors.Join(err, body.Close()); err != nil {
		return nil, fmt.Errorf("read %s: %w", key, err)
	}
	if sum := sha256.Sum256(data); hex.EncodeToString(sum[:]) != want.SHA256 {
		return nil, fmt.Errorf("%s is not what was stored", key)
	}
	return data, nil
}

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
	"maps"
	"slices"

	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/storage"
)

// ErrSuperseded says that somebody else published in between.
var ErrSuperseded = errors.New("another version was published meanwhile")

// Page is one of a meeting's files with a stable name.
type Page struct {
	Data []byte
	Type string // media type
}

// cachePointer is for pages whose content changes under one name: a player may
// keep them for a minute, and asks again after that.
const cachePointer = "public, max-age=60, must-revalidate"

// Publish stores pages and then the manifest, which gets them listed under
// Pages. It reports whether anything was written: a manifest that stands
// already is left as it is, and so are its pages. A manifest of an older
// revision than the stored one is not published.
func Publish(ctx context.Context, store storage.Store, space layout.Space, m manifest.Manifest, pages map[string]Page) (bool, error) {
	m.Pages = list(pages)
	data, err := manifest.Encode(m)
	if err != nil {
		return false, err
	}
	key := space.Meeting(m.ID, layout.Manifest)
	old, cond, err := current(ctx, store, key)
	switch {
	case err != nil:
		return false, err
	case bytes.Equal(old, data):
		return false, nil
	}
	if len(old) > 0 {
		was, decodeErr := manifest.Decode(old)
		if decodeErr != nil {
			return false, fmt.Errorf("read what is published: %w", decodeErr)
		}
		if was.Revision > m.Revision {
			return false, ErrSuperseded
		}
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if err = put(ctx, store, space.Meeting(m.ID, name), pages[name].Data, pages[name].Type, storage.Always); err != nil {
			return false, err
		}
	}
	err = put(ctx, store, key, data, "application/json", cond)
	if errors.Is(err, storage.ErrPrecondition) {
		return false, ErrSuperseded
	}
	return err == nil, err
}

// Withdraw takes a meeting's pages out of a space, the manifest first.
func Withdraw(ctx context.Context, store storage.Store, space layout.Space, id string) error {
	key := space.Meeting(id, layout.Manifest)
	if _, err := store.Stat(ctx, key); err == nil {
		if err = store.Delete(ctx, key); err != nil {
			return err
		}
	} else if !errors.Is(err, storage.ErrNotFound) {
		return err
	}
	for info, err := range store.List(ctx, space.MeetingPrefix(id)) {
		if err != nil {
			return err
		}
		if err := store.Delete(ctx, info.Key); err != nil {
			return err
		}
	}
	return nil
}

// list is what a manifest says of pages.
func list(pages map[string]Page) map[string]manifest.File {
	files := make(map[string]manifest.File, len(pages))
	for name, page := range pages {
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

func put(ctx context.Context, store storage.Store, key string, data []byte, kind string, cond storage.Condition) error {
	_, err := store.Put(ctx, key, bytes.NewReader(data), storage.Attrs{ContentType: kind, CacheControl: cachePointer}, cond)
	return err
}

// current is what is published at key, and the condition that it still is.
func current(ctx context.Context, store storage.Store, key string) ([]byte, storage.Condition, error) {
	body, info, err := store.Get(ctx, key, 0, -1)
	if errors.Is(err, storage.ErrNotFound) {
		return nil, storage.IfAbsent, nil
	}
	if err != nil {
		return nil, storage.Always, err
	}
	var buf bytes.Buffer
	_, err = buf.ReadFrom(body)
	if err = errors.Join(err, body.Close()); err != nil {
		return nil, storage.Always, fmt.Errorf("read what is published: %w", err)
	}
	return buf.Bytes(), storage.IfMatch(info.ETag), nil
}

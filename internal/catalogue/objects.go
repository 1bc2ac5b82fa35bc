package catalogue

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
	"proceedings/internal/storage"
)

// sumName is the metadata key of the content hash.
const sumName = "sha256"

// get returns an object and its ETag; nil and "" if there is none.
func (c Catalogue) get(ctx context.Context, key string) (data []byte, etag string, err error) {
	data, info, err := storage.ReadAll(ctx, c.Store, key)
	if errors.Is(err, storage.ErrNotFound) {
		return nil, "", nil
	}
	if c.rebuilding && errors.Is(err, storage.ErrDamaged) && layout.IsCatalogue(key) { // it is made again
		return nil, "", c.Store.Delete(ctx, key)
	}
	if err != nil {
		return nil, "", err
	}
	return data, info.ETag, nil
}

// etag returns the ETag of an object; "" if there is none.
func (c Catalogue) etag(ctx context.Context, key string) (string, error) {
	info, err := c.Store.Stat(ctx, key)
	if errors.Is(err, storage.ErrNotFound) {
		return "", nil
	}
	return info.ETag, err
}

// put replaces the object with that ETag; with "" it creates one.
func (c Catalogue) put(ctx context.Context, key, mediaType string, data []byte, etag string) error {
	cond := storage.IfAbsent
	if etag != "" {
		cond = storage.IfMatch(etag)
	}
	sum := sha256.Sum256(data)
	attrs := storage.Attrs{
		ContentType: mediaType, CacheControl: storage.CacheBriefly, Metadata: map[string]string{sumName: hex.EncodeToString(sum[:])},
	}
	_, err := c.Store.Put(ctx, key, bytes.NewReader(data), attrs, cond)
	return err
}

const jsonType = "application/json"

// change updates the JSON object at key by compare-and-swap, and reports whether it
// changed. It calls update again if another writer came first.
func (c Catalogue) change(ctx context.Context, key string, update func(old []byte) ([]byte, error)) (bool, error) {
	for {
		old, etag, err := c.get(ctx, key)
		if err != nil {
			return false, err
		}
		made, err := update(old)
		if err != nil {
			return false, fmt.Errorf("%s: %w", key, err)
		}
		if bytes.Equal(old, made) {
			return false, nil
		}
		err = c.put(ctx, key, jsonType, made, etag)
		if !errors.Is(err, storage.ErrPrecondition) {
			return err == nil, err
		}
		if ctx.Err() != nil {
			return false, context.Cause(ctx)
		}
	}
}

// file is a derived file.
type file struct {
	mediaType string
	data      []byte // nil to delete the file
}

// follow updates the public files derived from the file source. After a write it checks
// that source is unchanged. So the last of several writers leaves files that match the
// last source.
func (c Catalogue) follow(ctx context.Context, source string, derive func(data []byte) (map[string]file, error)) error {
	source = layout.Public.Top(source)
	for {
		data, from, err := c.get(ctx, source)
		if err != nil {
			return err
		}
		files, err := derive(data)
		if err != nil {
			return fmt.Errorf("%s: %w", source, err)
		}
		wrote, err := c.storeAll(ctx, files)
		switch {
		case errors.Is(err, storage.ErrPrecondition) && ctx.Err() == nil:
			continue // another writer was faster, perhaps with another source
		case err != nil:
			return err
		case !wrote:
			return nil
		}
		now, err := c.etag(ctx, source)
		if err != nil || now == from {
			return err
		}
	}
}

// storeAll stores the files that are missing or differ, and reports whether it wrote
// any.
func (c Catalogue) storeAll(ctx context.Context, files map[string]file) (bool, error) {
	wrote := false
	for _, name := range slices.Sorted(maps.Keys(files)) {
		one, err := c.store(ctx, layout.Public.Top(name), files[name])
		if err != nil {
			return wrote, err
		}
		wrote = wrote || one
	}
	return wrote, nil
}

// store stores or deletes a file unless that is done already, and reports whether it
// changed anything.
func (c Catalogue) store(ctx context.Context, key string, f file) (bool, error) {
	info, err := c.Store.Stat(ctx, key)
	if err != nil && !errors.Is(err, storage.ErrNotFound) {
		return false, err
	}
	there := err == nil
	if f.data == nil {
		if !there {
			return false, nil
		}
		return true, c.Store.Delete(ctx, key)
	}
	sum := sha256.Sum256(f.data)
	if there && info.Metadata[sumName] == hex.EncodeToString(sum[:]) && info.Size == int64(len(f.data)) {
		return false, nil
	}
	return true, c.put(ctx, key, f.mediaType, f.data, info.ETag)
}

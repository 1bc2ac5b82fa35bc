package catalogue_test

import (
	"bytes"
	"context"
	"io"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"proceedings/internal/catalogue"
	"proceedings/internal/catalogue/cataloguetest"
	"proceedings/internal/layout"
	"proceedings/internal/manifest"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func of(store storage.Store) catalogue.Catalogue {
	return catalogue.Catalogue{Store: store, Site: cataloguetest.Site()}
}

func list(t testing.TB, store storage.Store, ids ...string) {
	t.Helper()
	for _, id := range ids {
		if err := of(store).Update(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t testing.TB, store storage.Store, name string) string {
	t.Helper()
	data, _, err := storage.ReadAll(t.Context(), store, layout.Public.Top(name))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// all returns the content of every object of the catalogue in the public space.
func all(t testing.TB, store storage.Store) map[string]string {
	t.Helper()
	objects := map[string]string{}
	for info, err := range store.List(t.Context(), string(layout.Public)+"/") {
		if err != nil {
			t.Fatal(err)
		}
		name := strings.TrimPrefix(info.Key, string(layout.Public)+"/")
		if !strings.HasPrefix(name, "meetings/") {
			objects[name] = read(t, store, name)
		}
	}
	return objects
}

// counted is a store that counts its calls and bytes.
type counted struct {
	storage.Store

	mu     sync.Mutex
	before func(op, key string) error
	did    map[string]int // by "put key" and so on
	bytes  int64          // read and written
}

func (c *counted) note(op, key string) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.did == nil {
		c.did = map[string]int{}
	}
	c.did[op+" "+key]++
	if c.before != nil {
		return c.before(op, key)
	}
	return nil
}

func (c *counted) reset() { c.mu.Lock(); defer c.mu.Unlock(); c.did, c.bytes = nil, 0 }

// ops returns the number of calls of these kinds, and their keys.
func (c *counted) ops(kinds ...string) (n int, keys []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	seen := map[string]bool{}
	for did, times := range c.did {
		op, key, _ := strings.Cut(did, " ")
		if slices.Contains(kinds, op) {
			n += times
			seen[key] = true
		}
	}
	return n, slices.Sorted(maps.Keys(seen))
}

func (c *counted) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	if err := c.note("put", key); err != nil {
		return storage.Info{}, err
	}
	info, err := c.Store.Put(ctx, key, body, attrs, cond)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bytes += info.Size
	return info, err
}

func (c *counted) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	if err := c.note("get", key); err != nil {
		return nil, storage.Info{}, err
	}
	body, info, err := c.Store.Get(ctx, key, offset, length)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.bytes += info.Size
	return body, info, err
}

func (c *counted) Stat(ctx context.Context, key string) (storage.Info, error) {
	if err := c.note("stat", key); err != nil {
		return storage.Info{}, err
	}
	return c.Store.Stat(ctx, key)
}

func (c *counted) Delete(ctx context.Context, key string) error {
	if err := c.note("delete", key); err != nil {
		return err
	}
	return c.Store.Delete(ctx, key)
}

func (c *counted) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	_ = c.note("list", prefix)
	return c.Store.List(ctx, prefix)
}

// copyMeetings returns a store with the same meetings and no catalogue.
func copyMeetings(t testing.TB, from storage.Store) *mem.Store {
	t.Helper()
	to := &mem.Store{}
	for _, prefix := range []string{layout.Meetings, "public/meetings/"} {
		for info, err := range from.List(t.Context(), prefix) {
			if err != nil {
				t.Fatal(err)
			}
			data, _, err := storage.ReadAll(t.Context(), from, info.Key)
			if err != nil {
				t.Fatal(err)
			}
			put(t, to, info.Key, data)
		}
	}
	return to
}

// withoutTimes replaces the times of manifests and the hash of the style sheet.
func withoutTimes(objects map[string]string) map[string]string {
	clock := regexp.MustCompile(`20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ`)
	style := regexp.MustCompile(`catalogue-[0-9a-f]{10}\.css`)
	same := map[string]string{}
	for name, content := range objects {
		same[name] = style.ReplaceAllString(clock.ReplaceAllString(content, "TIME"), "catalogue-HASH.css")
	}
	return same
}

func board(id, date, title string) manifest.Manifest { return cataloguetest.Board(id, date, title) }

func stored(t testing.TB, store storage.Store, m manifest.Manifest, transcript string) {
	t.Helper()
	if err := cataloguetest.Store(context.Background(), store, m, transcript); err != nil {
		t.Fatal(err)
	}
}

func put(t testing.TB, store storage.Store, key string, data []byte) {
	t.Helper()
	if _, err := store.Put(t.Context(), key, bytes.NewReader(data), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
}

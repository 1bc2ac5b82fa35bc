package storage_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func TestReadAll(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	put, err := store.Put(t.Context(), "a", strings.NewReader("content"), storage.Attrs{ContentType: "text/plain"}, storage.Always)
	if err != nil {
		t.Fatal(err)
	}
	data, info, err := storage.ReadAll(t.Context(), store, "a")
	if err != nil || string(data) != "content" || info.ETag != put.ETag || info.ContentType != "text/plain" {
		t.Errorf("ReadAll = %q, %+v, %v", data, info, err)
	}
	if _, _, err = storage.ReadAll(t.Context(), store, "b"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("of a missing object: %v, want %v", err, storage.ErrNotFound)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if data, _, err = storage.ReadAll(ctx, store, "a"); !errors.Is(err, context.Canceled) || data != nil {
		t.Errorf("cancelled: %q, %v", data, err)
	}
}

func TestFind(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	for _, key := range []string{"a/original", "a/original.txt", "b/original.txt"} {
		if _, err := store.Put(t.Context(), key, strings.NewReader("content"), storage.Attrs{}, storage.Always); err != nil {
			t.Fatal(err)
		}
	}
	if info, err := storage.Find(t.Context(), store, "a/original"); err != nil || info.Key != "a/original" || info.Size != 7 {
		t.Errorf("Find = %+v, %v", info, err)
	}
	for _, key := range []string{"b/original", "c/original"} {
		if _, err := storage.Find(t.Context(), store, key); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("%s: %v, want %v", key, err, storage.ErrNotFound)
		}
	}
}

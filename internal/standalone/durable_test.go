package standalone_test

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/standalone"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

func TestDurableIsAStore(t *testing.T) {
	t.Parallel()
	storagetest.Run(t, func(t *testing.T) storage.Store {
		return standalone.Durable{Store: new(mem.Store), Dir: t.TempDir()}
	})
}

// TestDurablePassesConditions: the objects that are made to last are those
// whose conditions matter most.
func TestDurablePassesConditions(t *testing.T) {
	t.Parallel()

	for _, name := range []string{"manifest.json", "record.json", "result.json", "other.json"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			store, key := standalone.Durable{Store: new(mem.Store), Dir: t.TempDir()}, "a/"+name
			put := func(text string, cond storage.Condition) (storage.Info, error) {
				return store.Put(t.Context(), key, strings.NewReader(text), storage.Attrs{CacheControl: "no-cache"}, cond)
			}
			first, err := put("1", storage.IfAbsent)
			if err != nil || first.Key != key || first.ETag == "" || first.CacheControl != "no-cache" {
				t.Fatalf("Put = %+v, %v; want what the store below says", first, err)
			}
			if _, err := put("2", storage.IfAbsent); !errors.Is(err, storage.ErrPrecondition) {
				t.Errorf("a second one if absent: %v, want ErrPrecondition", err)
			}
			if _, err := put("2", storage.IfMatch(first.ETag)); err != nil {
				t.Errorf("one over the first: %v", err)
			}
			if _, err := put("3", storage.IfMatch(first.ETag)); !errors.Is(err, storage.ErrPrecondition) {
				t.Errorf("another over the first: %v, want ErrPrecondition", err)
			}
		})
	}
}

// TestDurableWhereTheDiskIsGone: what cannot be made to last is not said to be
// stored.
func TestDurableWhereTheDiskIsGone(t *testing.T) {
	t.Parallel()

	store := standalone.Durable{Store: new(mem.Store), Dir: filepath.Join(t.TempDir(), "gone")}
	_, err := store.Put(t.Context(), "a/manifest.json", strings.NewReader("{}"), storage.Attrs{}, storage.Always)
	if err == nil || !strings.Contains(err.Error(), "sync to disk") {
		t.Errorf("Put = %v, want an error that says what was tried", err)
	}
	if _, err := store.Stat(t.Context(), "a/manifest.json"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("Stat = %v, want ErrNotFound", err)
	}
	// The disk is not waited for where nothing depends on it.
	if _, err := store.Put(t.Context(), "a/0001.m4s", strings.NewReader("media"), storage.Attrs{}, storage.Always); err != nil {
		t.Error(err)
	}
	// The source of a copy may be deleted next.
	if err := store.Copy(t.Context(), "a/0001.m4s", "b/0001.m4s"); err == nil || !strings.Contains(err.Error(), "sync to disk") {
		t.Errorf("Copy = %v, want an error that says what was tried", err)
	}
}

// resuming is a store that goes on with uploads.
type resuming struct {
	storage.Store

	got *storage.UploadState
}

func (r *resuming) Upload(_ context.Context, key string, _ io.ReaderAt, size int64, _ storage.Attrs, opts storage.UploadOptions) (storage.Info, error) {
	r.got = opts.Resume
	return storage.Info{Key: key, Size: size, ETag: "resumed"}, nil
}

func (*resuming) Abort(context.Context, string, storage.UploadState) error { return nil }

func TestDurablePassesUploads(t *testing.T) {
	t.Parallel()

	below := &resuming{Store: new(mem.Store)}
	left := &storage.UploadState{ID: "upload", PartSize: 5 << 20}
	upload := func(store storage.Store) (storage.Info, error) {
		return storage.Upload(t.Context(), standalone.Durable{Store: store, Dir: t.TempDir()}, "archive/a",
			strings.NewReader("original"), 8, storage.Attrs{}, storage.UploadOptions{Resume: left})
	}
	if info, err := upload(below); err != nil || info.ETag != "resumed" || below.got != left {
		t.Errorf("Upload = %+v, %v, from %+v; want it to go on from where it was", info, err, below.got)
	}
	plain := new(mem.Store)
	if _, err := upload(plain); err != nil {
		t.Fatal(err)
	}
	if info, err := plain.Stat(t.Context(), "archive/a"); err != nil || info.Size != 8 {
		t.Errorf("a store without the ability holds %+v, %v; want the object", info, err)
	}
}

package s3test

import (
	"context"
	"crypto/rand"
	"errors"
	"io"
	"iter"
	"os"
	"strings"
	"testing"

	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
)

// External returns how to reach the server that PROCEEDINGS_TEST_S3_ENDPOINT,
// PROCEEDINGS_TEST_S3_BUCKET and the AWS variables name. is is false without them.
func External(t testing.TB) (cfg s3.Config, is bool) {
	t.Helper()
	cfg = s3.Config{
		Endpoint: os.Getenv("PROCEEDINGS_TEST_S3_ENDPOINT"), Bucket: os.Getenv("PROCEEDINGS_TEST_S3_BUCKET"),
		Checksums: s3.Checksums(os.Getenv("PROCEEDINGS_S3_CHECKSUMS")),
	}
	if cfg.Endpoint != "" && cfg.Bucket == "" {
		t.Fatal("PROCEEDINGS_TEST_S3_ENDPOINT is set: set PROCEEDINGS_TEST_S3_BUCKET to a bucket that exists there")
	}
	return cfg, cfg.Bucket != ""
}

// Folder returns a store in a new folder of a bucket, whose objects are deleted when the
// test ends. Tests share a bucket on a server where they cannot create one.
func Folder(t testing.TB, store storage.Store) storage.Store {
	t.Helper()
	f := folder{store, "proceedings-test/" + rand.Text() + "/"}
	t.Cleanup(func() {
		ctx := context.WithoutCancel(t.Context())
		for info, err := range f.List(ctx, "") {
			if err = errors.Join(err, f.Delete(ctx, info.Key)); err != nil {
				t.Errorf("tidy up: %v", err)
				return
			}
		}
	})
	return f
}

type folder struct {
	store storage.Store
	path  string // ends in a slash
}

func (f folder) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	info, err := f.store.Put(ctx, f.path+key, body, attrs, cond)
	return f.within(info), err
}

func (f folder) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	body, info, err := f.store.Get(ctx, f.path+key, offset, length)
	return body, f.within(info), err
}

func (f folder) Copy(ctx context.Context, from, to string) error {
	return f.store.Copy(ctx, f.path+from, f.path+to)
}

func (f folder) Stat(ctx context.Context, key string) (storage.Info, error) {
	info, err := f.store.Stat(ctx, f.path+key)
	return f.within(info), err
}

func (f folder) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	return func(yield func(storage.Info, error) bool) {
		for info, err := range f.store.List(ctx, f.path+prefix) {
			if !yield(f.within(info), err) {
				return
			}
		}
	}
}

func (f folder) Delete(ctx context.Context, key string) error {
	return f.store.Delete(ctx, f.path+key)
}

func (f folder) within(info storage.Info) storage.Info {
	info.Key = strings.TrimPrefix(info.Key, f.path)
	return info
}

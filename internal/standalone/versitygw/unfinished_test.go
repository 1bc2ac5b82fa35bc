package versitygw_test

import (
	"context"
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"proceedings/internal/standalone/versitygw"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
)

// ends is a file whose reader stops the upload after some parts.
type ends struct {
	after int64
	stop  context.CancelFunc
}

func (e ends) ReadAt(p []byte, off int64) (int, error) {
	if off >= e.after {
		e.stop()
		return 0, io.ErrUnexpectedEOF
	}
	return len(p), nil
}

// TestUnfinishedUploads leaves an upload in parts unfinished on a real server.
func TestUnfinishedUploads(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	s := start(t, program(t), dir)
	store, err := s3.Open(t.Context(), s3.Config{Endpoint: s.Endpoint, AccessKey: s.AccessKey, SecretKey: s.SecretKey, Bucket: "kept"})
	if err == nil {
		err = store.EnsureBucket(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	uploads := map[string]storage.UploadState{}
	for _, key := range []string{"a/one", "a/two"} {
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		_, err = store.Upload(ctx, key, ends{20 << 20, stop}, 64<<20, storage.Attrs{}, storage.UploadOptions{
			Save: func(u storage.UploadState) error { uploads[key] = u; return nil },
		})
		if err == nil {
			t.Fatal("the upload was not interrupted")
		}
	}
	if young, failed := versitygw.Unfinished(dir, time.Now().Add(-time.Hour)); failed != nil || len(young) > 0 {
		t.Errorf("unfinished for an hour: %v, %v", young, failed)
	}
	old, err := versitygw.Unfinished(dir, time.Now().Add(time.Hour))
	if err != nil || len(old) != 2 {
		t.Fatalf("unfinished: %v, %v", old, err)
	}
	if err = store.Abort(t.Context(), "a/one", uploads["a/one"]); err != nil {
		t.Fatal(err)
	}
	if err = store.Abort(t.Context(), "a/one", uploads["a/one"]); err != nil {
		t.Errorf("a second abort: %v", err)
	}
	left, err := versitygw.Unfinished(dir, time.Now().Add(time.Hour))
	if err != nil || len(left) != 1 {
		t.Fatalf("after an abort: %v, %v", left, err)
	}
	for folder := range left {
		if err = versitygw.RemoveUnfinished(folder); err != nil {
			t.Error(err)
		}
		if _, err = os.Stat(folder); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s is there: %v", folder, err)
		}
	}
	put(t, bucket(t, s), "a/two") // the server works on
}

package storagetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"maps"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/storage"
)

func testReplace(t *testing.T, s storage.Store) {
	first, err := s.Put(t.Context(), "k", bytes.NewReader([]byte("one")),
		storage.Attrs{ContentType: "text/plain", CacheControl: "no-cache", Metadata: map[string]string{"a": "1"}}, storage.Always)
	if err != nil {
		t.Fatal(err)
	}
	want := storage.Attrs{ContentType: "text/html", Metadata: map[string]string{"b": "2"}}
	second, err := s.Put(t.Context(), "k", bytes.NewReader([]byte("three")), want, storage.Always)
	if err != nil {
		t.Fatal(err)
	}
	if first.ETag == second.ETag {
		t.Errorf("both contents have the ETag %s", first.ETag)
	}
	holds(t, s, "k", []byte("three"))
	stat, err := s.Stat(t.Context(), "k")
	if err != nil {
		t.Fatal(err)
	}
	if stat.ETag != second.ETag {
		t.Errorf("stat says ETag %s, put said %s", stat.ETag, second.ETag)
	}
	if diff := cmp.Diff(want, stat.Attrs); diff != "" {
		t.Errorf("attributes after a replacement (-want +got):\n%s", diff)
	}
}

func testPosition(t *testing.T, s storage.Store) {
	data := content(1, 20<<20)
	for key, tt := range map[string]struct {
		body io.ReadSeeker
		from int64
		size int
	}{
		"small":        {bytes.NewReader(data[:1000]), 300, 1000},
		"small/stream": {plain{bytes.NewReader(data[:1000])}, 300, 1000},
		"large":        {bytes.NewReader(data), 12345, len(data)},
		"large/stream": {plain{bytes.NewReader(data)}, 12345, len(data)},
		"at/the/end":   {bytes.NewReader(data[:1000]), 1000, 1000},
	} {
		key = "position/" + key + ".bin"
		if _, err := tt.body.Seek(tt.from, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Put(t.Context(), key, tt.body, storage.Attrs{}, storage.Always); err != nil {
			t.Fatal(err)
		}
		holds(t, s, key, data[tt.from:tt.size])
	}
}

func testEndedContext(t *testing.T, s storage.Store) {
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("the caller is gone")
	cancel(gone)
	if _, err := s.Put(ctx, "k", bytes.NewReader([]byte("x")), storage.Attrs{}, storage.Always); !errors.Is(err, gone) {
		t.Errorf("put: %v, want the cause of the context", err)
	}
	absent(t, s, "k")
	put(t, s, "k", []byte("x"))
	_, _, getErr := s.Get(ctx, "k", 0, -1)
	_, statErr := s.Stat(ctx, "k")
	deleteErr := s.Delete(ctx, "k")
	for call, err := range map[string]error{"get": getErr, "stat": statErr, "delete": deleteErr} {
		if !errors.Is(err, gone) {
			t.Errorf("%s: %v, want the cause of the context", call, err)
		}
	}
	holds(t, s, "k", []byte("x"))
}

// halfway are bodies of which half can be read before something happens, in
// one piece and in parts.
func halfway(trip func() error) map[string]io.ReadSeeker {
	return map[string]io.ReadSeeker{
		"small": &tripwire{bytes.NewReader(content(1, 1000)), 500, trip},
		"large": &tripwire{bytes.NewReader(content(1, largeSize)), 25 << 20, trip},
	}
}

func testCancelledPut(t *testing.T, s storage.Store) {
	for key := range halfway(nil) {
		ctx, cancel := context.WithCancel(t.Context())
		body := halfway(func() error { cancel(); return nil })[key]
		if _, err := s.Put(ctx, key, body, storage.Attrs{}, storage.Always); !errors.Is(err, context.Canceled) {
			t.Errorf("put %s: %v, want context.Canceled", key, err)
		}
		cancel()
		absent(t, s, key)
	}
}

func testFailingBody(t *testing.T, s storage.Store) {
	broken := errors.New("the disk is broken")
	for key, body := range halfway(func() error { return broken }) {
		if _, err := s.Put(t.Context(), key, body, storage.Attrs{}, storage.Always); !errors.Is(err, broken) {
			t.Errorf("put %s: %v, want the body's own error", key, err)
		}
		absent(t, s, key)
	}
	for key, body := range maps.All(halfway(func() error { return broken })) {
		put(t, s, key, []byte("old"))
		if _, err := s.Put(t.Context(), key, body, storage.Attrs{}, storage.Always); !errors.Is(err, broken) {
			t.Errorf("put %s over another: %v, want the body's own error", key, err)
		}
		holds(t, s, key, []byte("old"))
	}
}

func testDelete(t *testing.T, s storage.Store) {
	put(t, s, "d/a", []byte("a"))
	put(t, s, "d/ab", []byte("ab"))
	for range 2 {
		if err := s.Delete(t.Context(), "d/a"); err != nil {
			t.Errorf("delete d/a: %v", err)
		}
		if _, err := s.Stat(t.Context(), "d/a"); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("stat of a deleted object: %v, want ErrNotFound", err)
		}
	}
	for _, key := range []string{"never/was", "d"} {
		if err := s.Delete(t.Context(), key); err != nil {
			t.Errorf("delete %s, which is no object: %v", key, err)
		}
	}
	holds(t, s, "d/ab", []byte("ab"))
	if got, want := list(t, s, ""), []string{"d/ab"}; !cmp.Equal(got, want) {
		t.Errorf("a listing shows %v, want %v", got, want)
	}
}

func testUpload(t *testing.T, s storage.Store) {
	for key, size := range map[string]int{"small": 1000, "large": largeSize} {
		data := content(1, size)
		attrs := storage.Attrs{ContentType: "video/mp4", Metadata: map[string]string{"name": "a.mp4"}}
		var sent int64
		opts := storage.UploadOptions{Progress: func(n int64) { sent = n }}
		first, err := storage.Upload(t.Context(), s, key, bytes.NewReader(data), int64(size), attrs, opts)
		if err != nil {
			t.Fatal(err)
		}
		if sent != int64(size) {
			t.Errorf("upload %s: the last progress is %d of %d", key, sent, size)
		}
		holds(t, s, key, data)
		again, err := storage.Upload(t.Context(), s, key, bytes.NewReader(data), int64(size), storage.Attrs{}, opts)
		if err != nil {
			t.Fatalf("upload %s again: %v", key, err)
		}
		stored, err := s.Stat(t.Context(), key)
		if err != nil || again.ETag != first.ETag || stored.ETag != first.ETag || stored.ContentType != "video/mp4" {
			t.Errorf("upload %s again: %+v, stored is %+v (%v), want the first one's %+v", key, again, stored, err, first)
		}
		if _, err := storage.Upload(t.Context(), s, key, bytes.NewReader(data), int64(size)-1, attrs, opts); err == nil {
			t.Errorf("upload %s in another size over the first: no error", key)
		}
		holds(t, s, key, data)
	}
}

package storagetest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"testing"

	"proceedings/internal/storage"
)

// content makes size bytes that do not repeat, the same for the same seed.
func content(seed byte, size int) []byte {
	data := make([]byte, size)
	_, _ = rand.NewChaCha8([32]byte{seed}).Read(data) // never fails, says its doc
	return data
}

// plain hides all of a reader but Read and Seek: a body may be no more.
type plain struct{ r io.ReadSeeker }

func (p plain) Read(b []byte) (int, error)           { return p.r.Read(b) }
func (p plain) Seek(off int64, w int) (int64, error) { return p.r.Seek(off, w) }

// tripwire is a body that does something once reading comes to a point; where
// that is an error, reading ends there.
type tripwire struct {
	r    io.ReadSeeker
	at   int64
	trip func() error
}

func (b *tripwire) Read(p []byte) (int, error) {
	pos, err := b.r.Seek(0, io.SeekCurrent)
	if err != nil {
		return 0, err
	}
	if pos >= b.at {
		if err := b.trip(); err != nil {
			return 0, err
		}
	} else if left := b.at - pos; int64(len(p)) > left {
		p = p[:left]
	}
	return b.r.Read(p)
}

func (b *tripwire) Seek(off int64, whence int) (int64, error) { return b.r.Seek(off, whence) }

func put(t *testing.T, s storage.Store, key string, data []byte) storage.Info {
	t.Helper()
	info, err := s.Put(t.Context(), key, bytes.NewReader(data), storage.Attrs{}, storage.Always)
	if err != nil {
		t.Fatalf("put %s: %v", key, err)
	}
	return info
}

func get(t *testing.T, s storage.Store, key string, offset, length int64) ([]byte, storage.Info) {
	t.Helper()
	data, info, err := read(t.Context(), s, key, offset, length)
	if err != nil {
		t.Fatalf("get %s from %d, %d bytes: %v", key, offset, length, err)
	}
	return data, info
}

func read(ctx context.Context, s storage.Store, key string, offset, length int64) ([]byte, storage.Info, error) {
	body, info, err := s.Get(ctx, key, offset, length)
	if err != nil {
		return nil, info, err
	}
	data, err := io.ReadAll(body)
	return data, info, errors.Join(err, body.Close())
}

// holds checks that the object at key has this content, and no other.
func holds(t *testing.T, s storage.Store, key string, want []byte) {
	t.Helper()
	got, info := get(t, s, key, 0, -1)
	if !bytes.Equal(got, want) {
		t.Errorf("%s holds %d bytes that are not the %d that were put", key, len(got), len(want))
	}
	if info.Size != int64(len(want)) || info.Key != key {
		t.Errorf("get %s says %q of %d bytes, want %d", key, info.Key, info.Size, len(want))
	}
}

// absent checks that nothing is stored under key, neither to Stat nor to List.
func absent(t *testing.T, s storage.Store, key string) {
	t.Helper()
	if _, err := s.Stat(t.Context(), key); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("stat %s: %v, want ErrNotFound", key, err)
	}
	if keys := list(t, s, key); len(keys) > 0 {
		t.Errorf("a listing shows %v", keys)
	}
}

func list(t *testing.T, s storage.Store, prefix string) []string {
	t.Helper()
	var keys []string
	for info, err := range s.List(t.Context(), prefix) {
		if err != nil {
			t.Fatalf("list %q: %v", prefix, err)
		}
		keys = append(keys, info.Key)
	}
	return keys
}

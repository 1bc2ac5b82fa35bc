package fixity

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"strings"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

// zeros is a store whose objects have many zeros, and which notes the largest buffer.
type zeros struct {
	storage.Store

	size    int64
	largest int
}

func (z *zeros) Get(context.Context, string, int64, int64) (io.ReadCloser, storage.Info, error) {
	return &zeroBody{z, z.size}, storage.Info{Size: z.size}, nil
}

type zeroBody struct {
	store *zeros
	left  int64
}

func (b *zeroBody) Read(p []byte) (int, error) {
	b.store.largest = max(b.store.largest, len(p))
	if b.left == 0 {
		return 0, io.EOF
	}
	n := min(int64(len(p)), b.left)
	clear(p[:n])
	b.left -= n
	return int(n), nil
}

func (b *zeroBody) Close() error { return nil }

// TestHashReadsInParts reads 256 MB.
func TestHashReadsInParts(t *testing.T) {
	t.Parallel()
	store := &zeros{Store: new(mem.Store), size: 256 << 20}
	var read int64
	c := Checker{Store: store, Read: func(n int64) { read += n }}
	seen, err := c.hash(t.Context(), "a", nil)
	if err != nil || seen.Size != store.size || read != store.size || seen.SHA256 == "" {
		t.Errorf("read %d bytes: %+v, %v", read, seen, err)
	}
	if store.largest > partSize {
		t.Errorf("read %d bytes at once, want at most %d", store.largest, partSize)
	}
}

func TestHashOfShortObject(t *testing.T) {
	t.Parallel()
	store := new(mem.Store)
	if _, err := store.Put(t.Context(), "a/b", strings.NewReader("text"), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	sum := sha256.Sum256([]byte("text"))
	c := Checker{Store: store}
	seen, err := c.hash(t.Context(), "a/b", nil)
	if err != nil || seen != (Seen{Size: 4, SHA256: hex.EncodeToString(sum[:])}) {
		t.Errorf("%+v, %v", seen, err)
	}
	if seen, err = c.hash(t.Context(), "a/c", nil); err != nil || !seen.Missing {
		t.Errorf("a missing object: %+v, %v", seen, err)
	}
	u := Unit{Of: archive.OfPage, Objects: []Expected{{Key: "a/b", Size: 4, SHA256: seen.SHA256}}}
	c.Sample = &archive.Sample{Percent: 1e-9}
	if out, err := c.verify(t.Context(), u, make(chan struct{}, 1)); err != nil || out.read != 0 || len(out.findings) > 0 {
		t.Errorf("outside of the sample: %+v, %v", out, err)
	}
}

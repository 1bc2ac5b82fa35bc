package preservation_test

import (
	"context"
	"io"
	"runtime"
	"testing"

	"proceedings/internal/archive"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/preservation"
	"proceedings/internal/storage"
)

// zeros is a store with one large original.
type zeros struct {
	storage.Store

	key  string
	size int64
}

func (z zeros) Stat(ctx context.Context, key string) (storage.Info, error) {
	if key == z.key {
		return storage.Info{Key: key, Size: z.size}, nil
	}
	return z.Store.Stat(ctx, key)
}

func (z zeros) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	if key == z.key {
		return io.NopCloser(io.LimitReader(zero{}, z.size)), storage.Info{Key: key, Size: z.size}, nil
	}
	return z.Store.Get(ctx, key, offset, length)
}

type zero struct{}

func (zero) Read(p []byte) (int, error) {
	clear(p)
	return len(p), nil
}

// Neither an export nor a validation holds a file in memory.
func TestMemoryIsFlat(t *testing.T) {
	const size, sum = 64 << 20, "3b6a07d0d404fab4e23b6d34bc6696a6a312dd92821332385e5af7c01c421351"
	store := zeros{empty(), layout.Source(sum), size}
	m := meeting.Meeting{Schema: 1, ID: "board", Revision: 1, Profile: "meeting", Visibility: meeting.Public, Sources: []meeting.Source{{ID: "hall", Name: "hall.dv", SHA256: sum, Size: size}}}
	if err := archive.WriteRecord(t.Context(), store, m, storage.Always); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	done := export(t, store, dir)
	if _, err := preservation.ReadBag(t.Context(), done.Path, nil); err != nil {
		t.Fatal(err)
	}
	runtime.ReadMemStats(&after)
	if n := after.TotalAlloc - before.TotalAlloc; n > size/4 {
		t.Errorf("%d bytes were allocated for an original of %d", n, size)
	}
}

package originals

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Cache keeps originals on the local disk while steps use them, and up to a limit
// afterwards, since several steps read the same recording.
type Cache struct {
	store storage.Store
	dir   string
	limit int64 // bytes of unused originals to keep

	mu      sync.Mutex
	entries map[string]*entry
	clock   int // counts uses, for the eviction order
}

type entry struct {
	sum   string
	users int
	used  int

	ready     chan struct{} // closed when the fetch has ended; guards the fields below
	size      int64
	err       error
	abandoned bool // the context of the fetching call was cancelled
}

// NewCache returns a cache of the originals of store in dir. It keeps at most limit
// bytes of unused originals.
func NewCache(store storage.Store, dir string, limit int64) *Cache {
	return &Cache{store: store, dir: dir, limit: limit, entries: map[string]*entry{}}
}

// Fetch returns the path of the verified original with that SHA-256. Call release
// after use. Of concurrent calls one downloads and the others wait; if its context
// is cancelled, another call downloads.
func (s *Cache) Fetch(ctx context.Context, sum string) (path string, release func(), err error) {
	for {
		e, first := s.enter(sum)
		if first {
			e.size, e.err = s.download(ctx, sum)
			e.abandoned = e.err != nil && ctx.Err() != nil
			s.fetched(e)
		}
		select {
		case <-e.ready:
			err = e.err
		case <-ctx.Done():
			err = context.Cause(ctx)
		}
		if err == nil {
			return s.path(sum), sync.OnceFunc(func() { s.release(e) }), nil
		}
		s.release(e)
		if ctx.Err() != nil || !e.abandoned {
			return "", nil, err
		}
	}
}

// enter adds a user to the entry of an original. If first is true, the entry is new
// and the caller must download the original.
func (s *Cache) enter(sum string) (e *entry, first bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e, there := s.entries[sum]
	if !there {
		e = &entry{sum: sum, ready: make(chan struct{})}
		s.entries[sum] = e
	}
	e.users++
	s.clock++
	e.used = s.clock
	return e, !there
}

// fetched wakes the callers that wait for a download. It first removes a failed entry,
// so that the next step tries again.
func (s *Cache) fetched(e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.err != nil {
		delete(s.entries, e.sum)
	}
	close(e.ready)
}

func (s *Cache) path(sum string) string { return filepath.Join(s.dir, sum) }

// download writes to a temporary file and renames it, so that the path never has a
// partial file.
func (s *Cache) download(ctx context.Context, sum string) (size int64, err error) {
	body, _, err := s.store.Get(ctx, layout.Source(sum), 0, -1)
	if err != nil {
		return 0, err
	}
	defer func() { _ = body.Close() }() // read to its end, or failed
	part, err := os.CreateTemp(s.dir, sum+".part-")
	if err != nil {
		return 0, fmt.Errorf("fetch: %w", err)
	}
	defer func() { _ = os.Remove(part.Name()) }() // renamed on success
	h := sha256.New()
	size, err = io.Copy(io.MultiWriter(part, h), body)
	if err = errors.Join(err, part.Close()); err != nil {
		return 0, fmt.Errorf("fetch: %w", err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); got != sum {
		return 0, mismatch(sum, got)
	}
	if err := os.Rename(part.Name(), s.path(sum)); err != nil {
		return 0, fmt.Errorf("fetch: %w", err)
	}
	return size, nil
}

// release removes a user from an entry, and evicts unused originals beyond the limit,
// least recently used first.
func (s *Cache) release(e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e.users--
	idle := s.idle()
	var kept int64
	for _, other := range idle {
		kept += other.size
	}
	for _, old := range idle {
		if kept <= s.limit {
			return
		}
		kept -= old.size
		s.drop(old)
	}
}

// ErrMismatch means that a stored original is damaged.
var ErrMismatch = errors.New("the stored original does not match its SHA-256")

func mismatch(want, got string) error { return fmt.Errorf("%w: %s, not %s", ErrMismatch, got, want) }

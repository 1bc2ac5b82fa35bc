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
	"slices"
	"sync"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Cache keeps originals on this machine's disk while steps use them, and a
// little longer: the probe of a recording is followed by its encode.
type Cache struct {
	store storage.Store
	dir   string
	limit int64 // bytes kept beyond those in use

	mu      sync.Mutex
	entries map[string]*entry
	clock   int // counts uses, to tell the older
}

type entry struct {
	sum   string
	users int
	used  int

	ready     chan struct{} // closed when the fetch has ended; only then read what follows
	size      int64
	err       error
	abandoned bool // the one who fetched it was stopped, which says nothing about the original
}

// NewCache keeps originals of store in dir, and at most limit bytes of them
// that no step uses.
func NewCache(store storage.Store, dir string, limit int64) *Cache {
	return &Cache{store: store, dir: dir, limit: limit, entries: map[string]*entry{}}
}

// Fetch returns the path of the original with that SHA-256, verified. release
// is to be called when it is used no more. Of several calls at once one
// fetches and the others wait; should that one be stopped, another takes over.
func (s *Cache) Fetch(ctx context.Context, sum string) (path string, release func(), err error) {
	for {
		e, first := s.enter(sum)
		if first {
			e.size, e.err = s.download(ctx, sum)
			e.abandoned = e.err != nil && ctx.Err() != nil
			s.arrived(e)
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

// enter joins whoever uses or fetches an original. first says that nobody did
// and that it is for the caller to fetch it.
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

// arrived wakes the callers that wait for a fetch. A failed one is forgotten first,
// so that the next step tries again.
func (s *Cache) arrived(e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if e.err != nil {
		delete(s.entries, e.sum)
	}
	close(e.ready)
}

func (s *Cache) path(sum string) string { return filepath.Join(s.dir, sum) }

// download fetches to a temporary name, so that a path is there whole or not
// at all.
func (s *Cache) download(ctx context.Context, sum string) (size int64, err error) {
	body, _, err := s.store.Get(ctx, layout.Source(sum), 0, -1)
	if err != nil {
		return 0, err
	}
	defer func() { _ = body.Close() }() // read to its end, or failed already
	part, err := os.CreateTemp(s.dir, sum+".part-")
	if err != nil {
		return 0, fmt.Errorf("fetch: %w", err)
	}
	defer func() { _ = os.Remove(part.Name()) }() // gone already when all went well
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

// release gives an entry back. Of those that nobody uses, the longest unused
// go first.
func (s *Cache) release(e *entry) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e.users--
	var idle []*entry
	var kept int64
	for _, other := range s.entries {
		if other.users == 0 {
			idle = append(idle, other)
			kept += other.size
		}
	}
	slices.SortFunc(idle, func(a, b *entry) int { return a.used - b.used })
	for _, old := range idle {
		if kept <= s.limit {
			return
		}
		kept -= old.size
		delete(s.entries, old.sum)
		_ = os.Remove(s.path(old.sum)) // a file that stays is swept with the folder
	}
}

// ErrMismatch says that what came out of the storage is not what went in.
var ErrMismatch = errors.New("the stored original is not what its SHA-256 says")

// mismatch is permanent: no second fetch brings other bytes.
func mismatch(want, got string) error {
	return fault.Permanent(fmt.Errorf("%w: %s, not %s", ErrMismatch, got, want))
}

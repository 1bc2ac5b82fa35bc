package originals

import (
	"os"
	"slices"
)

// Idle returns the bytes of cached originals that no step uses.
func (s *Cache) Idle() (bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.entries {
		if e.users == 0 {
			bytes += e.size
		}
	}
	return bytes
}

// Held returns the bytes of those of the originals, by SHA-256, that are cached and that no
// step uses.
func (s *Cache) Held(sums []string) (bytes int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.entries {
		if e.users == 0 && slices.Contains(sums, e.sum) {
			bytes += e.size
		}
	}
	return bytes
}

// Evict deletes cached originals that no step uses, except those in keep, until at least
// that many bytes are free. It deletes the least recently used first.
func (s *Cache) Evict(bytes int64, keep []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, e := range s.idle() {
		if bytes <= 0 {
			return
		}
		if !slices.Contains(keep, e.sum) {
			bytes -= e.size
			s.drop(e)
		}
	}
}

// idle returns the entries that no step uses, the least recently used first.
func (s *Cache) idle() (list []*entry) {
	for _, e := range s.entries {
		if e.users == 0 {
			list = append(list, e)
		}
	}
	slices.SortFunc(list, func(a, b *entry) int { return a.used - b.used })
	return list
}

// drop deletes an entry and its file.
func (s *Cache) drop(e *entry) {
	delete(s.entries, e.sum)
	_ = os.Remove(s.path(e.sum)) // if this fails, the next sweep of the scratch folder removes it
}

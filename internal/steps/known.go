package steps

import "sync"

// Known caches results that one revision of a meeting references. A referenced
// result never changes, so it is read once.
type Known struct {
	mu      sync.Mutex
	results map[string]Result // by the step's key
}

// Get returns the result of a step if it is cached. A nil Known is empty.
func (k *Known) Get(step string) (Result, bool) {
	if k == nil {
		return Result{}, false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	r, ok := k.results[step]
	return r, ok
}

// Add caches a result.
func (k *Known) Add(r Result) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.results == nil {
		k.results = map[string]Result{}
	}
	k.results[r.Step.Key()] = r
}

// maxMeetings limits the number of meetings in a [Cache].
const maxMeetings = 32

// Cache holds the known results of several meetings. Its zero value is empty. A new
// revision starts with no results, since those of the previous revision may have been
// deleted.
type Cache struct {
	mu       sync.Mutex
	meetings map[string]*cacheEntry
	clock    int
}

type cacheEntry struct {
	revision, used int
	known          *Known
}

// Of returns the known results of one revision of a meeting.
func (c *Cache) Of(meeting string, revision int) *Known {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	m := c.meetings[meeting]
	if m == nil || m.revision != revision {
		if c.meetings == nil {
			c.meetings = map[string]*cacheEntry{}
		}
		if m == nil && len(c.meetings) >= maxMeetings {
			c.dropOldest()
		}
		m = &cacheEntry{revision: revision, known: new(Known)}
		c.meetings[meeting] = m
	}
	m.used = c.clock
	return m.known
}

func (c *Cache) dropOldest() {
	oldest, at := "", c.clock
	for id, m := range c.meetings {
		if m.used < at {
			oldest, at = id, m.used
		}
	}
	delete(c.meetings, oldest)
}

// Drop removes a meeting from the cache.
func (c *Cache) Drop(meeting string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.meetings, meeting)
}

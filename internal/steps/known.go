package steps

import "sync"

// Known holds results that one revision of a meeting refers to. A result never
// changes while a meeting refers to it, so it is read once.
type Known struct {
	mu      sync.Mutex
	results map[string]Result // by the step's key
}

// Get returns the result of a step, if it is known. A nil Known knows none.
func (k *Known) Get(step string) (Result, bool) {
	if k == nil {
		return Result{}, false
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	r, ok := k.results[step]
	return r, ok
}

// Add keeps a result.
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

// maxMeetings is how many meetings' results a process keeps.
const maxMeetings = 32

// Cache holds the known results of the meetings that a process works on. Its
// zero value is empty. A new revision of a meeting begins with nothing known:
// what a revision that was withdrawn referred to may have been deleted since.
type Cache struct {
	mu       sync.Mutex
	meetings map[string]*ofMeeting
	clock    int
}

type ofMeeting struct {
	revision, used int
	known          *Known
}

// Of returns what is known of one revision of a meeting.
func (c *Cache) Of(meeting string, revision int) *Known {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.clock++
	m := c.meetings[meeting]
	if m == nil || m.revision != revision {
		if c.meetings == nil {
			c.meetings = map[string]*ofMeeting{}
		}
		if m == nil && len(c.meetings) >= maxMeetings {
			c.dropOldest()
		}
		m = &ofMeeting{revision: revision, known: new(Known)}
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

// Drop forgets a meeting: nothing more is to be done for it, or all of it is to
// be read again.
func (c *Cache) Drop(meeting string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.meetings, meeting)
}

package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// counter prints how far a long command is, at most once every five seconds.
type counter struct {
	out  io.Writer
	now  func() time.Time
	mu   sync.Mutex
	last time.Time
}

const counterInterval = 5 * time.Second

func (c *counter) print(format string, numbers ...any) {
	now := c.now()
	if c.last.IsZero() { // short runs print nothing
		c.last = now
	}
	if now.Sub(c.last) >= counterInterval {
		c.last = now
		printf(c.out, "%s …\n", fmt.Sprintf(format, numbers...))
	}
}

// locked returns a function that calls do in one goroutine at a time.
func (c *counter) locked(do func()) func() {
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		do()
	}
}

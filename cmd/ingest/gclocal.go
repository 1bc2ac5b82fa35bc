package main

import (
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"time"

	"proceedings/internal/makers"
	"proceedings/internal/standalone"
)

// localFolders are the folders of this machine in which killed programs leave files.
type localFolders struct {
	scratch string // of workers
	data    string // data folder; empty with other services
}

// localGarbage holds folders that nothing uses, with their sizes in bytes.
type localGarbage struct{ scratch, uploads map[string]int64 }

// find finds unused folders. Uploads must not have changed since before.
func (l localFolders) find(before time.Time) (g localGarbage, err error) {
	if g.scratch, err = makers.DeadScratch(l.scratch); err != nil || l.data == "" {
		return g, err
	}
	g.uploads, err = standalone.UnfinishedUploads(l.data, before)
	return g, err
}

// remove deletes unused folders.
func (l localFolders) remove(g localGarbage) error {
	for _, upload := range slices.Sorted(maps.Keys(g.uploads)) {
		if err := standalone.RemoveUpload(upload); err != nil {
			return err
		}
	}
	return makers.SweepScratch(l.scratch)
}

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

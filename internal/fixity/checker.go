package fixity

import (
	"context"
	"maps"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/archive"
	"proceedings/internal/storage"
)

// Checker verifies meetings in one run. It remembers the units that it verified. One
// goroutine uses it.
type Checker struct {
	Store   storage.Store
	Now     func() time.Time
	Who     string          // names this process in the events of meetings
	Readers int             // objects that are read concurrently; at least one
	Sample  *archive.Sample // nil to read all files

	Start func(meeting string, bytes int64) // is called before the files of a meeting are read; may be nil
	Read  func(bytes int64)                 // is called concurrently after each part of a file; may be nil

	outcomes map[string]outcome // by unit
	named    named
}

// outcome is the result of a unit.
type outcome struct {
	files, read int
	bytes       int64
	findings    []archive.Finding
}

// Verify verifies a meeting and stores the result as its last verification and as an event.
// It returns the result also if that cannot be stored. The error is [archive.ErrNoMeeting]
// if there is no such meeting.
func (c *Checker) Verify(ctx context.Context, id string) (archive.Check, error) {
	check, err := c.Meeting(ctx, id)
	if err != nil {
		return check, err
	}
	return check, archive.SaveCheck(ctx, c.Store, id, check)
}

// Meeting verifies a meeting and writes nothing.
func (c *Checker) Meeting(ctx context.Context, id string) (archive.Check, error) {
	p, err := c.load(ctx, id)
	if err != nil {
		return archive.Check{}, err
	}
	found, err := c.all(ctx, id, p.units)
	if err != nil {
		return archive.Check{}, err
	}
	if again := withFindings(found); len(again) > 0 { // the meeting may have changed meanwhile
		maps.DeleteFunc(c.outcomes, func(name string, _ outcome) bool { return again[name] })
		if p, err = c.load(ctx, id); err != nil {
			return archive.Check{}, err
		}
		if found, err = c.all(ctx, id, p.units); err != nil {
			return archive.Check{}, err
		}
	}
	check := c.summary(p.units, found)
	check.Unfinished = !p.final
	return check, nil
}

// withFindings returns the names of the units with findings.
func withFindings(found map[string]outcome) map[string]bool {
	names := map[string]bool{}
	for name, out := range found {
		if len(out.findings) > 0 {
			names[name] = true
		}
	}
	return names
}

// summary adds up the outcomes of units.
func (c *Checker) summary(units []Unit, found map[string]outcome) archive.Check {
	check := archive.Check{Time: c.Now(), Who: c.Who, Sample: c.Sample}
	for _, u := range units {
		out := found[u.Name]
		check.Files += out.files
		check.Read += out.read
		check.Bytes += out.bytes
		check.Findings = append(check.Findings, out.findings...)
	}
	for _, f := range check.Findings {
		switch f.Kind {
		case archive.FindingMissing:
			check.Missing++
		case archive.FindingChanged:
			check.Changed++
		case archive.FindingUnknown:
			check.Unknown++
		}
	}
	return check
}

// all verifies the units that this run has not verified yet, and returns the outcomes of
// all by their names.
func (c *Checker) all(ctx context.Context, id string, units []Unit) (map[string]outcome, error) {
	var todo []Unit
	var bytes int64
	for _, u := range units {
		if _, done := c.outcomes[u.Name]; !done {
			todo = append(todo, u)
			bytes += c.size(u)
		}
	}
	if c.Start != nil {
		c.Start(id, bytes)
	}
	if c.outcomes == nil {
		c.outcomes = map[string]outcome{}
	}
	reading := make(chan struct{}, max(1, c.Readers))
	var mu sync.Mutex
	group, groupCtx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, c.Readers))
	for _, u := range todo {
		group.Go(func() error {
			out, err := c.verify(groupCtx, u, reading)
			if err != nil {
				return err
			}
			mu.Lock()
			defer mu.Unlock()
			c.outcomes[u.Name] = out
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err //nolint:wrapcheck // errors of the store name the object
	}
	found := map[string]outcome{}
	for _, u := range units {
		found[u.Name] = c.outcomes[u.Name]
	}
	return found, nil
}

// size is the number of bytes to read of a unit.
func (c *Checker) size(u Unit) (sum int64) {
	for _, o := range u.Objects {
		if Selects(c.Sample, o.Key) {
			sum += max(0, o.Size)
		}
	}
	return sum
}

package proc

import (
	"context"
	"fmt"
	"time"
)

// DefaultStall is how long a Command without a limit of its own may do nothing.
const DefaultStall = 2 * time.Minute

// StallError is the error for a child that was killed because it did nothing.
type StallError struct {
	For time.Duration // how long it did nothing
}

// Error says how long nothing happened, and what would have counted.
func (e *StallError) Error() string {
	return fmt.Sprintf("it did nothing for %s: it used no processor time, and read and wrote no bytes", e.For.Round(time.Second))
}

// looks is how often a child is looked at within its limit.
const looks = 8

// watch ends a child by cancel when it and its helpers did nothing for c.Stall. The
// limits of processor time are for those that do too much.
func watch(ctx context.Context, c Command, pid int, cancel context.CancelCauseFunc) {
	every := c.stall() / looks
	tick := time.NewTicker(every)
	defer tick.Stop()
	s := stall{limit: c.stall(), longest: 2 * every}
	last := time.Now()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now := time.Now()
		is := activityOf(pid)
		is.waits = is.waits || c.Waits != nil && c.Waits()
		if s.add(is, now.Sub(last)) {
			cancel(&StallError{For: s.quiet})
			return
		}
		last = now
	}
}

// stall adds up how long a child did nothing.
type stall struct {
	limit   time.Duration
	longest time.Duration // between two looks; where it was longer, this process was paused, too

	quiet time.Duration
	since activity // when it last did something
}

// add adds a look at the child, some time after the last one, and reports whether it
// has done nothing for too long.
func (s *stall) add(is activity, after time.Duration) bool {
	s.quiet += min(after, s.longest)
	if is.waits || is.differs(s.since, s.quiet) {
		s.since, s.quiet = is, 0
	}
	return s.quiet >= s.limit
}

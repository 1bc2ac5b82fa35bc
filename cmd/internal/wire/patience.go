package wire

import (
	"context"
	"errors"
	"time"

	"proceedings/internal/jobs"
	"proceedings/internal/storage"
)

// Notify is told that a service is away, and when it is tried again.
type Notify func(err error, again time.Duration)

// patiently calls try until it ends otherwise than for want of a service, with
// a wait between that doubles: half a minute in all, in which a service that
// restarts is back.
func patiently(ctx context.Context, notify Notify, try func() error) error {
	for wait := time.Second; ; wait *= 2 {
		err := try()
		if !Away(err) || wait > 16*time.Second {
			return err
		}
		notify(err, wait)
		select {
		case <-ctx.Done():
			return context.Cause(ctx)
		case <-time.After(wait):
		}
	}
}

// Away reports whether err says that a service does not answer.
func Away(err error) bool {
	return errors.Is(err, storage.ErrUnavailable) || errors.Is(err, jobs.ErrUnavailable)
}

package wire

import (
	"context"
	"errors"
	"time"

	"proceedings/internal/jobs"
	"proceedings/internal/storage"
)

// Notify is called when a service is unreachable, with the time until the retry.
type Notify func(err error, again time.Duration)

// retry calls try until it ends for another reason than an unreachable service.
// The wait between doubles, half a minute in all: enough for a restart.
func retry(ctx context.Context, notify Notify, try func() error) error {
	for wait := time.Second; ; wait *= 2 {
		err := try()
		if !Unreachable(err) || wait > 16*time.Second {
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

// Unreachable reports whether err says that a service does not answer.
func Unreachable(err error) bool {
	return errors.Is(err, storage.ErrUnavailable) || errors.Is(err, jobs.ErrUnavailable)
}

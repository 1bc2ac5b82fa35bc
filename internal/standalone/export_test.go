package standalone

import (
	"context"
	"errors"
	"os"
	"time"

	"proceedings/internal/standalone/versitygw"
)

// Start runs the servers of a folder as children of the test itself.
func Start(ctx context.Context, dir string, getenv func(string) string) (*Installation, error) {
	program, err := versitygw.Find(getenv)
	if err != nil {
		return nil, err
	}
	if err = os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	held, err := lock(dir)
	if err != nil {
		return nil, err
	}
	return start(ctx, dir, held, program)
}

// IsFree reports whether nobody holds the lock of a folder.
func IsFree(dir string) bool {
	held, err := lock(dir)
	return err == nil && unlock(held) == nil
}

// Err is why a server ended, after Failed.
func (in *Installation) Err() error { return errors.New(in.failure().Failed) }

// Patiently makes a session wait d for who holds the lock of its folder.
func (o Options) Patiently(d time.Duration) Options {
	o.reachTime = d
	return o
}

// SupervisorsFolder is the folder in a supervisor's command line.
func SupervisorsFolder(dir string) string { return supervise + "\x00" + dir }

// Dir is the installation's folder.
func (in *Installation) Dir() string { return in.dir }

package s3

import (
	"errors"
	"fmt"
	"io"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

const (
	// cuts is the number of failures in a row after which a read fails.
	cuts = 5

	// progressing is the number of bytes after which a failure no longer counts
	// as in a row with the one before: an unstable connection transfers a large
	// file bit by bit.
	progressing = 4 << 20
)

// resuming is the body of an object that reopens itself after a failure.
type resuming struct {
	body   io.ReadCloser
	reopen func(at int64) (io.ReadCloser, error)
	at     int64 // in the object
	end    int64 // where it must end
	where  string

	cuts   int   // in a row
	cutAt  int64 // the last one
	failed error // for good
}

// Read implements [io.Reader].
func (r *resuming) Read(p []byte) (int, error) {
	if r.failed != nil {
		return 0, r.failed
	}
	for {
		n, err := r.body.Read(p)
		r.at += int64(n)
		switch {
		case err == nil:
			return n, nil
		case r.at == r.end && errors.Is(err, io.EOF):
			return n, io.EOF
		case r.at >= r.end: // all of it came, and it is not what was stored
			r.failed = fmt.Errorf("check what %s sent: %w", r.where, err)
			if strings.Contains(err.Error(), "checksum did not match") { // of the SDK, which has no type for it
				r.failed = fault.Explain(errors.Join(storage.ErrDamaged, err), "%s sends other bytes than were stored: the checksum does not match", r.where)
			}
			return n, r.failed
		}
		if r.failed = r.resume(err); r.failed != nil {
			return n, r.failed
		}
		if n > 0 {
			return n, nil
		}
	}
}

// resume reopens the body after a failure.
func (r *resuming) resume(reason error) error {
	if errors.Is(reason, io.EOF) {
		reason = io.ErrUnexpectedEOF
	}
	if r.at-r.cutAt >= progressing {
		r.cuts = 0
	}
	r.cuts, r.cutAt = r.cuts+1, r.at
	_ = r.body.Close() // it is broken
	if r.cuts > cuts {
		r.body = brokenBody{}
		return fmt.Errorf("%w: %s cut the stream %d times, last %d bytes before its end: %w", storage.ErrUnavailable, r.where, r.cuts, r.end-r.at, reason)
	}
	body, err := r.reopen(r.at)
	if err != nil {
		r.body = brokenBody{}
		return fmt.Errorf("go on %d bytes before the end, where the stream broke: %w", r.end-r.at, err)
	}
	r.body = body
	return nil
}

// Close implements [io.Closer].
func (r *resuming) Close() error {
	if err := r.body.Close(); err != nil && r.at < r.end {
		return fmt.Errorf("close the stream: %w", err)
	}
	return nil
}

// brokenBody replaces a body that is closed.
type brokenBody struct{}

func (brokenBody) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }
func (brokenBody) Close() error             { return nil }

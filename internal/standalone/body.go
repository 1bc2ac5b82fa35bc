package standalone

import (
	"context"
	"errors"
	"fmt"
	"io"

	"proceedings/internal/storage"
)

// body is an object that is being read. If the server ends, it continues at the
// same byte with the next one.
type body struct {
	ctx     context.Context //nolint:containedctx // lives as long as one read, as the body of a response does
	session *Session
	key     string
	etag    string // of the object that was opened first
	at      int64  // next byte
	left    int64  // bytes; negative for all

	in     io.ReadCloser
	from   *generation
	cancel context.CancelFunc
}

// open opens the object at the next byte.
func (b *body) open(ctx context.Context) (storage.Info, error) {
	for {
		g := b.session.current.Load()
		inner, cancel := g.within(ctx)
		in, info, err := g.store.Get(inner, b.key, b.at, b.left)
		if err == nil {
			b.in, b.from, b.cancel = in, g, cancel
			return info, nil
		}
		cancel()
		if !b.session.restarted(ctx, g, err) {
			return storage.Info{}, err
		}
	}
}

// Read implements [io.Reader].
func (b *body) Read(p []byte) (int, error) {
	for {
		n, err := b.in.Read(p)
		b.at += int64(n)
		if b.left > 0 {
			b.left -= int64(n)
		}
		if err == nil || errors.Is(err, io.EOF) {
			return n, err //nolint:wrapcheck // io.EOF must stay what it is
		}
		if n > 0 {
			return n, nil // the error comes again
		}
		if !b.session.restarted(b.ctx, b.from, err) {
			return 0, err //nolint:wrapcheck // it names the object
		}
		if err := b.reopen(); err != nil {
			return 0, err
		}
	}
}

func (b *body) reopen() error {
	_ = b.Close() // it is broken
	if b.left == 0 {
		b.in = eof{}
		return nil
	}
	info, err := b.open(b.ctx)
	if err != nil {
		b.in = eof{err}
		return err
	}
	if info.ETag != b.etag {
		_ = b.Close() // it is another object
		b.in = eof{fmt.Errorf("get %s: it was replaced while it was read", b.key)}
	}
	return nil
}

// Close implements [io.Closer].
func (b *body) Close() error {
	defer b.cancel()
	return b.in.Close() //nolint:wrapcheck // it names the object
}

// eof is the end of a body: err, or io.EOF.
type eof struct{ err error }

func (e eof) Read([]byte) (int, error) {
	if e.err != nil {
		return 0, e.err
	}
	return 0, io.EOF
}

func (eof) Close() error { return nil }

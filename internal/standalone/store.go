package standalone

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"time"

	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
)

// Store is the objects of the data folder, whichever run of the S3 server has
// them. A read that meets the end of a server waits for the next one, and goes
// on in the middle of an object; of a write only the caller knows whether it may
// be repeated.
func (s *Session) Store() storage.Store { return sessionStore{s} }

type sessionStore struct{ session *Session }

var _ storage.Uploader = sessionStore{}

// errRestart is the cause of contexts that end because a server has ended.
var errRestart = fmt.Errorf("%w: the S3 server has ended", storage.ErrUnavailable)

// noticeTime is how much earlier than a session a reader may notice that a
// server has ended.
const noticeTime = 2 * time.Second

// within is ctx, ended also when the generation is lost: the SDK would go on
// trying for seconds.
func (g *generation) within(ctx context.Context) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(ctx)
	go func() {
		select {
		case <-g.lost:
			cancel(errRestart)
		case <-ctx.Done():
		}
	}()
	return ctx, func() { cancel(nil) }
}

// restarted waits for the generation after g, if err may come from the end of
// g. It reports whether there is one.
func (s *Session) restarted(ctx context.Context, g *generation, err error) bool {
	if !errors.Is(err, storage.ErrUnavailable) || ctx.Err() != nil {
		return false
	}
	notice := time.NewTimer(noticeTime)
	defer notice.Stop()
	select {
	case <-g.lost:
	case <-notice.C: // the server is there, and has another reason not to answer
		return false
	case <-ctx.Done():
		return false
	}
	select {
	case <-g.next:
		return true
	case <-s.failed:
	case <-s.watched:
	case <-ctx.Done():
	}
	return false
}

// read calls do with each generation until one does not end meanwhile.
func (s sessionStore) read(ctx context.Context, do func(context.Context, *s3.Store) error) error {
	for {
		g := s.session.current.Load()
		inner, cancel := g.within(ctx)
		err := do(inner, g.store)
		cancel()
		if err == nil || !s.session.restarted(ctx, g, err) {
			return err
		}
	}
}

// Stat implements [storage.Store].
func (s sessionStore) Stat(ctx context.Context, key string) (info storage.Info, err error) {
	err = s.read(ctx, func(ctx context.Context, store *s3.Store) error {
		info, err = store.Stat(ctx, key)
		return err
	})
	return info, err
}

// Get implements [storage.Store].
func (s sessionStore) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	b := &body{ctx: ctx, session: s.session, key: key, at: offset, left: length}
	info, err := b.open(ctx)
	if err != nil {
		return nil, storage.Info{}, err
	}
	b.etag = info.ETag
	return b, info, nil
}

// Put implements [storage.Store].
func (s sessionStore) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	return s.session.current.Load().store.Put(ctx, key, body, attrs, cond)
}

// Copy implements [storage.Store].
func (s sessionStore) Copy(ctx context.Context, from, to string) error {
	return s.session.current.Load().store.Copy(ctx, from, to)
}

// List implements [storage.Store].
func (s sessionStore) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	return s.session.current.Load().store.List(ctx, prefix)
}

// Delete implements [storage.Store].
func (s sessionStore) Delete(ctx context.Context, key string) error {
	return s.session.current.Load().store.Delete(ctx, key)
}

// Upload implements [storage.Uploader].
func (s sessionStore) Upload(ctx context.Context, key string, file io.ReaderAt, size int64, attrs storage.Attrs, opts storage.UploadOptions) (storage.Info, error) {
	return s.session.current.Load().store.Upload(ctx, key, file, size, attrs, opts)
}

// Abort implements [storage.Uploader].
func (s sessionStore) Abort(ctx context.Context, key string, upload storage.UploadState) error {
	return s.session.current.Load().store.Abort(ctx, key, upload)
}

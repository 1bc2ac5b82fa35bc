package metrics

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	"proceedings/internal/storage"
)

// Store returns a store that counts the requests to s.
func (m *Metrics) Store(s storage.Store) storage.Store { return store{s, m} }

type store struct {
	storage.Store

	metrics *Metrics
}

var _ storage.Uploader = store{}

// outcome names how a request ended.
func outcome(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errors.Is(err, storage.ErrNotFound):
		return "absent"
	case errors.Is(err, storage.ErrPrecondition):
		return "conflict"
	case errors.Is(err, storage.ErrUnavailable):
		return "unavailable"
	default:
		return "error"
	}
}

// note counts a request, unless its caller gave up.
func (s store) note(ctx context.Context, operation string, took time.Duration, err error) {
	if err != nil && ctx.Err() != nil {
		return
	}
	s.metrics.requests.WithLabelValues(operation, outcome(err)).Inc()
	s.metrics.requestSeconds.WithLabelValues(operation).Observe(took.Seconds())
}

// Put implements [storage.Store].
func (s store) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	began := time.Now()
	info, err := s.Store.Put(ctx, key, body, attrs, cond)
	s.note(ctx, "put", time.Since(began), err)
	return info, err
}

// Get implements [storage.Store].
func (s store) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	began := time.Now()
	body, info, err := s.Store.Get(ctx, key, offset, length)
	s.note(ctx, "get", time.Since(began), err)
	return body, info, err
}

// Copy implements [storage.Store].
func (s store) Copy(ctx context.Context, from, to string) error {
	began := time.Now()
	err := s.Store.Copy(ctx, from, to)
	s.note(ctx, "copy", time.Since(began), err)
	return err
}

// Stat implements [storage.Store].
func (s store) Stat(ctx context.Context, key string) (storage.Info, error) {
	began := time.Now()
	info, err := s.Store.Stat(ctx, key)
	s.note(ctx, "stat", time.Since(began), err)
	return info, err
}

// List implements [storage.Store]. A listing counts once, without the time of its caller.
func (s store) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	return func(yield func(storage.Info, error) bool) {
		var took time.Duration
		var failed error
		began := time.Now()
		for info, err := range s.Store.List(ctx, prefix) {
			took += time.Since(began)
			failed = err
			more := yield(info, err)
			began = time.Now()
			if !more {
				break
			}
		}
		s.note(ctx, "list", took+time.Since(began), failed)
	}
}

// Delete implements [storage.Store].
func (s store) Delete(ctx context.Context, key string) error {
	began := time.Now()
	err := s.Store.Delete(ctx, key)
	s.note(ctx, "delete", time.Since(began), err)
	return err
}

// Upload implements [storage.Uploader].
func (s store) Upload(ctx context.Context, key string, file io.ReaderAt, size int64, attrs storage.Attrs, opts storage.UploadOptions) (storage.Info, error) {
	began := time.Now()
	info, err := storage.Upload(ctx, s.Store, key, file, size, attrs, opts)
	s.note(ctx, "upload", time.Since(began), err)
	return info, err
}

// Abort implements [storage.Uploader].
func (s store) Abort(ctx context.Context, key string, upload storage.UploadState) error {
	began := time.Now()
	err := storage.Abort(ctx, s.Store, key, upload)
	s.note(ctx, "abort", time.Since(began), err)
	return err
}

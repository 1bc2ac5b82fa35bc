package storagetest

import (
	"context"
	"io"
	"iter"
	"slices"
	"sync"

	"proceedings/internal/storage"
)

// Call is one call to a store.
type Call struct {
	N           int    // from 1, in the order of the calls
	Op          string // put, get, copy, stat, list or delete
	Key         string // or the prefix of a list; of a copy, the new key
	Conditional bool   // a put with a condition
}

// Writes reports whether the call changes the store.
func (c Call) Writes() bool { return c.Op == "put" || c.Op == "copy" || c.Op == "delete" }

// Hooked is a store that records its calls and lets a test change their outcome.
type Hooked struct {
	storage.Store

	Before func(Call) error // an error is returned, and the store is not called
	After  func(Call) error // an error is returned, although the store was called

	mu    sync.Mutex
	calls []Call
}

// Calls returns the calls so far.
func (h *Hooked) Calls() []Call {
	h.mu.Lock()
	defer h.mu.Unlock()
	return slices.Clone(h.calls)
}

// around runs one call between its hooks.
func (h *Hooked) around(c Call, do func() error) error {
	h.mu.Lock()
	c.N = len(h.calls) + 1
	h.calls = append(h.calls, c)
	h.mu.Unlock()
	if h.Before != nil {
		if err := h.Before(c); err != nil {
			return err
		}
	}
	if err := do(); err != nil {
		return err
	}
	if h.After != nil {
		return h.After(c)
	}
	return nil
}

// Put implements [storage.Store].
func (h *Hooked) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (info storage.Info, err error) {
	err = h.around(Call{Op: "put", Key: key, Conditional: cond != storage.Always}, func() error {
		info, err = h.Store.Put(ctx, key, body, attrs, cond)
		return err
	})
	return info, err
}

// Get implements [storage.Store].
func (h *Hooked) Get(ctx context.Context, key string, offset, length int64) (body io.ReadCloser, info storage.Info, err error) {
	err = h.around(Call{Op: "get", Key: key}, func() error {
		body, info, err = h.Store.Get(ctx, key, offset, length)
		return err
	})
	return body, info, err
}

// Copy implements [storage.Store].
func (h *Hooked) Copy(ctx context.Context, from, to string) error {
	return h.around(Call{Op: "copy", Key: to}, func() error { return h.Store.Copy(ctx, from, to) })
}

// Stat implements [storage.Store].
func (h *Hooked) Stat(ctx context.Context, key string) (info storage.Info, err error) {
	err = h.around(Call{Op: "stat", Key: key}, func() error {
		info, err = h.Store.Stat(ctx, key)
		return err
	})
	return info, err
}

// List implements [storage.Store]. Its hooks run before the first object.
func (h *Hooked) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	return func(yield func(storage.Info, error) bool) {
		if err := h.around(Call{Op: "list", Key: prefix}, func() error { return nil }); err != nil {
			yield(storage.Info{}, err)
			return
		}
		h.Store.List(ctx, prefix)(yield)
	}
}

// Delete implements [storage.Store].
func (h *Hooked) Delete(ctx context.Context, key string) error {
	return h.around(Call{Op: "delete", Key: key}, func() error { return h.Store.Delete(ctx, key) })
}

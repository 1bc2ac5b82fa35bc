package originals_test

import (
	"context"
	"io"
	"iter"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"proceedings/internal/storage"
)

// call is one use of a store, in the order that they come.
type call struct {
	n         int // from 1
	op, key   string
	condition bool // a put that happens under a condition only
}

// hooked is a store whose calls can be met on their way.
type hooked struct {
	storage.Store

	before func(call) error // an error is the answer, and nothing is done
	after  func(call) error // an error is the answer, although it was done

	mu    sync.Mutex
	calls []call
}

// around does one call with its hooks.
func (h *hooked) around(c call, do func() error) error {
	h.mu.Lock()
	c.n = len(h.calls) + 1
	h.calls = append(h.calls, c)
	h.mu.Unlock()
	if h.before != nil {
		if err := h.before(c); err != nil {
			return err
		}
	}
	if err := do(); err != nil {
		return err
	}
	if h.after != nil {
		return h.after(c)
	}
	return nil
}

func (h *hooked) seen() []call {
	h.mu.Lock()
	defer h.mu.Unlock()
	return append([]call(nil), h.calls...)
}

func (h *hooked) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (info storage.Info, err error) {
	err = h.around(call{op: "put", key: key, condition: cond != storage.Always}, func() error {
		info, err = h.Store.Put(ctx, key, body, attrs, cond)
		return err
	})
	return info, err
}

func (h *hooked) Get(ctx context.Context, key string, offset, length int64) (body io.ReadCloser, info storage.Info, err error) {
	err = h.around(call{op: "get", key: key}, func() error {
		body, info, err = h.Store.Get(ctx, key, offset, length)
		return err
	})
	return body, info, err
}

func (h *hooked) Stat(ctx context.Context, key string) (info storage.Info, err error) {
	err = h.around(call{op: "stat", key: key}, func() error {
		info, err = h.Store.Stat(ctx, key)
		return err
	})
	return info, err
}

func (h *hooked) List(ctx context.Context, prefix string) iter.Seq2[storage.Info, error] {
	return func(yield func(storage.Info, error) bool) {
		if err := h.around(call{op: "list", key: prefix}, func() error { return nil }); err != nil {
			yield(storage.Info{}, err)
			return
		}
		h.Store.List(ctx, prefix)(yield)
	}
}

func (h *hooked) Delete(ctx context.Context, key string) error {
	return h.around(call{op: "delete", key: key}, func() error { return h.Store.Delete(ctx, key) })
}

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return sorted(list...)
}

func sorted(list ...string) string {
	slices.Sort(list)
	return strings.Join(list, " ")
}

package pipeline_test

import (
	"context"
	"io"
	"iter"
	"strings"
	"sync"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/storage"
)

// call is one use of a store, in the order that they come.
type call struct {
	n         int // from 1
	op, key   string
	condition bool // a put that happens under a condition only
}

// writes reports whether the call changes something.
func (c call) writes() bool { return c.op == "put" || c.op == "delete" }

// isShard reports whether the call is to a shard of the catalogue.
func (c call) isShard() bool { return strings.Contains(c.key, "/terms-") }

func onShard(calls []call, n int) bool { return n >= 1 && n <= len(calls) && calls[n-1].isShard() }

// amongShards reports whether to meet call n shows nothing new, since it is one of
// many to the catalogue's shards, which are all written in the same way and several
// at once. The first, the last and every eighth are met; the long tests meet all.
func amongShards(calls []call, n int) bool {
	return !proctest.Long() && n%8 != 0 && onShard(calls, n-1) && onShard(calls, n) && onShard(calls, n+1)
}

// pastShards is the last of the calls from n on that need not be met.
func pastShards(calls []call, n int) int {
	for amongShards(calls, n+1) {
		n++
	}
	return n
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

// puts are the keys that were written, in order.
func (h *hooked) puts() []string {
	var list []string
	for _, c := range h.seen() {
		if c.op == "put" {
			list = append(list, c.key)
		}
	}
	return list
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

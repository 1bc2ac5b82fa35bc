package s3_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
	"proceedings/internal/storage/s3/s3test"
)

// withShortTimeout opens a bucket behind a proxy, with an idle timeout of two seconds.
func withShortTimeout(t *testing.T) (*proxy, *s3.Store) {
	t.Helper()
	p, cfg := before(t, s3test.Start(t))
	cfg.IdleTimeout = 2 * time.Second
	store, err := s3.Open(t.Context(), cfg)
	if err != nil {
		t.Fatal(err)
	}
	return p, store
}

// TestSilentServersAreUnavailable: a server that stands still keeps connections open, and a
// request to it must end all the same.
func TestSilentServersAreUnavailable(t *testing.T) {
	t.Parallel()
	for name, call := range map[string]func(*s3.Store) error{
		"stat": func(s *s3.Store) error { _, err := s.Stat(t.Context(), "k"); return err },
		"list": func(s *s3.Store) error {
			for _, err := range s.List(t.Context(), "") {
				return err
			}
			return nil
		},
		"get": func(s *s3.Store) error { _, _, err := storage.ReadAll(t.Context(), s, "k"); return err },
		"put": func(s *s3.Store) error {
			_, err := s.Put(t.Context(), "k", bytes.NewReader(make([]byte, 1<<20)), storage.Attrs{}, storage.Always)
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, store := withShortTimeout(t)
			p.stepIn(func(http.ResponseWriter, *http.Request, http.Handler) { <-t.Context().Done() })
			if err := call(store); !errors.Is(err, storage.ErrUnavailable) {
				t.Errorf("%v, want ErrUnavailable", err)
			}
			p.stepIn(nil)
			if _, err := store.Stat(t.Context(), "k"); !errors.Is(err, storage.ErrNotFound) {
				t.Errorf("when the server answers again: %v", err)
			}
		})
	}
}

// TestSilentBodiesAreReadAgain: the server stops in the middle of a body, once.
func TestSilentBodiesAreReadAgain(t *testing.T) {
	t.Parallel()
	p, store := withShortTimeout(t)
	want := bytes.Repeat([]byte("slides"), 1<<18)
	if _, err := store.Put(t.Context(), "k", bytes.NewReader(want), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	var halted atomic.Bool
	p.stepIn(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method != http.MethodGet || halted.Swap(true) {
			next.ServeHTTP(w, r)
			return
		}
		next.ServeHTTP(&halting{ResponseWriter: w, left: 1000, until: t.Context().Done()}, r)
	})
	got, _, err := storage.ReadAll(t.Context(), store, "k")
	if err != nil || !bytes.Equal(got, want) || !halted.Load() {
		t.Errorf("%d of %d bytes, %v", len(got), len(want), err)
	}
}

// halting stands still after some bytes of a body.
type halting struct {
	http.ResponseWriter

	left  int
	until <-chan struct{}
}

func (h *halting) Write(p []byte) (int, error) {
	if len(p) <= h.left {
		h.left -= len(p)
		return h.ResponseWriter.Write(p)
	}
	n, err := h.ResponseWriter.Write(p[:h.left])
	if err == nil {
		err = http.NewResponseController(h.ResponseWriter).Flush()
	}
	<-h.until
	return n, err
}

// TestSlowUploadsAreNotSilent: an upload that takes longer than the idle timeout, and never stands
// still for as long, succeeds at the first try.
func TestSlowUploadsAreNotSilent(t *testing.T) {
	t.Parallel()
	p, store := withShortTimeout(t)
	var tries atomic.Int32
	p.stepIn(func(w http.ResponseWriter, r *http.Request, next http.Handler) {
		if r.Method == http.MethodPut {
			tries.Add(1)
			r.Body = io.NopCloser(&pausing{r.Body})
		}
		next.ServeHTTP(w, r)
	})
	if _, err := store.Put(t.Context(), "k", bytes.NewReader(make([]byte, 10<<20)), storage.Attrs{}, storage.Always); err != nil || tries.Load() != 1 {
		t.Errorf("%d tries, %v", tries.Load(), err)
	}
}

// pausing reads a megabyte at a time, with pauses.
type pausing struct{ io.Reader }

func (p *pausing) Read(b []byte) (int, error) {
	time.Sleep(10 * time.Millisecond) // 320 reads of 32 KiB
	return p.Reader.Read(b)
}

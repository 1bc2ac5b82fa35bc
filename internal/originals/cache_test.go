package originals_test

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"os"
	"strings"
	"testing"
	"testing/synctest"

	"proceedings/internal/layout"
	"proceedings/internal/originals"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
	"proceedings/internal/storage/storagetest"
)

func keepOriginal(t *testing.T, store storage.Store, content string) string {
	t.Helper()
	h := sha256.Sum256([]byte(content))
	sum := hex.EncodeToString(h[:])
	if _, err := store.Put(t.Context(), layout.Source(sum), strings.NewReader(content), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	return sum
}

// gate is a store whose reads block until the test sends to open.
type gate struct {
	*storagetest.Hooked

	open chan error // the answer to one read; nil continues it
}

func newGate() *gate {
	g := &gate{open: make(chan error)}
	g.Hooked = &storagetest.Hooked{Store: new(mem.Store), Before: func(c storagetest.Call) error {
		if c.Op != "get" {
			return nil
		}
		return <-g.open
	}}
	return g
}

func (g *gate) gets() (n int) {
	for _, c := range g.Calls() {
		if c.Op == "get" {
			n++
		}
	}
	return n
}

// fetched is the outcome of a call to Fetch.
type fetched struct {
	content string
	err     error
}

// fetch calls Fetch in a goroutine, reads the file and releases it.
func fetch(ctx context.Context, s *originals.Cache, sum string) <-chan fetched {
	done := make(chan fetched, 1)
	go func() {
		path, release, err := s.Fetch(ctx, sum)
		if err != nil {
			done <- fetched{err: err}
			return
		}
		content, err := os.ReadFile(path)
		release()
		release() // a second call does nothing
		done <- fetched{string(content), err}
	}()
	return done
}

func TestConcurrentFetchesDownloadOnce(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		sum := keepOriginal(t, g, "film of the day")
		s := originals.NewCache(g, dir, 100)
		var calls []<-chan fetched
		for range 5 {
			calls = append(calls, fetch(t.Context(), s, sum))
		}
		synctest.Wait() // one call is blocked in the gate and four wait for it
		g.open <- nil
		for _, c := range calls {
			if got := <-c; got.err != nil || got.content != "film of the day" {
				t.Errorf("fetched %q, %v", got.content, got.err)
			}
		}
		if got := <-fetch(t.Context(), s, sum); got.err != nil {
			t.Error(got.err)
		}
		if n := g.gets(); n != 1 {
			t.Errorf("%d downloads, want 1", n)
		}
	})
}

func TestFetchSurvivesACancelledCall(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		stop int // which of three calls is stopped; the first is the one that downloads
		gets int
	}{
		{"another call downloads if the first is cancelled", 0, 2},
		{"a cancelled waiting call changes nothing", 2, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				g := newGate()
				sum := keepOriginal(t, g, "film of the day")
				s := originals.NewCache(g, dir, 100)
				stopped, cancel := context.WithCancelCause(t.Context())
				var calls []<-chan fetched
				for i := range 3 {
					ctx := t.Context()
					if i == tt.stop {
						ctx = stopped
					}
					calls = append(calls, fetch(ctx, s, sum))
					synctest.Wait()
				}
				cause := errors.New("the worker stops")
				cancel(cause)
				synctest.Wait()
				for range tt.gets {
					g.open <- nil
				}
				for i, c := range calls {
					got := <-c
					if i == tt.stop && !errors.Is(got.err, cause) {
						t.Errorf("the cancelled call got %v", got.err)
					}
					if i != tt.stop && (got.err != nil || got.content != "film of the day") {
						t.Errorf("call %d got %q, %v", i, got.content, got.err)
					}
				}
				if n := g.gets(); n != tt.gets {
					t.Errorf("%d downloads, want %d", n, tt.gets)
				}
			})
		})
	}
}

func TestFailedFetchIsRetried(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	synctest.Test(t, func(t *testing.T) {
		g := newGate()
		sum := keepOriginal(t, g, "film of the day")
		s := originals.NewCache(g, dir, 100)
		a, b := fetch(t.Context(), s, sum), fetch(t.Context(), s, sum)
		synctest.Wait()
		g.open <- storage.ErrUnavailable
		for _, c := range []<-chan fetched{a, b} {
			if got := <-c; !errors.Is(got.err, storage.ErrUnavailable) {
				t.Errorf("got %q, %v", got.content, got.err)
			}
		}
		next := fetch(t.Context(), s, sum)
		g.open <- nil
		if got := <-next; got.err != nil || got.content != "film of the day" {
			t.Errorf("the next got %q, %v", got.content, got.err)
		}
	})
}

func TestFetchRefusesDamagedOriginals(t *testing.T) {
	t.Parallel()
	store, dir := new(mem.Store), t.TempDir()
	sum := keepOriginal(t, store, "film of the day")
	if _, err := store.Put(t.Context(), layout.Source(sum), strings.NewReader("something else"), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	s := originals.NewCache(store, dir, 100)
	_, _, err := s.Fetch(t.Context(), sum)
	if !errors.Is(err, originals.ErrMismatch) || !strings.Contains(err.Error(), sum) {
		t.Errorf("err = %v, want one with the hash", err)
	}
	if left := names(t, dir); left != "" {
		t.Errorf("left behind: %q", left)
	}
	keepOriginal(t, store, "film of the day") // repaired by an operator
	if got := <-fetch(t.Context(), s, sum); got.err != nil {
		t.Error(got.err)
	}
}

func TestEviction(t *testing.T) {
	t.Parallel()
	store, dir := new(mem.Store), t.TempDir()
	s := originals.NewCache(store, dir, 10)
	a, b, c := keepOriginal(t, store, "aaaaaa"), keepOriginal(t, store, "bbbbbb"), keepOriginal(t, store, "cccc")
	held, release, err := s.Fetch(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	use := func(sum string) {
		t.Helper()
		if got := <-fetch(t.Context(), s, sum); got.err != nil {
			t.Fatal(got.err)
		}
	}
	check := func(when string, want ...string) {
		t.Helper()
		if got := names(t, dir); got != sorted(want...) {
			t.Errorf("%s the disk has %q, want %q", when, got, sorted(want...))
		}
	}
	use(b)
	use(c)
	check("with one original in use and two at the limit", a, b, c)
	use(b)
	release()
	check("with a third unused original, after eviction of the oldest", b, c)
	if _, err = os.Stat(held); !os.IsNotExist(err) {
		t.Errorf("%s: %v", held, err)
	}
	d := keepOriginal(t, store, "dddd")
	use(d)
	check("after eviction of the next", b, d)

	none := originals.NewCache(store, t.TempDir(), 0)
	path, release, err := none.Fetch(t.Context(), a)
	if err != nil {
		t.Fatal(err)
	}
	if _, err = os.Stat(path); err != nil {
		t.Errorf("an original in use was evicted: %v", err)
	}
	release()
	if _, err = os.Stat(path); !os.IsNotExist(err) {
		t.Errorf("limit 0: %s was kept: %v", path, err)
	}
}

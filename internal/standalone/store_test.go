package standalone_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/standalone"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
	"proceedings/internal/storage/storagetest"
)

// bucket makes the bucket of a session, as a command does.
func bucket(t *testing.T, s *standalone.Session) {
	t.Helper()
	store, err := s3.Open(t.Context(), s.Addresses().S3())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func put(t *testing.T, store storage.Store, key string, content []byte) {
	t.Helper()
	if _, err := store.Put(t.Context(), key, bytes.NewReader(content), storage.Attrs{ContentType: "video/mp4"}, storage.Always); err != nil {
		t.Fatal(err)
	}
}

// noise is larger than what sockets hold, so that most of it is read after a
// restart.
func noise() []byte {
	content := make([]byte, 48<<20)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(content)
	return content
}

func TestReadsGoOnAcrossARestart(t *testing.T) {
	t.Parallel()

	content := noise()
	tests := []struct {
		name           string
		victim         func(dir string) string
		offset, length int64
	}{
		{"all of an object, after the supervisor was killed", standalone.SupervisorsFolder, 0, -1},
		{"its end, after the S3 server was killed", func(dir string) string { return dir + "/s3" }, 1 << 20, -1},
		{"a part of it, after Redis was killed", func(dir string) string { return dir + "/redis" }, 3, 40 << 20},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			s, notices := restarts(t, dir)
			bucket(t, s)
			store := s.Store()
			put(t, store, "public/talk.mp4", content)

			body, info, err := store.Get(t.Context(), "public/talk.mp4", tt.offset, tt.length)
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = body.Close() }()
			sum := sha256.New()
			if _, err = io.CopyN(sum, body, 1<<20); err != nil {
				t.Fatal(err)
			}
			end(t, tt.victim(dir), syscall.SIGKILL)
			n, err := io.Copy(sum, body)
			want := content[tt.offset:]
			if tt.length >= 0 {
				want = want[:tt.length]
			}
			if err != nil || n != int64(len(want)-1<<20) || [32]byte(sum.Sum(nil)) != sha256.Sum256(want) {
				t.Errorf("%d bytes after the restart, %v; want %d, and the whole as it was stored", n, err, len(want)-1<<20)
			}
			select {
			case <-notices:
			case <-s.Failed():
				t.Fatal(s.Err())
			}
			if again, err := store.Stat(t.Context(), "public/talk.mp4"); err != nil || again.ETag != info.ETag || again.ContentType != "video/mp4" {
				t.Errorf("Stat = %+v, %v; want %+v", again, err, info)
			}
		})
	}
}

// TestNoReadFailsInARestart asks all the time while the servers are killed again
// and again.
func TestNoReadFailsInARestart(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	s, notices := restarts(t, dir)
	bucket(t, s)
	store := s.Store()
	put(t, store, "public/a", []byte("content"))
	ctx, enough := t.Context(), make(chan struct{})
	asking := func() bool {
		select {
		case <-enough:
			return false
		default:
			return true
		}
	}
	var group errgroup.Group
	var longest time.Duration
	for i := range 4 {
		group.Go(func() error {
			for asking() {
				began := time.Now()
				if i%2 == 0 {
					if _, err := store.Stat(ctx, "public/a"); err != nil {
						return err
					}
				} else if err := readAll(ctx, store, "public/a"); err != nil {
					return err
				}
				if i == 0 {
					longest = max(longest, time.Since(began))
				}
				if _, err := store.Stat(ctx, "public/none"); !errors.Is(err, storage.ErrNotFound) {
					return err
				}
			}
			return nil
		})
	}
	for _, victim := range []string{standalone.SupervisorsFolder(dir), dir + "/s3"} {
		end(t, victim, syscall.SIGKILL)
		select {
		case <-notices:
		case <-s.Failed():
			t.Error(s.Err())
		}
	}
	close(enough)
	if err := group.Wait(); err != nil {
		t.Errorf("a read failed: %v", err)
	}
	t.Logf("the longest answer took %v", longest)
}

func readAll(ctx context.Context, store storage.Store, key string) error {
	_, _, err := storage.ReadAll(ctx, store, key)
	return err
}

// TestReadOfAnObjectThatWasReplaced: half of one and half of another is worse
// than an error.
func TestReadOfAnObjectThatWasReplaced(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	s, notices := restarts(t, dir)
	bucket(t, s)
	content := noise()
	put(t, s.Store(), "public/a", content)
	body, _, err := s.Store().Get(t.Context(), "public/a", 0, -1)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = body.Close() }()
	if _, err := io.CopyN(io.Discard, body, 1<<20); err != nil {
		t.Fatal(err)
	}
	end(t, standalone.SupervisorsFolder(dir), syscall.SIGKILL)
	<-notices
	content[0]++
	put(t, s.Store(), "public/a", content)
	if _, err := io.Copy(io.Discard, body); err == nil || !strings.Contains(err.Error(), "replaced") {
		t.Errorf("err = %v, want to hear that it was replaced", err)
	}
}

// TestReadEndsWithItsReader: one that went away waits for no server.
func TestReadEndsWithItsReader(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	o := options(t, dir)
	s := session(t, o)
	bucket(t, s)
	put(t, s.Store(), "public/a", []byte("content"))
	ctx, cancel := context.WithCancelCause(t.Context())
	gone := errors.New("the reader went away")
	cancel(gone)
	end(t, dir+"/s3", syscall.SIGKILL)
	if _, err := s.Store().Stat(ctx, "public/a"); !errors.Is(err, gone) {
		t.Errorf("Stat = %v, want the cause of its context", err)
	}
	if err := readAll(ctx, s.Store(), "public/a"); !errors.Is(err, gone) {
		t.Errorf("Get = %v, want the cause of its context", err)
	}
}

func TestSessionIsAStore(t *testing.T) {
	t.Parallel()
	proctest.Heavy(t) // a server for each case

	storagetest.Run(t, func(t *testing.T) storage.Store {
		s := session(t, options(t, t.TempDir()))
		bucket(t, s)
		return s.Store()
	})
}

package versitygw_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/standalone/versitygw"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
)

func runner() *proc.Runner { return &proc.Runner{Grace: 5 * time.Second} }

// program is the server's, where it is built.
func program(t *testing.T) string {
	t.Helper()
	path, err := versitygw.Find(os.Getenv)
	if err != nil {
		proctest.Missing(t, "no S3 server: %v", err)
	}
	return path
}

// start runs a server over dir until the test ends.
func start(t *testing.T, program, dir string) *versitygw.Server {
	t.Helper()
	s, err := versitygw.Start(t.Context(), runner(), program, dir)
	if errors.Is(err, versitygw.ErrNoAttributes) {
		proctest.Missing(t, "no S3 server: set TMPDIR to another folder: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

// bucket opens a bucket on s, which is made if it is not there.
func bucket(t *testing.T, s *versitygw.Server) *s3.Store {
	t.Helper()
	store, err := s3.Open(t.Context(), s3.Config{Endpoint: s.Endpoint, AccessKey: s.AccessKey, SecretKey: s.SecretKey, Bucket: "kept"})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	return store
}

func put(t *testing.T, store storage.Store, key string) {
	t.Helper()
	if _, err := store.Put(t.Context(), key, strings.NewReader(key), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
}

func TestObjectsOutliveTheServer(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	first := start(t, program(t), dir)
	put(t, bucket(t, first), "a/b")
	first.Stop()
	second := start(t, program(t), dir)
	if _, err := bucket(t, second).Stat(t.Context(), "a/b"); err != nil {
		t.Error(err)
	}
	if first.SecretKey == second.SecretKey {
		t.Error("both have the same secret key")
	}
}

func TestServerRefusesOtherKeys(t *testing.T) {
	t.Parallel()

	s := start(t, program(t), t.TempDir())
	store, err := s3.Open(t.Context(), s3.Config{Endpoint: s.Endpoint, AccessKey: s.AccessKey, SecretKey: "guessed", Bucket: "kept"})
	if err != nil {
		t.Fatal(err)
	}
	if err := store.EnsureBucket(t.Context()); err == nil {
		t.Error("a guessed key opens it")
	}
}

// TestStartSweeps: what a killed server left of a write goes; what may be gone
// on with stays.
func TestStartSweeps(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	first := start(t, program(t), dir)
	put(t, bucket(t, first), "a/b")
	first.Stop()

	temporary := filepath.Join(dir, "data", "kept", ".sgwtmp")
	part := filepath.Join(temporary, "multipart", "upload", "1")
	if err := os.MkdirAll(filepath.Dir(part), 0o700); err != nil {
		t.Fatal(err)
	}
	orphan := filepath.Join(temporary, "orphan")
	for _, path := range []string{orphan, part} {
		if err := os.WriteFile(path, []byte("unfinished"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	second := start(t, program(t), dir)
	if _, err := os.Lstat(orphan); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the orphan is there: %v", err)
	}
	if _, err := os.Lstat(part); err != nil {
		t.Errorf("the part of an upload is gone: %v", err)
	}
	if _, err := bucket(t, second).Stat(t.Context(), "a/b"); err != nil {
		t.Errorf("the object is gone: %v", err)
	}
}

func TestServersDoNotMeet(t *testing.T) {
	t.Parallel()

	path, dir, servers := program(t), t.TempDir(), make([]*versitygw.Server, 4)
	var starting errgroup.Group
	for i := range servers {
		starting.Go(func() (err error) {
			servers[i], err = versitygw.Start(t.Context(), runner(), path, filepath.Join(dir, fmt.Sprint(i)))
			return err
		})
	}
	err := starting.Wait()
	for _, s := range servers {
		if s != nil {
			t.Cleanup(s.Stop)
		}
	}
	if errors.Is(err, versitygw.ErrNoAttributes) {
		proctest.Missing(t, "no S3 server: set TMPDIR to another folder: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, s := range servers {
		if seen[s.Endpoint] {
			t.Errorf("two servers at %s", s.Endpoint)
		}
		seen[s.Endpoint] = true
		put(t, bucket(t, s), fmt.Sprintf("of-server/%d", i))
	}
	for i, s := range servers {
		for info, err := range bucket(t, s).List(t.Context(), "") {
			if err != nil || info.Key != fmt.Sprintf("of-server/%d", i) {
				t.Errorf("server %d holds %s, %v", i, info.Key, err)
			}
		}
	}
}

// TestStartTriesAgain: somebody may take the port between our finding it and
// the server's.
func TestStartTriesAgain(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	s := start(t, script(t, dir, fmt.Sprintf(`mkdir %q 2>/dev/null && { echo address already in use >&2; exit 1; }; exec %q "$@"`,
		filepath.Join(dir, "tried"), program(t))), filepath.Join(dir, "s3"))
	put(t, bucket(t, s), "a/b")
	if _, err := os.Stat(filepath.Join(dir, "tried")); err != nil {
		t.Errorf("it was not tried twice: %v", err)
	}
}

func TestStartThatFails(t *testing.T) {
	t.Parallel()

	ended, end := context.WithCancelCause(t.Context())
	stopped := errors.New("interrupted")
	end(stopped)
	dir := t.TempDir()
	onProc := filepath.Join(dir, "proc")
	if err := os.MkdirAll(onProc, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/proc", filepath.Join(onProc, "data")); err != nil { // keeps no attributes
		t.Fatal(err)
	}
	tests := []struct {
		name         string
		ctx          context.Context //nolint:containedctx // a case of a table
		program, dir string
		is           error
		words        string
	}{
		{"for want of the program", t.Context(), filepath.Join(dir, "missing"), filepath.Join(dir, "1"), os.ErrNotExist, "the S3 server (" + filepath.Join(dir, "missing") + ") could not be started"},
		{"with the program's words", t.Context(), script(t, dir, "echo this disk is full >&2; exit 1"), filepath.Join(dir, "2"), nil, "could not be started"},
		{"with the cause of its context", ended, script(t, dir, "exec sleep 1000"), filepath.Join(dir, "3"), stopped, "start the S3 server"},
		{"where no attributes are kept", t.Context(), "unused", onProc, versitygw.ErrNoAttributes, "choose a folder on ext4"},
		{"where there cannot be a folder", t.Context(), "unused", "/proc/nowhere", os.ErrNotExist, "make a folder for the S3 server"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := versitygw.Start(tt.ctx, runner(), tt.program, tt.dir)
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.words) {
				t.Errorf("err = %v, want %v with %q", err, tt.is, tt.words)
			}
			if tt.name == "with the program's words" && !strings.Contains(fault.Detail(err), "this disk is full") {
				t.Errorf("detail %q, want the program's words", fault.Detail(err))
			}
		})
	}
}

// script makes a program below dir. No child may be forked meanwhile: it would
// hold the file open for writing, and such a file cannot be run.
func script(t *testing.T, dir, text string) string {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	path := filepath.Join(dir, fmt.Sprintf("program-%x", sha256.Sum256([]byte(text))))
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

package standalone_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/standalone"
)

// TestLockOfAnother: a process that holds the lock and offers no servers, such as
// one of an older release, is named.
func TestLockOfAnother(t *testing.T) {
	t.Parallel()

	in := start(t, t.TempDir())
	if err := os.WriteFile(filepath.Join(in.Dir(), "lock"), fmt.Appendln(nil, 4711), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := standalone.Open(t.Context(), options(t, in.Dir()).Patiently(5*time.Second))
	if !errors.Is(err, standalone.ErrInUse) {
		t.Fatalf("Open = %v, want ErrInUse", err)
	}
	for _, want := range []string{in.Dir(), "process 4711,", "--data"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("Open = %v, want %q in it", err, want)
		}
	}
	// The one that was refused must not have taken anything away.
	if got := redis(t, in.Addresses, "PING"); got != "+PONG" {
		t.Errorf("redis answers %s", got)
	}
}

// TestOpenWaitsForTheLock: whoever holds it may be about to end its servers.
func TestOpenWaitsForTheLock(t *testing.T) {
	t.Parallel()

	in := start(t, t.TempDir())
	opened := make(chan error, 1)
	go func() {
		s, err := standalone.Open(t.Context(), options(t, in.Dir()))
		if err == nil {
			s.Close()
		}
		opened <- err
	}()
	in.Stop()
	if err := <-opened; err != nil {
		t.Errorf("Open = %v, want a session when the lock is free", err)
	}
}

func TestOpenThatIsInterrupted(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "redis-server")

	dir, reached := t.TempDir(), filepath.Join(t.TempDir(), "reached")
	if err := syscall.Mkfifo(reached, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, interrupt := context.WithCancelCause(t.Context())
	started, ended := make(chan error, 1), make(chan error, 1)
	o := options(t, dir)
	program := slowServer(t, reached)
	o.Getenv = func(string) string { return program }
	go func() {
		_, err := standalone.Open(ctx, o)
		ended <- err
	}()
	go func() {
		_, err := os.ReadFile(reached)
		started <- err
	}()
	select {
	case err := <-started:
		if err != nil {
			t.Fatal(err)
		}
	case err := <-ended:
		t.Fatal(err)
	}
	enough := errors.New("enough")
	interrupt(enough)
	if err := <-ended; !errors.Is(err, enough) {
		t.Errorf("Open = %v, want the cause of its context", err)
	}
	waitUntilFree(t, dir)
}

// slowServer is a program that opens and closes a named pipe, and never answers. No child
// may be forked while it is written: it would hold the file open, and such a
// file cannot be run.
func slowServer(t *testing.T, pipe string) string {
	t.Helper()
	return script(t, fmt.Sprintf(": >%q\nexec sleep 1000", pipe))
}

func script(t *testing.T, text string) string {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	path := filepath.Join(t.TempDir(), "versitygw")
	if err := os.WriteFile(path, []byte("#!/bin/sh\n"+text+"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestOpenOfWhatIsNoFolder(t *testing.T) {
	t.Parallel()

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := standalone.Open(t.Context(), options(t, file)); !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("Open = %v, want ENOTDIR", err)
	}
}

package standalone_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/standalone"
)

func TestOneProcessForAFolder(t *testing.T) {
	t.Parallel()

	in := start(t, t.TempDir())
	_, err := standalone.Start(t.Context(), in.Dir(), os.Getenv)
	if !errors.Is(err, standalone.ErrInUse) {
		t.Fatalf("Start = %v, want ErrInUse", err)
	}
	for _, want := range []string{in.Dir(), fmt.Sprintf("process %d;", os.Getpid()), "--data"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("Start = %v, want %q in it", err, want)
		}
	}
	// The one that was refused must not have taken anything away.
	if got := redis(t, in, "PING"); got != "+PONG" {
		t.Errorf("redis answers %s", got)
	}
	if _, running, err := standalone.Running(in.Dir()); !running || err != nil {
		t.Errorf("Running = %t, %v; want true", running, err)
	}
}

func TestRunning(t *testing.T) {
	t.Parallel()

	dir := filepath.Join(t.TempDir(), "data")
	idle := func(when string) {
		t.Helper()
		if a, running, err := standalone.Running(dir); running || err != nil || a != (standalone.Addresses{}) {
			t.Errorf("Running %s = %+v, %t, %v; want none", when, a, running, err)
		}
	}
	idle("before there is a folder")
	if _, err := os.Stat(dir); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("to ask made the folder: %v", err)
	}
	in := start(t, dir)
	if a, running, err := standalone.Running(dir); !running || err != nil || a != in.Addresses {
		t.Errorf("Running meanwhile = %+v, %t, %v; want %+v", a, running, err, in.Addresses)
	}
	announced := filepath.Join(dir, "services.json")
	if info, err := os.Stat(announced); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("services.json, which holds a key: %v, %v; want it to be readable for its owner only", info, err)
	}
	in.Stop()
	idle("after")
	if _, err := os.Stat(announced); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("services.json after Stop: %v, want it to be gone", err)
	}
}

// TestRunningWhileItStarts: between the lock and the first answer there is
// nothing to reach, least of all what a killed process has left.
func TestRunningWhileItStarts(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "redis-server")

	dir, reached := t.TempDir(), filepath.Join(t.TempDir(), "reached")
	stale, err := json.Marshal(standalone.Addresses{Endpoint: "http://127.0.0.1:1"})
	if err != nil {
		t.Fatal(err)
	}
	if err = os.WriteFile(filepath.Join(dir, "services.json"), stale, 0o600); err != nil {
		t.Fatal(err)
	}
	if err = syscall.Mkfifo(reached, 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancelCause(t.Context())
	started, ended := make(chan error, 1), make(chan error, 1)
	program := slowServer(t, reached)
	go func() {
		_, startErr := standalone.Start(ctx, dir, func(string) string { return program })
		ended <- startErr
	}()
	go func() {
		_, readErr := os.ReadFile(reached)
		started <- readErr
	}()
	select {
	case err = <-started:
	case err = <-ended:
	}
	if err != nil {
		t.Fatal(err)
	}

	if a, running, err := standalone.Running(dir); err == nil || !strings.Contains(err.Error(), "do not answer yet") {
		t.Errorf("Running = %+v, %t, %v; want an error that says to wait", a, running, err)
	}
	enough := errors.New("enough")
	stop(enough)
	if err := <-ended; !errors.Is(err, enough) {
		t.Errorf("Start = %v, want the cause of its context", err)
	}
	if left := processes(t, dir); len(left) > 0 {
		t.Errorf("children %v are left", left)
	}
}

// slowServer is a program that opens and closes a named pipe, and never answers. No child
// may be forked while it is written: it would hold the file open, and such a
// file cannot be run.
func slowServer(t *testing.T, pipe string) string {
	t.Helper()
	syscall.ForkLock.RLock()
	defer syscall.ForkLock.RUnlock()
	path := filepath.Join(t.TempDir(), "versitygw")
	if err := os.WriteFile(path, fmt.Appendf(nil, "#!/bin/sh\n: >%q\nexec sleep 1000\n", pipe), 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestRunningOfWhatIsNoFolder(t *testing.T) {
	t.Parallel()

	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, running, err := standalone.Running(file); running || !errors.Is(err, syscall.ENOTDIR) {
		t.Errorf("Running = %t, %v; want ENOTDIR", running, err)
	}
}

package standalone_test

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"go.uber.org/goleak"

	"proceedings/internal/fault"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/standalone"
	"proceedings/internal/standalone/versitygw"
	"proceedings/internal/storage"
	"proceedings/internal/storage/s3"
)

// TestMain runs the tests, or plays a supervisor or a command that is to be
// killed.
func TestMain(m *testing.M) {
	if args := os.Args[1:]; standalone.IsSupervisor(args) {
		os.Exit(standalone.Supervise(args, os.Getenv))
	}
	if dir := os.Getenv(victimEnv); dir != "" {
		os.Exit(victim(dir))
	}
	goleak.VerifyTestMain(m,
		// Idle connections of the S3 client, which it keeps for a while.
		goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"),
		goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"))
}

// need skips the test where a server is not installed.
func need(t *testing.T) {
	t.Helper()
	proctest.Need(t, "redis-server")
	if _, err := versitygw.Find(os.Getenv); err != nil {
		proctest.Missing(t, "no S3 server: %v", err)
	}
}

// start runs an installation over dir until the test ends.
func start(t *testing.T, dir string) *standalone.Installation {
	t.Helper()
	need(t)
	in, err := standalone.Start(t.Context(), dir, os.Getenv)
	if errors.Is(err, versitygw.ErrNoAttributes) {
		proctest.Missing(t, "no S3 server: set TMPDIR to another folder: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(in.Stop)
	return in
}

func open(t *testing.T, in *standalone.Installation) storage.Store {
	t.Helper()
	store, err := s3.Open(t.Context(), in.S3())
	if err != nil {
		t.Fatal(err)
	}
	if err := store.EnsureBucket(t.Context()); err != nil {
		t.Fatal(err)
	}
	return standalone.Durable{Store: store, Dir: in.Dir()}
}

// redis sends a command and returns the answer, which is to be of one line.
func redis(t *testing.T, at standalone.Addresses, command string) string {
	t.Helper()
	conn, err := net.Dial("unix", socket(at))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	if _, err = fmt.Fprint(conn, command+"\r\n"); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(conn).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(line)
}

func socket(at standalone.Addresses) string {
	return strings.TrimPrefix(at.Redis, "redis-socket://")
}

// processes are those that have text in their command line.
func processes(t *testing.T, text string) (pids []int) {
	t.Helper()
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range lines {
		line, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(line), text) {
			continue // some end while we look
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err != nil {
			t.Fatal(err)
		}
		pids = append(pids, pid)
	}
	return pids
}

func TestWhatIsThereOutlivesAStop(t *testing.T) {
	t.Parallel()

	dir := filepath.Join(t.TempDir(), "made", "on the way")
	first := start(t, dir)
	if first.Dir() != dir {
		t.Errorf("Dir = %s, want %s", first.Dir(), dir)
	}
	info, err := open(t, first).Put(t.Context(), "archive/meetings/m/record.json", strings.NewReader("{}"), storage.Attrs{ContentType: "application/json"}, storage.IfAbsent)
	if err != nil {
		t.Fatal(err)
	}
	if got := redis(t, first.Addresses, "SET task waiting"); got != "+OK" {
		t.Fatalf("redis answers %s", got)
	}
	if n := len(processes(t, dir)); n != 2 {
		t.Errorf("%d children, want Redis and the S3 server", n)
	}
	first.Stop()
	if left := processes(t, dir); len(left) > 0 {
		t.Errorf("children %v are left", left)
	}

	second := start(t, dir)
	got, err := open(t, second).Stat(t.Context(), "archive/meetings/m/record.json")
	if err != nil || got.ETag != info.ETag || got.ContentType != "application/json" {
		t.Errorf("Stat after a restart = %+v, %v; want what was stored, with ETag %s", got, err, info.ETag)
	}
	if got := redis(t, second.Addresses, "EXISTS task"); got != ":1" {
		t.Errorf("the queue has %s of one task after a restart", got)
	}
}

// TestLongPath: the path of a unix socket has an end, that of a folder hardly.
func TestLongPath(t *testing.T) {
	t.Parallel()

	in := start(t, filepath.Join(t.TempDir(), strings.Repeat("long/", 30)))
	short := socket(in.Addresses)
	if len(short) > 107 {
		t.Errorf("the socket's path has %d bytes: %s", len(short), short)
	}
	if got := redis(t, in.Addresses, "SET task waiting"); got != "+OK" {
		t.Errorf("redis answers %s", got)
	}
	in.Stop()
	if _, err := os.Stat(filepath.Dir(short)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the socket's folder is left: %v", err)
	}
	again := start(t, in.Dir())
	if got := redis(t, again.Addresses, "EXISTS task"); got != ":1" {
		t.Errorf("the queue has %s of one task after a restart: its file is not in the data folder", got)
	}
}

func TestServerThatEndsByItself(t *testing.T) {
	t.Parallel()

	tests := []struct{ name, folder, want string }{
		{"redis", "redis", "Redis ended"},
		{"the S3 server", "s3", "the S3 server ended"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			in := start(t, t.TempDir())
			failed := in.Failed()
			select {
			case <-failed:
				t.Fatalf("it has ended before anything happened: %v", in.Err())
			default:
			}
			pids := processes(t, filepath.Join(in.Dir(), tt.folder))
			if len(pids) != 1 {
				t.Fatalf("processes %v, want one", pids)
			}
			if err := syscall.Kill(pids[0], syscall.SIGKILL); err != nil {
				t.Fatal(err)
			}
			<-failed
			if err := in.Err(); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("Err = %v, want %q in it", err, tt.want)
			}
			inLog(t, in.Dir(), in.Err(), "ended: signal: killed")
			in.Stop()
			if left := processes(t, in.Dir()); len(left) > 0 {
				t.Errorf("children %v are left", left)
			}
		})
	}
}

// inLog makes sure that err names the log of the servers, and that their words
// are there and not in err.
func inLog(t *testing.T, dir string, err error, words string) {
	t.Helper()
	path := filepath.Join(dir, "servers.log")
	data, readErr := os.ReadFile(path)
	if err == nil || !strings.Contains(err.Error(), path) || strings.Contains(err.Error(), words) {
		t.Errorf("err = %v, want one that names %s, without %q", err, path, words)
	}
	if readErr != nil || !strings.Contains(string(data), words) {
		t.Errorf("log %q, %v; want %q in it", data, readErr, words)
	}
}

// TestStartWithoutPrograms is not parallel: it sets the environment.
func TestStartWithoutPrograms(t *testing.T) {
	dir := t.TempDir()
	program := filepath.Join(t.TempDir(), "versitygw")
	if err := os.WriteFile(program, []byte("#!/bin/sh\necho no licence to run >&2; exit 1\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	getenv := func(string) string { return program }
	idle := func(what string) {
		t.Helper()
		if left := processes(t, dir); len(left) > 0 {
			t.Errorf("%s: children %v are left", what, left)
		}
		if !standalone.IsFree(dir) {
			t.Errorf("%s: the folder is locked", what)
		}
	}

	if _, err := standalone.Start(t.Context(), dir, func(string) string { return program + "-missing" }); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no S3 server: Start = %v, want os.ErrNotExist", err)
	}
	idle("no S3 server")

	proctest.Need(t, "redis-server")
	if _, err := standalone.Start(t.Context(), dir, getenv); !strings.Contains(fault.Detail(err), "no licence to run") {
		t.Errorf("an S3 server that does not run: Start = %v, want its words in the detail", err)
	}
	idle("an S3 server that does not run")

	t.Setenv("PATH", dir)
	if _, err := standalone.Start(t.Context(), dir, getenv); err == nil || !strings.Contains(err.Error(), "scripts/setup") {
		t.Errorf("no redis: Start = %v, want an error that says what to do", err)
	}
	idle("no redis")
}

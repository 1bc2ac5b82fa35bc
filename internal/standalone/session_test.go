package standalone_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/standalone"
	"proceedings/internal/standalone/versitygw"
)

// patience is how long a test waits for what should happen at once before it says
// that it hangs.
const patience = 5 * time.Minute

func options(t *testing.T, dir string) standalone.Options {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return standalone.Options{Dir: dir, Self: self, Getenv: os.Getenv}
}

// session opens one until the test ends.
func session(t *testing.T, o standalone.Options) *standalone.Session {
	t.Helper()
	need(t)
	s, err := standalone.Open(t.Context(), o)
	if errors.Is(err, versitygw.ErrNoAttributes) {
		proctest.Missing(t, "no S3 server: set TMPDIR to another folder: %v", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// waitUntilFree waits until the lock is free, and looks for what is left.
func waitUntilFree(t *testing.T, dir string) {
	t.Helper()
	end := time.Now().Add(patience)
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for !standalone.IsFree(dir) {
		if time.Now().After(end) {
			t.Fatalf("the folder is still locked; its processes are %v", processes(t, dir))
		}
		<-tick.C
	}
	for len(processes(t, dir)) > 0 { // the supervisor itself ends after it has unlocked
		if time.Now().After(end) {
			t.Fatalf("processes %v are left", processes(t, dir))
		}
		<-tick.C
	}
	for _, name := range []string{"services.json", "supervisor.sock"} {
		if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: %v, want it to be gone", name, err)
		}
	}
}

func pings(t *testing.T, s *standalone.Session) {
	t.Helper()
	if got := redis(t, s.Addresses(), "PING"); got != "+PONG" {
		t.Errorf("redis answers %s", got)
	}
}

func TestSessionsShareTheServers(t *testing.T) {
	t.Parallel()

	dir := filepath.Join(t.TempDir(), "made")
	first := session(t, options(t, dir))
	second := session(t, options(t, dir))
	if first.Addresses() != second.Addresses() {
		t.Errorf("%+v and %+v, want the same servers", first.Addresses(), second.Addresses())
	}
	if n := len(processes(t, dir)); n != 3 {
		t.Errorf("%d processes, want a supervisor, Redis and the S3 server", n)
	}
	if info, err := os.Stat(filepath.Join(dir, "services.json")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("services.json, which holds a key: %v, %v; want it to be readable for its owner only", info, err)
	}
	if info, err := os.Stat(filepath.Join(dir, "supervisor.sock")); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("the socket: %v, %v; want it to be open for its owner only", info, err)
	}
	first.Close()
	pings(t, second)
	second.Close()
	if !standalone.IsFree(dir) {
		t.Error("the folder is locked after the last session")
	}
	waitUntilFree(t, dir)
}

// TestSessionsAtOnce opens and closes many: each works while it is open, whatever
// the others do.
func TestSessionsAtOnce(t *testing.T) {
	t.Parallel()
	need(t)

	dir := t.TempDir()
	var group errgroup.Group
	for i := range 6 {
		group.Go(func() error {
			for range 3 {
				s, err := standalone.Open(t.Context(), options(t, dir))
				if errors.Is(err, versitygw.ErrNoAttributes) {
					return nil // other tests say so
				}
				if err != nil {
					return fmt.Errorf("session %d: %w", i, err)
				}
				_, err = s.Store().Stat(t.Context(), "none")
				select {
				case <-s.Failed():
					err = s.Err()
				default:
				}
				s.Close()
				if err == nil || !strings.Contains(err.Error(), "none") && !strings.Contains(err.Error(), "bucket") {
					return fmt.Errorf("session %d: Stat = %w, want to hear that there is nothing", i, err)
				}
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
	waitUntilFree(t, dir)
}

const victimEnv = "STANDALONE_TEST_VICTIM" // a folder: the test binary opens a session on it and waits

// victim is a command that is to be killed.
func victim(dir string) int {
	self, err := os.Executable()
	if err == nil {
		_, err = standalone.Open(context.Background(), standalone.Options{Dir: dir, Self: self, Getenv: os.Getenv})
	}
	if err != nil {
		fmt.Println(err)
		return 1
	}
	fmt.Println("open")
	select {}
}

// startVictim runs one until it has opened its session.
func startVictim(t *testing.T, dir string) *os.Process {
	t.Helper()
	need(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	said, out, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = said.Close() }()
	p, err := os.StartProcess(self, []string{self}, &os.ProcAttr{
		Env: append(os.Environ(), victimEnv+"="+dir), Files: []*os.File{nil, out, os.Stderr},
	})
	if err = errors.Join(err, out.Close()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = p.Kill()
		_, _ = p.Wait()
	})
	if line, err := bufio.NewReader(said).ReadString('\n'); line != "open\n" {
		t.Fatalf("the other command says %q, %v", line, err)
	}
	return p
}

func kill(t *testing.T, p *os.Process) {
	t.Helper()
	if err := p.Kill(); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Wait(); err != nil {
		t.Fatal(err)
	}
}

// TestKilledCommandLeavesTheServersToOthers: also one that started them.
func TestKilledCommandLeavesTheServersToOthers(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	starter := startVictim(t, dir)
	var notices []string
	o := options(t, dir)
	o.Notify = func(text string) { notices = append(notices, text) }
	s := session(t, o)
	before := s.Addresses()
	kill(t, starter)
	guest := startVictim(t, dir)
	kill(t, guest)
	pings(t, s)
	s.Close()
	if after := s.Addresses(); after != before || len(notices) > 0 {
		t.Errorf("the servers were started again: %v", notices)
	}
	waitUntilFree(t, dir)
}

func TestKilledCommandLeavesNothingRunning(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	p := startVictim(t, dir)
	if n := len(processes(t, dir)); n != 3 {
		t.Errorf("%d processes, want 3", n)
	}
	kill(t, p)
	waitUntilFree(t, dir)
}

// restarts opens a session that tells of restarts.
func restarts(t *testing.T, dir string) (*standalone.Session, <-chan string) {
	t.Helper()
	notices := make(chan string, 10)
	o := options(t, dir)
	o.Notify = func(text string) { notices <- text }
	return session(t, o), notices
}

// end sends a signal to the one process of a folder with text in its command line.
func end(t *testing.T, text string, sig syscall.Signal) {
	t.Helper()
	pids := processes(t, text)
	if len(pids) != 1 {
		t.Fatalf("processes %v have %q in their command line, want one", pids, text)
	}
	if err := syscall.Kill(pids[0], sig); err != nil {
		t.Fatal(err)
	}
}

func TestSessionStartsTheServersAgain(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, dir string
		victim    func(dir string) string
		want      string
	}{
		{"after the supervisor was killed", "data", standalone.SupervisorsFolder, "The process that runs Redis"},
		{"after the supervisor of a folder with a long path was killed", strings.Repeat("long/", 30), standalone.SupervisorsFolder, "The process that runs Redis"},
		{"after Redis was killed", "data", func(dir string) string { return filepath.Join(dir, "redis") }, "Redis ended"},
		{"after the S3 server was killed", "data", func(dir string) string { return filepath.Join(dir, "s3") }, "The S3 server ended"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			dir := filepath.Join(t.TempDir(), tt.dir)
			s, notices := restarts(t, dir)
			other, others := restarts(t, dir)
			if got := redis(t, s.Addresses(), "SET task waiting"); got != "+OK" {
				t.Fatalf("redis answers %s", got)
			}
			before := s.Addresses()
			end(t, tt.victim(dir), syscall.SIGKILL)
			for _, heard := range []<-chan string{notices, others} {
				select {
				case text := <-heard:
					if !strings.Contains(text, tt.want) {
						t.Errorf("it says %q, want %q in it", text, tt.want)
					}
				case <-s.Failed():
					t.Fatal(s.Err())
				case <-other.Failed():
					t.Fatal(other.Err())
				}
			}
			if after := s.Addresses(); after.Redis != before.Redis {
				t.Errorf("redis is at %s after %s: the queue's clients would not find it", after.Redis, before.Redis)
			}
			if got := redis(t, other.Addresses(), "EXISTS task"); got != ":1" {
				t.Errorf("the queue has %s of one task", got)
			}
			if a, b := s.Addresses(), other.Addresses(); a != b {
				t.Errorf("two sessions have %+v and %+v", a, b)
			}
			s.Close()
			other.Close()
			waitUntilFree(t, dir)
		})
	}
}

// TestSupervisorThatIsToldToEnd: as when the machine shuts down.
func TestSupervisorThatIsToldToEnd(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	s, _ := restarts(t, dir)
	end(t, standalone.SupervisorsFolder(dir), syscall.SIGTERM)
	pings(t, s) // it waits for its users
	s.Close()
	waitUntilFree(t, dir)
}

// TestSessionGivesUp where the servers do not start again, with their words.
func TestSessionGivesUp(t *testing.T) {
	t.Parallel()
	need(t)

	real, err := versitygw.Find(os.Getenv)
	if err != nil {
		t.Fatal(err)
	}
	once := filepath.Join(t.TempDir(), "once")
	program := script(t, fmt.Sprintf(`mkdir %q && exec %q "$@"; echo this disk is full >&2; exit 1`, once, real))
	dir := t.TempDir()
	o := options(t, dir)
	o.Getenv = func(string) string { return program }
	s := session(t, o)
	end(t, standalone.SupervisorsFolder(dir), syscall.SIGKILL)
	<-s.Failed()
	inLog(t, dir, s.Err(), "this disk is full")
	s.Close()
	waitUntilFree(t, dir)
}

func TestOpenSaysWhatIsMissing(t *testing.T) {
	t.Parallel()
	need(t)

	noAttributes := filepath.Join(t.TempDir(), "data")
	if err := os.MkdirAll(filepath.Join(noAttributes, "s3"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("/proc", filepath.Join(noAttributes, "s3", "data")); err != nil {
		t.Fatal(err)
	}
	missing := filepath.Join(t.TempDir(), "missing")
	tests := []struct {
		name   string
		change func(*standalone.Options)
		is     error
		words  string
	}{
		{"no S3 server", func(o *standalone.Options) { o.Getenv = func(string) string { return missing } }, os.ErrNotExist, missing},
		{"an S3 server that does not run", func(o *standalone.Options) {
			program := script(t, "echo no licence to run >&2; exit 1")
			o.Getenv = func(string) string { return program }
		}, nil, "could not be started"},
		{"a file system without attributes", func(o *standalone.Options) { o.Dir = noAttributes }, versitygw.ErrNoAttributes, "choose a folder on ext4"},
		{"no program to start", func(o *standalone.Options) { o.Self = missing }, os.ErrNotExist, missing},
		{"a program that is another one", func(o *standalone.Options) { o.Self = "true" }, nil, "start the servers"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o := options(t, t.TempDir())
			tt.change(&o)
			_, err := standalone.Open(t.Context(), o)
			if err == nil || tt.is != nil && !errors.Is(err, tt.is) || !strings.Contains(err.Error(), tt.words) {
				t.Errorf("Open = %v, want %v with %q", err, tt.is, tt.words)
			}
			if tt.words == "could not be started" {
				inLog(t, o.Dir, err, "no licence to run")
			}
			waitUntilFree(t, o.Dir)
		})
	}
}

func TestCloseMayBeRepeated(t *testing.T) {
	t.Parallel()

	s := session(t, options(t, t.TempDir()))
	var group sync.WaitGroup
	for range 3 {
		group.Go(s.Close)
	}
	group.Wait()
	waitUntilFree(t, s.Dir())
}

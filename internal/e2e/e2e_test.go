// Package e2e tests the commands as users run them: with real binaries, Redis, an S3
// server, ffmpeg, LibreOffice and a browser.
package e2e_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"proceedings/internal/proc/proctest"
)

// programs are the binaries under test, built once.
//
//nolint:gochecknoglobals // set once by TestMain, before any test
var programs string

func TestMain(m *testing.M) {
	proctest.AtOnce(6) // most of them wait: for retries, leases and a video that plays
	os.Exit(func() int {
		dir, err := os.MkdirTemp("", "proceedings-e2e-")
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
		defer func() { _ = os.RemoveAll(dir) }()
		build := exec.Command("go", "build", "-o", dir, "./cmd/ingest", "./cmd/worker")
		build.Dir = "../.."
		if out, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "build the commands: %v\n%s", err, out)
			return 1
		}
		programs = dir
		return m.Run()
	}())
}

// needTools skips the test if tools for publishing are missing, or if slow tests are not
// requested.
func needTools(t *testing.T) {
	t.Helper()
	if os.Getenv(proctest.Require) != "1" {
		t.Skipf("it takes minutes: set %s=1, as make test does", proctest.Require)
	}
	proctest.Need(t, "ffmpeg", "ffprobe", "soffice", "pdftocairo", "pdftotext", "pdfinfo", "cwebp", "redis-server")
}

// deadline is the time after which a wait fails the test.
const deadline = 8 * time.Minute

// program is a running command.
type program struct {
	*exec.Cmd
	out syncBuffer // stdout and stderr
	end chan struct{}
	err error
}

// start runs ingest or worker. env is added to the environment.
func start(t *testing.T, env []string, name string, args ...string) *program {
	t.Helper()
	return launch(t, env, filepath.Join(programs, name), args...)
}

// launch runs any program like start.
func launch(t *testing.T, env []string, path string, args ...string) *program {
	t.Helper()
	p := &program{Cmd: exec.Command(path, args...), end: make(chan struct{})}
	p.Env = append(os.Environ(), env...)
	p.Stdout, p.Stderr = &p.out, &p.out
	p.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		p.err = p.Wait()
		close(p.end)
	}()
	t.Cleanup(func() {
		_ = p.Process.Signal(syscall.SIGTERM)
		select {
		case <-p.end:
		case <-time.After(deadline):
			_ = p.Process.Kill()
			<-p.end
			t.Errorf("%s %s did not end on SIGTERM", path, strings.Join(args, " "))
		}
		if t.Failed() {
			t.Logf("output of %s %s:\n%s", path, strings.Join(args, " "), p.out.String())
		}
	})
	return p
}

func (p *program) ended() bool {
	select {
	case <-p.end:
		return true
	default:
		return false
	}
}

// code waits for the end and returns the exit code.
func (p *program) code(t *testing.T) int {
	t.Helper()
	select {
	case <-p.end:
	case <-time.After(deadline):
		t.Fatalf("%s did not end", p.Path)
	}
	exit := (*exec.ExitError)(nil)
	if p.err != nil && !errors.As(p.err, &exit) {
		t.Fatal(p.err)
	}
	return p.ProcessState.ExitCode()
}

// ingest runs ingest, expects an exit code, and returns the output.
func ingest(t *testing.T, env []string, want int, args ...string) string {
	t.Helper()
	p := start(t, env, "ingest", args...)
	if got := p.code(t); got != want {
		t.Fatalf("ingest %s: exit code %d, want %d:\n%s", strings.Join(args, " "), got, want, p.out.String())
	}
	return p.out.String()
}

// waitFor calls try until it returns true.
func waitFor(t *testing.T, what string, try func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for !try() {
		select {
		case <-ctx.Done():
			t.Fatalf("timeout: %s", what)
		case <-tick.C:
		}
	}
}

// serve runs ingest serve and returns the address of the public space.
func serve(t *testing.T, env []string, args ...string) string {
	t.Helper()
	return start(t, env, "ingest", append([]string{"serve", "--listen", "127.0.0.1:0"}, args...)...).base(t)
}

// base waits until ingest serve prints its address.
func (p *program) base(t *testing.T) (base string) {
	t.Helper()
	waitFor(t, "ingest serve", func() bool {
		select {
		case <-p.end:
			t.Fatalf("ingest serve ended:\n%s", p.out.String())
		default:
		}
		_, after, found := strings.Cut(p.out.String(), "Serving ")
		base, _, _ = strings.Cut(after, "\n")
		return found && strings.HasSuffix(base, "/")
	})
	return base
}

// syncBuffer is a buffer that is read while a child writes it.
type syncBuffer struct {
	mu  sync.Mutex
	buf bytes.Buffer
}

func (b *syncBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.Write(p)
}

func (b *syncBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buf.String()
}

// lastJSON decodes the last line of text.
func lastJSON(t *testing.T, text string, v any) {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(text), "\n")
	if err := json.Unmarshal([]byte(lines[len(lines)-1]), v); err != nil {
		t.Fatalf("the last line is not JSON: %v\n%s", err, text)
	}
}

// example returns the folder of the repository's example meeting.
func example(t *testing.T) string {
	t.Helper()
	dir, err := filepath.Abs("../../examples/cluster-meeting")
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

const exampleID = "2026-03-12-harbour-cluster-spring-meeting"

package proc_test

import (
	"errors"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// stallLimit is how long a tool of these tests may do nothing.
const stallLimit = time.Second

// sleepers are runs of tools that spend their time asleep. They all begin at once, however
// few tests may run in parallel.
type sleepers struct{ ends []func(*testing.T) }

// begin starts c; end gets the result in a subtest.
func (s *sleepers) begin(t *testing.T, name string, r *proc.Runner, c proc.Command, end func(t *testing.T, stderr string, err error)) {
	t.Helper()
	c.Stall = stallLimit
	var stderr string
	var err error
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		stderr, err = r.Run(t.Context(), c)
	}()
	s.ends = append(s.ends, func(t *testing.T) {
		t.Helper()
		t.Run(name, func(t *testing.T) {
			<-ended
			end(t, stderr, err)
		})
	})
}

// wait runs the subtests.
func (s *sleepers) wait(t *testing.T) {
	t.Helper()
	for _, end := range s.ends {
		end(t)
	}
}

func TestStalledToolIsKilled(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "flock", "python3")

	lock, err := os.Create(filepath.Join(t.TempDir(), "lock"))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = lock.Close() }()
	if err := unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	var all sleepers
	for name, script := range map[string]string{
		"it sleeps":             "exec sleep 1000",
		"it was stopped":        "kill -STOP $$",
		"its helper is stopped": "sh -c 'kill -STOP $$' & wait",
		"it waits for a lock":   `exec flock "$1" true`,
		"it waits for a pipe":   `mkfifo pipe; read line <pipe`,
		"it looks for a file ten times a second": `exec python3 -c "import os, time
while not os.path.exists('gone'): time.sleep(.1)"`,
	} {
		for where, r := range runners(t, time.Millisecond) {
			line := newLifeline(t, t.TempDir())
			c := shell(t.TempDir(), `exec 4>"$2"; echo words >&2; `+script, lock.Name(), line.path)
			c.Write = append(c.Write, line.path, lock.Name())
			all.begin(t, name+" "+where, r, c, func(t *testing.T, stderr string, err error) {
				t.Helper()
				stall, ok := errors.AsType[*proc.StallError](err)
				if !ok || stall.For < stallLimit || stderr != "words" {
					t.Fatalf("Run = %q, %v; want a StallError and the words", stderr, err)
				}
				if want := "run sh: it did nothing for 1s: "; !strings.HasPrefix(err.Error(), want) || fault.IsPermanent(err) || fault.IsWorker(err) {
					t.Errorf("err = %v, want %s…", err, want)
				}
				line.gone(t)
			})
		}
	}
	all.wait(t)
}

// TestToolThatWaitsForTheNetwork runs in the open: the sandbox has none.
func TestToolThatWaitsForTheNetwork(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "bash")

	l, err := net.Listen("tcp", "127.0.0.1:0") // accepts, and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	address := strings.ReplaceAll(l.Addr().String(), ":", "/")
	c := proc.Command{Path: "bash", Args: []string{"-c", "exec 3<>/dev/tcp/" + address + "; read line <&3"}, Stall: stallLimit}
	_, err = (&proc.Runner{Grace: grace}).Run(t.Context(), c)
	if _, ok := errors.AsType[*proc.StallError](err); !ok {
		t.Errorf("err = %v, want a StallError", err)
	}
}

// TestSlowToolIsNotKilled: each takes at least twice the limit.
func TestSlowToolIsNotKilled(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg")

	// piece by piece, it writes at a pace that the limit allows.
	piece := func(to io.Writer, data []byte) error {
		const pieces = 10
		for i := range pieces {
			time.Sleep(stallLimit / 5)
			if _, err := to.Write(data[i*len(data)/pieces : (i+1)*len(data)/pieces]); err != nil {
				return err
			}
		}
		return nil
	}
	film, err := os.ReadFile(proctest.Encode(t, "film.ts", "-f", "lavfi", "-i", "testsrc=d=2:s=320x180"))
	if err != nil {
		t.Fatal(err)
	}
	succeeds := func(t *testing.T, stderr string, err error) {
		t.Helper()
		if err != nil || stderr != "" {
			t.Errorf("Run = %q, %v", stderr, err)
		}
	}
	var all sleepers
	for where, r := range runners(t, grace) {
		in, out := io.Pipe()
		go func() { _ = out.CloseWithError(piece(out, []byte("ten bytes."))) }()
		var got strings.Builder
		all.begin(t, "it reads a byte from time to time "+where, r, proc.Command{Path: "cat", Stdin: in, Stdout: &got}, func(t *testing.T, stderr string, err error) {
			t.Helper()
			if succeeds(t, stderr, err); got.String() != "ten bytes." {
				t.Errorf("it read %q", got.String())
			}
		})
		all.begin(t, "it writes a byte from time to time "+where, r, shell(t.TempDir(), "for i in 1 2 3 4; do sleep 0.5; printf x >>file; done"), succeeds)
		all.begin(t, "its helper computes "+where, r, shell(t.TempDir(), "(ulimit -t 2; while :; do :; done) & wait"), succeeds)

		dir := t.TempDir()
		pipe := filepath.Join(dir, "film.ts")
		if err := unix.Mkfifo(pipe, 0o600); err != nil {
			t.Fatal(err)
		}
		go func() {
			if to, err := os.OpenFile(pipe, os.O_WRONLY, 0); err == nil {
				_ = errors.Join(piece(to, film), to.Close()) // ffmpeg fails if it gets less
			}
		}()
		all.begin(t, "ffmpeg reads a recording as fast as it comes "+where, r, proc.Command{
			Path: "ffmpeg", Args: []string{"-v", "error", "-nostdin", "-xerror", "-i", pipe, "-c:v", "mpeg4", "out.mp4"}, Dir: dir, Write: []string{dir},
		}, succeeds)
	}
	all.wait(t)
}

// TestToolWithoutWork: the limit begins with the work.
func TestToolWithoutWork(t *testing.T) {
	t.Parallel()

	var hasWork atomic.Bool
	began := time.Now()
	time.AfterFunc(2*stallLimit, func() { hasWork.Store(true) })
	c := proc.Command{Path: "sleep", Args: []string{"1000"}, Stall: stallLimit, Waits: func() bool { return !hasWork.Load() }}
	_, err := (&proc.Runner{Grace: grace}).Run(t.Context(), c)
	if _, ok := errors.AsType[*proc.StallError](err); !ok || time.Since(began) < 2*stallLimit+stallLimit/2 {
		t.Errorf("err = %v after %s, want a StallError one second after it has work", err, time.Since(began))
	}
}

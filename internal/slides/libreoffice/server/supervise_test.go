package server_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/libreoffice/server"
)

// counting counts the children that it starts and those that still run.
type counting struct {
	*proc.Runner

	starts, running atomic.Int32
	ended           chan struct{} // nil, or gets one value for each child that has ended
}

func (r *counting) Run(ctx context.Context, c proc.Command) (string, error) {
	r.starts.Add(1)
	r.running.Add(1)
	defer func() {
		r.running.Add(-1)
		if r.ended != nil {
			r.ended <- struct{}{}
		}
	}()
	return r.Runner.Run(ctx, c)
}

// scripted is a server whose script runs body for each line of input, with r the
// request, n the number of earlier decks and life the number of earlier scripts.
// made(r) writes the output file and answers.
func scripted(t *testing.T, body string) (*server.Server, *counting) {
	t.Helper()
	proctest.Need(t, "/usr/bin/python3")
	lives := t.TempDir()
	r := &counting{Runner: &proc.Runner{Grace: 5 * time.Second}}
	s := server.New(r, t.TempDir())
	s.UseScript(`import json, os, signal, subprocess, sys, time
lives = ` + strconv.Quote(lives) + `
life = len(os.listdir(lives))
open(os.path.join(lives, str(life)), "w").close()
def say(**answer): print(json.dumps(answer), flush=True)
def made(r, **more):
    with open(r["out"], "w") as f: f.write("made by %d" % life)
    say(**{"id": r["id"], "ok": True, "rss": 1, **more})
say(id=0, ok=True)
for n, line in enumerate(sys.stdin):
    r = json.loads(line)
` + body)
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
		if n := r.running.Load(); n != 0 {
			t.Errorf("%d children still run after Close", n)
		}
	})
	return s, r
}

// decks converts n decks and returns the life of the script that made each.
func decks(t *testing.T, s *server.Server, n int) (by string) {
	t.Helper()
	in := write(t, []byte("deck"))
	for range n {
		out := filepath.Join(t.TempDir(), "made.pdf")
		if err := s.Convert(t.Context(), server.Conversion{In: in, Out: out, Export: "pdf"}); err != nil {
			return by + "!" + err.Error()
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		by += strings.TrimPrefix(string(data), "made by ")
	}
	return by
}

func TestSupervision(t *testing.T) {
	t.Parallel()

	hang := "    subprocess.Popen(['sleep', '1000']); time.sleep(1000)\n"
	tests := []struct {
		name, body string
		set        func(*server.Server)
		decks      int
		by         string // the life of the script that made each deck
	}{
		{"one child converts all decks", "    made(r)\n", nil, 4, "0000"},
		{"restarts after Decks decks", "    made(r)\n", func(s *server.Server) { s.Decks = 2 }, 5, "00112"},
		{"restarts above Memory", "    made(r, rss=100 * (n + 1))\n", func(s *server.Server) { s.Memory = 250 }, 4, "0001"},
		{"replaces a used child that exits", "    if life == 0 and n == 1: sys.exit(1)\n    made(r)\n", nil, 3, "011"},
		{"replaces a used child whose LibreOffice crashed", "    if life == 0 and n == 1: say(id=r['id'], error={'kind': 'crash', 'text': 'x'})\n    else: made(r)\n", nil, 3, "011"},
		{"replaces a used child that hangs, and kills its processes", "    if life == 0 and n == 1:\n    " + hang + "    made(r)\n", func(s *server.Server) { s.Wall = 3 * time.Second }, 3, "011"},
		{"replaces a used child that prints nonsense", "    if life == 0 and n == 1: print('nonsense', flush=True)\n    made(r)\n", nil, 3, "011"},
		{"replaces a used child that prints an endless line", "    if life == 0 and n == 1: print('x' * 100000, flush=True)\n    made(r)\n", nil, 3, "011"},
		{"replaces a used child that answers an earlier request", "    if life == 0 and n == 1: say(id=1, ok=True, rss=1)\n    made(r)\n", nil, 3, "011"},
		{"replaces a used child that claims success without a file", "    if life == 0 and n == 1: say(id=r['id'], ok=True, rss=1)\n    else: made(r)\n", nil, 3, "011"},
		{"replaces a used child that leaves a link instead of a file", "    if life == 0 and n == 1: os.symlink('/etc/passwd', r['out']); say(id=r['id'], ok=True, rss=1)\n    else: made(r)\n", nil, 3, "011"},
		{"retries in a new child what a used one cannot load", "    if life == 0 and n == 1: say(id=r['id'], error={'kind': 'load', 'text': 'x'}, rss=1)\n    else: made(r)\n", nil, 3, "011"},
		{"does not retry after a new child", "    say(id=r['id'], error={'kind': 'store', 'text': 'disk full'}, rss=1)\n", nil, 1, "!disk full"},
		{"returns the error of the new child", "    if n == 0 and life == 0: made(r)\n    else: say(id=r['id'], error={'kind': 'store', 'text': 'no %d' % life}, rss=1)\n", nil, 2, "0!no 1"},
		{"reports why a child exited", "    sys.exit('out of paper')\n", nil, 1, "!it ended: /usr/bin/python3: exit status 1: out of paper"},
		{"reports a child that does nothing", "    signal.pause()\n", func(s *server.Server) { s.Stall = time.Second }, 1, "!it ended: run /usr/bin/python3: it did nothing for 1s: it used no processor time, and read and wrote no bytes"},
		{"reports a timeout", hang, func(s *server.Server) { s.Wall = time.Second }, 1, "!it took longer than 1s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s, _ := scripted(t, tt.body)
			if tt.set != nil {
				tt.set(s)
			}
			if by := decks(t, s, tt.decks); by != tt.by {
				t.Errorf("the decks were made by %q, want %q", by, tt.by)
			}
		})
	}
}

func TestWrongPasswordIsNotRetried(t *testing.T) {
	t.Parallel()

	s, r := scripted(t, "    if n == 0: made(r)\n    else: say(id=r['id'], error={'kind': 'password', 'text': ''}, rss=1)\n")
	if by := decks(t, s, 3); by != "0!is encrypted and needs a password" {
		t.Errorf("the decks were made by %q", by)
	}
	if n := r.starts.Load(); n != 1 {
		t.Errorf("%d starts, want 1", n)
	}
}

func TestLibreOfficeEndsWithTheContext(t *testing.T) {
	t.Parallel()

	why := errors.New("shutting down")
	s, r := scripted(t, "    open(os.path.join(lives, 'asked'), 'w').close(); subprocess.Popen(['sleep', '1000']); time.sleep(1000)\n")
	ctx, cancel := context.WithCancelCause(t.Context())
	line := filepath.Join(t.TempDir(), "deck") // a pipe, so that the test knows when it is read
	if err := syscall.Mkfifo(line, 0o600); err != nil {
		t.Fatal(err)
	}
	go func() {
		f, err := os.OpenFile(line, os.O_WRONLY, 0)
		if err == nil {
			_ = f.Close()
		}
		cancel(why)
	}()
	err := s.Convert(ctx, server.Conversion{In: line, Out: filepath.Join(t.TempDir(), "x"), Export: "pdf"})
	if !errors.Is(err, why) || fault.IsPermanent(err) {
		t.Errorf("Convert = %v, want the cause", err)
	}
	if n := r.running.Load(); n != 0 {
		t.Errorf("%d children still run", n)
	}
	// It does not start for a context that has ended.
	if err = s.Convert(ctx, server.Conversion{In: line, Out: "x", Export: "pdf"}); !errors.Is(err, why) {
		t.Errorf("Convert = %v, want the cause", err)
	}
	if n := r.starts.Load(); n != 1 {
		t.Errorf("%d starts, want 1", n)
	}
}

func TestIdleLibreOfficeIsStopped(t *testing.T) {
	t.Parallel()

	s, r := scripted(t, "    made(r)\n")
	r.ended = make(chan struct{}, 2)
	s.Idle = 1 // so short that it may end before the lock is released
	for i := range 2 {
		if by := decks(t, s, 1); by != strconv.Itoa(i) {
			t.Errorf("deck %d was made by %q", i, by)
		}
		<-r.ended
		if n := r.running.Load(); n != 0 {
			t.Errorf("%d children still run", n)
		}
	}
}

// TestMissingModuleIsRemembered: without python3-uno the caller needs another way,
// and no second child is started.
func TestMissingModuleIsRemembered(t *testing.T) {
	t.Parallel()

	r := &counting{Runner: &proc.Runner{Grace: time.Second}}
	s := server.New(r, t.TempDir())
	s.UseScript(`print('{"id": 0, "error": {"kind": "missing", "text": "No module named uno"}}')`)
	for range 2 {
		err := s.Convert(t.Context(), server.Conversion{In: write(t, nil), Out: "x", Export: "pdf"})
		if !errors.Is(err, server.ErrUnavailable) || !strings.Contains(fmt.Sprint(err), "No module named uno") {
			t.Errorf("Convert = %v, want ErrUnavailable", err)
		}
	}
	if n := r.starts.Load(); n != 1 {
		t.Errorf("%d starts, want 1", n)
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	if err := s.Convert(t.Context(), server.Conversion{}); err == nil || errors.Is(err, server.ErrUnavailable) {
		t.Errorf("Convert after Close = %v, want a different error", err)
	}
}

func TestKilledLibreOfficeIsReplaced(t *testing.T) {
	t.Parallel()
	needUNO(t)

	r := &counting{Runner: proctest.Runner(t)}
	dir := t.TempDir()
	s := server.New(r, dir)
	c := server.Conversion{In: write(t, threeSlides(t)), Out: filepath.Join(t.TempDir(), "made.pdf"), Filter: pptxFilter, Export: "pdf"}
	if err := s.Convert(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	killed := 0
	for _, pid := range libreOffices(t, dir) {
		if err := syscall.Kill(pid, syscall.SIGKILL); err == nil {
			killed++
		}
	}
	if killed == 0 {
		t.Fatal("no LibreOffice was found")
	}
	if err := s.Convert(t.Context(), c); err != nil {
		t.Errorf("Convert after that = %v", err)
	}
	if n := r.starts.Load(); n != 2 {
		t.Errorf("%d starts, want 2", n)
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	if left := libreOffices(t, dir); len(left) > 0 {
		t.Errorf("processes %v still run", left)
	}
	if left := names(t, dir); len(left) > 0 {
		t.Errorf("files %q remain", left)
	}
}

// TestStalledLibreOffice stops LibreOffice while it converts a deck. The script beside it
// is well.
func TestStalledLibreOffice(t *testing.T) {
	t.Parallel()
	needUNO(t)

	r := &counting{Runner: proctest.Runner(t)}
	dir := t.TempDir()
	s := server.New(r, dir)
	s.Stall = 2 * time.Second
	c := server.Conversion{In: write(t, threeSlides(t)), Out: filepath.Join(t.TempDir(), "made.pdf"), Filter: pptxFilter, Export: "pdf"}
	if err := s.Convert(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	time.Sleep(2 * s.Stall) // it has no work: that is no stall
	if err := s.Convert(t.Context(), c); err != nil || r.starts.Load() != 1 {
		t.Fatalf("Convert after a pause = %v after %d starts, want the same LibreOffice", err, r.starts.Load())
	}
	for _, pid := range libreOffices(t, dir) {
		_ = syscall.Kill(pid, syscall.SIGSTOP) // those that can be found are ours
	}
	if err := s.Convert(t.Context(), c); err != nil || r.starts.Load() != 2 {
		t.Errorf("Convert = %v after %d starts, want another LibreOffice to convert it", err, r.starts.Load())
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	if left := libreOffices(t, dir); len(left) > 0 {
		t.Errorf("processes %v still run", left)
	}
	// A new LibreOffice is not replaced, and the error says why.
	s = server.New(r, dir)
	s.Stall = 2 * time.Second
	c.In = write(t, manySlides(t, 5000))
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		for t.Context().Err() == nil && r.starts.Load() < 4 && !stopDuringDeck(t, dir) {
			time.Sleep(20 * time.Millisecond)
		}
	}()
	err := s.Convert(t.Context(), c)
	<-stopped
	if err == nil || fault.IsPermanent(err) || !strings.Contains(err.Error(), "LibreOffice did nothing for 2 s") {
		t.Errorf("Convert = %v, want an error that says that nothing happened", err)
	}
	if err := s.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
}

// stopDuringDeck stops the LibreOffice in the folder if it has a deck to convert.
func stopDuringDeck(t *testing.T, dir string) bool {
	t.Helper()
	decks, err := filepath.Glob(filepath.Join(dir, "office-*", "deck-1", "deck*"))
	if err != nil || len(decks) == 0 {
		return false
	}
	time.Sleep(time.Second) // the deck takes longer than this
	for _, pid := range libreOffices(t, dir) {
		_ = syscall.Kill(pid, syscall.SIGSTOP)
	}
	return true
}

// TestProcessorTimeIsLimitedPerDeck converts a deck that takes longer than its
// limit. The start of LibreOffice does not count.
func TestProcessorTimeIsLimitedPerDeck(t *testing.T) {
	t.Parallel()
	needUNO(t)

	s, _ := newServer(t, proctest.Runner(t))
	s.CPU = 2 * time.Second
	c := server.Conversion{In: write(t, manySlides(t, 5000)), Out: filepath.Join(t.TempDir(), "made.pdf"), Filter: pptxFilter, Export: "pdf"}
	err := s.Convert(t.Context(), c)
	if err == nil || fault.IsPermanent(err) || !strings.Contains(err.Error(), "used up its processor time") {
		t.Errorf("Convert = %v, want it to end at the limit", err)
	}
	c.In = write(t, threeSlides(t))
	if err := s.Convert(t.Context(), c); err != nil {
		t.Errorf("the next deck: Convert = %v", err)
	}
}

// libreOffices are the processes of LibreOffice with dir in their command line.
func libreOffices(t *testing.T, dir string) []int {
	t.Helper()
	var pids []int
	lines, err := filepath.Glob("/proc/[0-9]*/cmdline")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range lines {
		line, err := os.ReadFile(path)
		if err != nil || !bytes.Contains(line, []byte(dir)) || !bytes.Contains(line[:bytes.IndexByte(line, 0)], []byte("soffice.bin")) {
			continue
		}
		if pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path))); err == nil {
			pids = append(pids, pid)
		}
	}
	return pids
}

package warm_test

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
	"proceedings/internal/slides/warm"
)

// counting counts the children that it runs, and how many have not ended.
type counting struct {
	*proc.Runner

	starts, running atomic.Int32
	ended           chan struct{} // nil, or takes one for each that has ended
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

// acting is an office whose script acts as body says for each line of input,
// with r the request, n the number of decks before and life the number of
// scripts before. made(r) makes what was asked for and says so.
func acting(t *testing.T, body string) (*warm.Office, *counting) {
	t.Helper()
	proctest.Need(t, "/usr/bin/python3")
	lives := t.TempDir()
	r := &counting{Runner: &proc.Runner{Grace: 5 * time.Second}}
	o := warm.New(r, t.TempDir())
	o.Play(`import json, os, signal, subprocess, sys, time
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
		if err := o.Close(); err != nil {
			t.Errorf("Close = %v", err)
		}
		if n := r.running.Load(); n != 0 {
			t.Errorf("%d children are left after Close", n)
		}
	})
	return o, r
}

// decks converts so many decks and gives who made each.
func decks(t *testing.T, o *warm.Office, n int) (by string) {
	t.Helper()
	in := write(t, []byte("deck"))
	for range n {
		out := filepath.Join(t.TempDir(), "made.pdf")
		if err := o.Convert(t.Context(), warm.Conversion{In: in, Out: out, Export: "pdf"}); err != nil {
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
		set        func(*warm.Office)
		decks      int
		by         string // who made each deck
	}{
		{"one does all decks", "    made(r)\n", nil, 4, "0000"},
		{"a new one after so many decks", "    made(r)\n", func(o *warm.Office) { o.Decks = 2 }, 5, "00112"},
		{"a new one when it has grown", "    made(r, rss=100 * (n + 1))\n", func(o *warm.Office) { o.Memory = 250 }, 4, "0001"},
		{"one that has done decks and ends is followed by a fresh one", "    if life == 0 and n == 1: sys.exit(1)\n    made(r)\n", nil, 3, "011"},
		{"one that says that LibreOffice crashed, too", "    if life == 0 and n == 1: say(id=r['id'], error={'kind': 'crash', 'text': 'x'})\n    else: made(r)\n", nil, 3, "011"},
		{"one that hangs, with its helpers, too", "    if life == 0 and n == 1:\n    " + hang + "    made(r)\n", func(o *warm.Office) { o.Wall = 3 * time.Second }, 3, "011"},
		{"one that babbles, too", "    if life == 0 and n == 1: print('babble', flush=True)\n    made(r)\n", nil, 3, "011"},
		{"one that babbles without end, too", "    if life == 0 and n == 1: print('x' * 100000, flush=True)\n    made(r)\n", nil, 3, "011"},
		{"one that answers what was asked before, too", "    if life == 0 and n == 1: say(id=1, ok=True, rss=1)\n    made(r)\n", nil, 3, "011"},
		{"one that makes nothing and says it did, too", "    if life == 0 and n == 1: say(id=r['id'], ok=True, rss=1)\n    else: made(r)\n", nil, 3, "011"},
		{"one that leaves a link instead, too", "    if life == 0 and n == 1: os.symlink('/etc/passwd', r['out']); say(id=r['id'], ok=True, rss=1)\n    else: made(r)\n", nil, 3, "011"},
		{"one that cannot load what a fresh one can, too", "    if life == 0 and n == 1: say(id=r['id'], error={'kind': 'load', 'text': 'x'}, rss=1)\n    else: made(r)\n", nil, 3, "011"},
		{"a fresh one is not tried twice", "    say(id=r['id'], error={'kind': 'store', 'text': 'disk full'}, rss=1)\n", nil, 1, "!disk full"},
		{"and the last word is that of the fresh one", "    if n == 0 and life == 0: made(r)\n    else: say(id=r['id'], error={'kind': 'store', 'text': 'no %d' % life}, rss=1)\n", nil, 2, "0!no 1"},
		{"one that ends says why", "    sys.exit('out of paper')\n", nil, 1, "!it ended: /usr/bin/python3: exit status 1: out of paper"},
		{"a hang says so", hang, func(o *warm.Office) { o.Wall = 3 * time.Second }, 1, "!it took longer than 3s"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			o, _ := acting(t, tt.body)
			if tt.set != nil {
				tt.set(o)
			}
			if by := decks(t, o, tt.decks); by != tt.by {
				t.Errorf("the decks were made by %q, want %q", by, tt.by)
			}
		})
	}
}

// TestAnOtherPasswordIsAskedForOnce: a fresh LibreOffice would not know better.
func TestAnOtherPasswordIsAskedForOnce(t *testing.T) {
	t.Parallel()

	o, r := acting(t, "    if n == 0: made(r)\n    else: say(id=r['id'], error={'kind': 'password', 'text': ''}, rss=1)\n")
	if by := decks(t, o, 3); by != "0!is encrypted and needs a password" {
		t.Errorf("the decks were made by %q", by)
	}
	if n := r.starts.Load(); n != 1 {
		t.Errorf("%d starts, want 1", n)
	}
}

func TestLibreOfficeEndsWithTheContext(t *testing.T) {
	t.Parallel()

	why := errors.New("going home")
	o, r := acting(t, "    open(os.path.join(lives, 'asked'), 'w').close(); subprocess.Popen(['sleep', '1000']); time.sleep(1000)\n")
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
	err := o.Convert(ctx, warm.Conversion{In: line, Out: filepath.Join(t.TempDir(), "x"), Export: "pdf"})
	if !errors.Is(err, why) || fault.IsPermanent(err) {
		t.Errorf("Convert = %v, want the cause", err)
	}
	if n := r.running.Load(); n != 0 {
		t.Errorf("%d children are left", n)
	}
	// Nor does it start for a context that has ended.
	if err = o.Convert(ctx, warm.Conversion{In: line, Out: "x", Export: "pdf"}); !errors.Is(err, why) {
		t.Errorf("Convert = %v, want the cause", err)
	}
	if n := r.starts.Load(); n != 1 {
		t.Errorf("%d starts, want 1", n)
	}
}

func TestLibreOfficeEndsWhenNobodyNeedsIt(t *testing.T) {
	t.Parallel()

	o, r := acting(t, "    made(r)\n")
	r.ended = make(chan struct{}, 2)
	o.Idle = 1 // so short that it may be over before the turn is given back
	for i := range 2 {
		if by := decks(t, o, 1); by != strconv.Itoa(i) {
			t.Errorf("deck %d was made by %q", i, by)
		}
		<-r.ended
		if n := r.running.Load(); n != 0 {
			t.Errorf("%d children are left", n)
		}
	}
}

// TestWhatIsMissingIsSaidOnce: without python3-uno another way has to be found,
// and nothing is started in vain again.
func TestWhatIsMissingIsSaidOnce(t *testing.T) {
	t.Parallel()

	r := &counting{Runner: &proc.Runner{Grace: time.Second}}
	o := warm.New(r, t.TempDir())
	o.Play(`print('{"id": 0, "error": {"kind": "missing", "text": "No module named uno"}}')`)
	for range 2 {
		err := o.Convert(t.Context(), warm.Conversion{In: write(t, nil), Out: "x", Export: "pdf"})
		if !errors.Is(err, warm.ErrUnavailable) || !strings.Contains(fmt.Sprint(err), "No module named uno") {
			t.Errorf("Convert = %v, want ErrUnavailable", err)
		}
	}
	if n := r.starts.Load(); n != 1 {
		t.Errorf("%d starts, want 1", n)
	}
	if err := o.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	if err := o.Convert(t.Context(), warm.Conversion{}); err == nil || errors.Is(err, warm.ErrUnavailable) {
		t.Errorf("Convert after Close = %v, want an error of its own", err)
	}
}

// TestAnOfficeThatWasKilledIsReplaced kills the real one.
func TestAnOfficeThatWasKilledIsReplaced(t *testing.T) {
	t.Parallel()
	needUNO(t)

	r := &counting{Runner: proctest.Runner(t)}
	dir := t.TempDir()
	o := warm.New(r, dir)
	c := warm.Conversion{In: write(t, threeSlides(t)), Out: filepath.Join(t.TempDir(), "made.pdf"), Filter: pptxFilter, Export: "pdf"}
	if err := o.Convert(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	killed := 0
	for _, pid := range offices(t, dir) {
		if err := syscall.Kill(pid, syscall.SIGKILL); err == nil {
			killed++
		}
	}
	if killed == 0 {
		t.Fatal("no LibreOffice was found")
	}
	if err := o.Convert(t.Context(), c); err != nil {
		t.Errorf("Convert after that = %v", err)
	}
	if n := r.starts.Load(); n != 2 {
		t.Errorf("%d starts, want 2", n)
	}
	if err := o.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
	if left := offices(t, dir); len(left) > 0 {
		t.Errorf("processes %v are left", left)
	}
	if left := names(t, dir); len(left) > 0 {
		t.Errorf("files %q are left", left)
	}
}

// TestProcessorTimeIsLimitedByDeck has LibreOffice compute for longer than it
// may: the start of it is not counted, and the deck is.
func TestProcessorTimeIsLimitedByDeck(t *testing.T) {
	t.Parallel()
	needUNO(t)

	o, _ := newOffice(t, proctest.Runner(t))
	o.CPU = 2 * time.Second
	c := warm.Conversion{In: write(t, manySlides(t, 5000)), Out: filepath.Join(t.TempDir(), "made.pdf"), Filter: pptxFilter, Export: "pdf"}
	err := o.Convert(t.Context(), c)
	if err == nil || fault.IsPermanent(err) || !strings.Contains(err.Error(), "used up its processor time") {
		t.Errorf("Convert = %v, want it to end at the limit", err)
	}
	c.In = write(t, threeSlides(t))
	if err := o.Convert(t.Context(), c); err != nil {
		t.Errorf("the next deck: Convert = %v", err)
	}
}

// offices are the processes that name dir in their command line and are no
// bubblewrap.
func offices(t *testing.T, dir string) []int {
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

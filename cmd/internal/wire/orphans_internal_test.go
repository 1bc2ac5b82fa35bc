package wire

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/libreoffice"
	"proceedings/internal/slides/slidestest"
)

// victimEnv makes the test binary a worker that is killed, and names its folder.
const victimEnv = "WIRE_TEST_VICTIM"

// TestMain runs the tests, or plays the worker that is killed in one of them.
func TestMain(m *testing.M) {
	self := Child()
	if dir := os.Getenv(victimEnv); dir != "" {
		fmt.Fprintln(os.Stderr, victim(context.Background(), dir, self))
		os.Exit(1)
	}
	m.Run()
}

// victim starts tools and LibreOffice, in the sandbox and in the open, and ends them soon,
// so that at any moment some are just starting. It ends by being killed.
func victim(ctx context.Context, dir, self string) error {
	scratch, remove, err := openScratch(WorkerOptions{Scratch: filepath.Join(dir, "scratch"), Self: self})
	if err != nil {
		return err
	}
	defer remove()
	sandbox, err := proc.DetectSandbox(ctx, scratch)
	if err != nil && os.Getenv(proctest.Require) == "1" {
		return err
	}
	runners := []*proc.Runner{{Owner: scratch, Sandbox: sandbox}, {Owner: scratch}}
	var all sync.WaitGroup
	defer all.Wait()
	for _, r := range runners {
		for _, c := range []proc.Command{
			{Path: "sh", Args: []string{"-c", "sleep 1000 & setsid sleep 1000; sleep 1000"}},
			{Path: "sh", Args: []string{"-c", "sleep 1000 & sleep 1000"}},
			{Path: "ffmpeg", Args: []string{"-v", "error", "-nostdin", "-re", "-f", "lavfi", "-i", "testsrc=d=1000", "-f", "null", "-"}},
		} {
			c.Dir, c.Write = scratch, []string{scratch}
			all.Go(func() {
				for {
					ctx, cancel := context.WithTimeout(ctx, rand.N(100*time.Millisecond))
					_, _ = r.Run(ctx, c) // ended
					cancel()
				}
			})
		}
	}
	all.Go(func() {
		for i := 0; ; i++ {
			if err := convert(ctx, runners[i%2], scratch, filepath.Join(dir, "deck.pptx")); err != nil {
				fmt.Fprintln(os.Stderr, err)
			}
		}
	})
	fmt.Println("started")
	return nil
}

// convert starts LibreOffice, converts a deck and stops it.
func convert(ctx context.Context, r *proc.Runner, scratch, deck string) error {
	out, err := os.MkdirTemp(scratch, "deck-")
	if err != nil {
		return err
	}
	office := libreoffice.New(r, scratch)
	if _, err = office.Convert(ctx, libreoffice.Conversion{In: deck, Format: "pptx", Export: "pdf", Dir: out}); err != nil {
		return err
	}
	return office.Close()
}

// TestKilledWorkerLeavesNoProcess: nobody is there to end its tools, and no other worker
// starts.
func TestKilledWorkerLeavesNoProcess(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "ffmpeg", "soffice", "setsid")
	kills := 6
	if proctest.Long() {
		kills = 50
	}
	var all []string // that ran at some kill
	for range kills {
		dir := t.TempDir()
		ran := killWorker(t, dir, rand.N(2*time.Second))
		all = append(all, ran...)
		killed := time.Now()
		for left := processesOf(dir); len(left) > 0; left = processesOf(dir) {
			if time.Since(killed) > 5*time.Second {
				t.Errorf("%d processes ran. 5 s after the worker was killed these are left:\n%s", len(ran), strings.Join(left, "\n"))
				kill(left)
				break
			}
			time.Sleep(20 * time.Millisecond)
		}
	}
	for _, tool := range []string{"sleep 1000", "ffmpeg -v", "soffice.bin"} {
		if !strings.Contains(strings.Join(all, "\n"), tool) {
			t.Errorf("%s never ran when a worker was killed", tool)
		}
	}
}

// TestScratchOfAWorkerThatEnds: neither its folder nor its keeper stays.
func TestScratchOfAWorkerThatEnds(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	scratch, remove, err := openScratch(WorkerOptions{Scratch: t.TempDir(), Self: self})
	if err != nil {
		t.Fatal(err)
	}
	if ran := processesOf(scratch); len(ran) != 1 {
		t.Errorf("processes of the worker: %q, want its keeper", ran)
	}
	remove()
	if _, err := os.Stat(scratch); !os.IsNotExist(err) {
		t.Errorf("the folder: %v", err)
	}
	ended := time.Now()
	for left := processesOf(scratch); len(left) > 0; left = processesOf(scratch) {
		if time.Since(ended) > 5*time.Second {
			t.Fatalf("5 s later these are left: %q", left)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// killWorker starts a victim in the folder, kills it after a time and returns the processes
// that ran then.
func killWorker(t *testing.T, dir string, after time.Duration) (ran []string) {
	t.Helper()
	deck := slidestest.PPTX(t, []slidestest.PPTXSlide{{Shapes: slidestest.Shape("title", "One")}})
	if err := os.WriteFile(filepath.Join(dir, "deck.pptx"), deck, 0o600); err != nil {
		t.Fatal(err)
	}
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	worker := exec.Command(self)
	worker.Env = append(os.Environ(), victimEnv+"="+dir)
	worker.Stderr = os.Stderr
	said, err := worker.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := worker.Start(); err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(said, make([]byte, len("started"))); err != nil {
		t.Fatal(err)
	}
	time.Sleep(after)
	ran = processesOf(dir)
	if err := worker.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = worker.Wait() // killed
	return ran
}

// processesOf are the processes whose command line or environment names dir, each with its
// number first.
func processesOf(dir string) (found []string) {
	all, _ := filepath.Glob("/proc/[0-9]*") // the pattern is right
	for _, path := range all {
		line, _ := os.ReadFile(filepath.Join(path, "cmdline")) // empty if it has just ended
		env, _ := os.ReadFile(filepath.Join(path, "environ"))
		if bytes.Contains(line, []byte(dir)) || bytes.Contains(env, []byte(dir)) {
			found = append(found, filepath.Base(path)+" "+strings.ReplaceAll(string(line), "\x00", " "))
		}
	}
	return found
}

func kill(processes []string) {
	for _, p := range processes {
		number, _, _ := strings.Cut(p, " ")
		if pid, err := strconv.Atoi(number); err == nil {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
	}
}

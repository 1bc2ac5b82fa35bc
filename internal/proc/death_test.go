package proc_test

import (
	"context"
	"os"
	"os/exec"
	"testing"
	"time"

	"proceedings/internal/proc"
)

const (
	parentEnv   = "PROC_TEST_PARENT"   // makes the test binary the parent that dies, and says how it starts its child
	lifelineEnv = "PROC_TEST_LIFELINE" // where that child is to say that it is there
)

// parent starts a child that lives for ever. It ends by being killed.
func parent(how, line string) int {
	switch how {
	case "files":
		return withoutFiles()
	case "disk":
		return onReadOnlyDisk(line)
	}
	ctx := context.Background()
	c := proc.Command{Path: "sh", Args: []string{"-c", `exec 3>"$1"; echo here >&3; exec sleep 1000`, "sh", line}, CPU: time.Minute}
	r := &proc.Runner{Grace: grace}
	if how == "service" {
		s, err := r.StartService(c)
		if err != nil {
			return 2
		}
		<-s.Done()
		return 3
	}
	if how == "sandbox" {
		sandbox, err := proc.DetectSandbox(ctx, "")
		if err != nil {
			return 2
		}
		r.Sandbox = sandbox
		c.Write = []string{line}
		c.Args[1] = `exec 3>"$1"; echo here >&3; sleep 1000 & wait` // a helper goes with it, too
	}
	_, _ = r.Run(ctx, c)
	return 3
}

// TestChildrenDieWithTheParent: a worker that is killed leaves no child behind.
func TestChildrenDieWithTheParent(t *testing.T) {
	t.Parallel()

	for _, how := range []string{"tool", "sandbox", "service"} {
		t.Run(how, func(t *testing.T) {
			t.Parallel()
			if how == "sandbox" {
				sandboxed(t)
			}
			self, err := os.Executable()
			if err != nil {
				t.Fatal(err)
			}
			line := newLifeline(t, t.TempDir())
			victim := exec.Command(self)
			victim.Env = append(os.Environ(), parentEnv+"="+how, lifelineEnv+"="+line.path)
			if err := victim.Start(); err != nil {
				t.Fatal(err)
			}
			line.said(t)
			if err := victim.Process.Kill(); err != nil {
				t.Fatal(err)
			}
			_ = victim.Wait() // killed, as it says
			line.gone(t)
		})
	}
}

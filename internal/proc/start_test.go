package proc_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
)

// TestErrorsOfTheMachine: a caller refuses a file for an [proc.ExitError], so what the tool
// never saw must not be one.
func TestErrorsOfTheMachine(t *testing.T) {
	t.Parallel()

	script := func(dir, text string, mode os.FileMode) string {
		path := filepath.Join(dir, "tool")
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	tests := []struct {
		name    string
		command func(dir string) proc.Command
		reason  string
	}{
		{"a program that is not installed", func(string) proc.Command {
			return proc.Command{Path: "no-such-tool"}
		}, "start no-such-tool: it is not installed"},
		{"a program without permission to execute it", func(dir string) proc.Command {
			return proc.Command{Path: script(dir, "#!/bin/sh\n", 0o600)}
		}, "it cannot be executed"},
		{"a program whose interpreter is not installed", func(dir string) proc.Command {
			return proc.Command{Path: script(dir, "#!/no/such/interpreter\n", 0o700)}
		}, "start "},
	}
	for _, tt := range tests {
		for where, r := range runners(t, grace) {
			t.Run(tt.name+" "+where, func(t *testing.T) {
				t.Parallel()
				c := tt.command(t.TempDir())
				_, err := r.Run(t.Context(), c)
				if _, ok := errors.AsType[*proc.ExitError](err); ok || !strings.Contains(fault.WorkerReason(err), tt.reason) {
					t.Errorf("err = %v, want an error of the machine: %s", err, tt.reason)
				}
				if got, want := proc.Missing(err), strings.HasSuffix(tt.reason, "is not installed"); got != want {
					t.Errorf("Missing(%v) = %t, want %t", err, got, want)
				}
				if err != nil && !strings.HasPrefix(err.Error(), "start "+c.Path+": ") {
					t.Errorf("err = %v, want one that names what was to start", err)
				}
			})
		}
	}
}

// TestSandboxThatFails: bubblewrap exits with 1, as many tools do for a bad file.
func TestSandboxThatFails(t *testing.T) {
	t.Parallel()

	c := proc.Command{Path: "true", Dir: t.TempDir()} // which the sandbox does not show
	_, err := sandboxed(t).Run(t.Context(), c)
	if got := fault.WorkerReason(err); got != "start true: the sandbox cannot be set up" {
		t.Errorf("err = %v, want an error of the machine", err)
	}
	if err == nil || !strings.Contains(err.Error(), "chdir") {
		t.Errorf("err = %v, want the words of bubblewrap", err)
	}
}

// TestErrorsOfTheTool: a tool cannot blame the machine for a file that it cannot read.
func TestErrorsOfTheTool(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, script string
		code         int
	}{
		{"exit status 1", "exit 1", 1},
		{"a helper that is not installed", "no-such-helper", 127},
		{"the words of bubblewrap", "echo bwrap: setting up uid map: Permission denied >&2; exit 1", 1},
		{"a report in the place of bubblewrap's", "{ echo '{ }' >&3; } 2>/dev/null; exit 4", 4},
		{"a sandbox that it ends", "kill -KILL 1; exit 5", 5},
	}
	for _, tt := range tests {
		for where, r := range runners(t, grace) {
			if where == "in the open" && strings.Contains(tt.script, "kill") {
				continue // it would be process 1 of the machine
			}
			t.Run(tt.name+" "+where, func(t *testing.T) {
				t.Parallel()
				_, err := r.Run(t.Context(), shell(t.TempDir(), tt.script))
				exit, ok := errors.AsType[*proc.ExitError](err)
				if !ok || exit.Code != tt.code || fault.IsWorker(err) {
					t.Errorf("err = %v, want exit status %d of the tool", err, tt.code)
				}
			})
		}
	}
}

// TestMissingFiles: whether the machine lost them or a tool did not write them is for the
// caller to find out. The file that a step reads is not refused for it.
func TestMissingFiles(t *testing.T) {
	t.Parallel()

	gone := filepath.Join(t.TempDir(), "gone")
	for _, c := range []proc.Command{
		{Path: "true", Dir: gone}, {Path: "true", Read: []string{gone}}, {Path: "true", Write: []string{gone}},
	} {
		for where, r := range runners(t, grace) {
			_, err := r.Run(t.Context(), c)
			if _, exit := errors.AsType[*proc.ExitError](err); exit || !errors.Is(err, os.ErrNotExist) || !strings.Contains(err.Error(), gone) {
				t.Errorf("%s: err = %v, want one that names what is gone", where, err)
			}
			if fault.IsWorker(err) || fault.IsPermanent(err) || proc.Missing(err) {
				t.Errorf("%s: %v says who is to blame", where, err)
			}
		}
	}
}

// TestFolderThatIsLost: a tool that fails after its disk did may have failed for that.
func TestFolderThatIsLost(t *testing.T) {
	t.Parallel()

	dir := filepath.Join(t.TempDir(), "disk")
	if err := os.Mkdir(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	c := shell(dir, `cd /; rm -r "$1"; echo is damaged >&2; exit 1`, dir)
	stderr, err := (&proc.Runner{Grace: grace}).Run(t.Context(), c)
	if _, exit := errors.AsType[*proc.ExitError](err); exit || !errors.Is(err, os.ErrNotExist) || stderr != "is damaged" {
		t.Errorf("Run = %q, %v; want an error that names the folder", stderr, err)
	}
}

// onReadOnlyDisk starts a child that is to write to a folder of a read-only disk.
func onReadOnlyDisk(dir string) int {
	_, err := (&proc.Runner{}).Run(context.Background(), proc.Command{Path: "/bin/true", Write: []string{dir}})
	if fault.WorkerReason(err) != "the disk can only be read" {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// TestReadOnlyDisk uses the sandbox as a machine with such a disk.
func TestReadOnlyDisk(t *testing.T) {
	t.Parallel()

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	c := proc.Command{Path: self, Env: []string{parentEnv + "=disk", lifelineEnv + "=" + dir}, Read: []string{self, dir}}
	if _, err := sandboxed(t).Run(t.Context(), c); err != nil {
		t.Error(err)
	}
}

// TestReportIsHidden: the tool gets no descriptor but its three.
func TestReportIsHidden(t *testing.T) {
	t.Parallel()

	for where, r := range runners(t, grace) {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			c := proc.Command{Path: "sh", Args: []string{"-c", "for f in 3 4 5 6 7 8 9; do [ ! -e /proc/$$/fd/$f ] || echo $f; done"}, Stdout: &out}
			if _, err := r.Run(t.Context(), c); err != nil || out.Len() > 0 {
				t.Errorf("it has the descriptors %q, %v", out.String(), err)
			}
		})
	}
}

// withoutFiles starts a child when no more files can be opened.
func withoutFiles() int {
	files := 0
	for {
		if _, err := os.Open("/dev/null"); err != nil {
			break
		}
		files++
	}
	_, err := (&proc.Runner{}).Run(context.Background(), proc.Command{Path: "/bin/true"})
	if files == 0 || !fault.IsWorker(err) || !strings.Contains(err.Error(), "too many files are open") {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

func TestTooManyFiles(t *testing.T) {
	t.Parallel()

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c := proc.Command{Path: "sh", Args: []string{"-c", `ulimit -n 32; exec "$1"`, "sh", self}, Env: []string{parentEnv + "=files"}}
	if _, err := (&proc.Runner{Grace: grace}).Run(t.Context(), c); err != nil {
		t.Error(err)
	}
}

package proc_test

import (
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/proc"
)

func TestRunReturnsTheEndOfStderr(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, script, want string
		fails              bool
	}{
		{"of a tool that went well", "echo cut short >&2", "cut short", false},
		{"of a tool that failed", "echo no such codec >&2; exit 1", "no such codec", true},
		{"nothing where it said nothing", "echo to stdout", "", false},
		{"the last 4 KiB where it said more", "printf '%05000d' 7 >&2; echo end >&2", strings.Repeat("0", 4<<10-5) + "7end", false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			r := proc.Runner{Grace: grace}
			got, err := r.Run(t.Context(), shell(t.TempDir(), tt.script))
			if (err != nil) != tt.fails {
				t.Errorf("err = %v, want one: %t", err, tt.fails)
			}
			if got != tt.want {
				t.Errorf("stderr has %d bytes, ends in %q; want %d, %q", len(got), last(got), len(tt.want), last(tt.want))
			}
		})
	}
}

func last(s string) string { return s[max(0, len(s)-20):] }

// TestExitError: a caller takes a tool that ended by itself for a broken input
// and one that a signal ended for bad luck, so the two must be told apart in
// the sandbox as well.
func TestExitError(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, script string
		want         proc.ExitError
		text         string
	}{
		{
			"a code and words", "echo is damaged >&2; exit 3",
			proc.ExitError{Path: "sh", Code: 3, Stderr: "is damaged"},
			"sh: exit status 3: is damaged",
		},
		{
			"a code without words", "exit 1",
			proc.ExitError{Path: "sh", Code: 1},
			"sh: exit status 1",
		},
		{
			"a code that is no signal's, as ffmpeg's", "exit 255",
			proc.ExitError{Path: "sh", Code: 255},
			"sh: exit status 255",
		},
		{
			"a signal", "echo too big >&2; kill -KILL $$",
			proc.ExitError{Path: "sh", Code: -1, Signal: "killed", Stderr: "too big"},
			"sh: ended by signal: killed: too big",
		},
	}
	for _, tt := range tests {
		for where, r := range runners(t, grace) {
			t.Run(tt.name+" "+where, func(t *testing.T) {
				t.Parallel()
				_, err := r.Run(t.Context(), shell(t.TempDir(), tt.script))
				got, ok := errors.AsType[*proc.ExitError](err)
				if !ok {
					t.Fatalf("err = %v, want an ExitError", err)
				}
				if diff := cmp.Diff(&tt.want, got); diff != "" {
					t.Errorf("-want +got:\n%s", diff)
				}
				if got.Error() != tt.text {
					t.Errorf("text %q, want %q", got, tt.text)
				}
			})
		}
	}
}

func TestRunEndsWithItsContext(t *testing.T) {
	t.Parallel()

	const deaf = `trap "" TERM; exec 3>"$1"; echo here >&3; `
	tests := []struct {
		name, script string
		grace        time.Duration
	}{
		{"a tool that ends when asked", `exec 3>"$1"; echo here >&3; exec sleep 1000`, grace},
		{"a tool that does not listen", deaf + "while :; do sleep 1000; done", time.Millisecond},
		{"a tool whose helper does not listen", `(` + deaf + `while :; do sleep 1000; done) & wait`, grace},
		{"a tool that is given no grace", deaf + "while :; do sleep 1000; done", 0},
	}
	for _, tt := range tests {
		for where, r := range runners(t, tt.grace) {
			t.Run(tt.name+" "+where, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				line := newLifeline(t, dir)
				end, result := start(t, r, shell(dir, tt.script, line.path))
				line.said(t)
				cause := errors.New("took too long")
				end(cause)
				if err := <-result; !errors.Is(err, cause) {
					t.Errorf("err = %v, want the cause of the context", err)
				}
				line.gone(t)
			})
		}
	}
}

func TestRunWaitsForCleanup(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	line := newLifeline(t, dir)
	script := `trap 'echo done >tidied; exit 0' TERM; exec 3>"$1"; echo here >&3; while :; do sleep 1000 & wait; done`
	end, result := start(t, &proc.Runner{Grace: grace}, shell(dir, script, line.path))
	line.said(t)
	end(nil)
	if err := <-result; !errors.Is(err, context.Canceled) {
		t.Errorf("err = %v, want context.Canceled although the tool ended well", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "tidied")); err != nil {
		t.Errorf("the tool could not tidy up: %v", err)
	}
	line.gone(t)
}

func TestRunDoesNotStartAfterCancel(t *testing.T) {
	t.Parallel()

	cause := errors.New("the worker stops")
	ctx, end := context.WithCancelCause(t.Context())
	end(cause)
	dir := t.TempDir()
	r := proc.Runner{Grace: grace}
	if _, err := r.Run(ctx, shell(dir, "echo >started")); !errors.Is(err, cause) {
		t.Errorf("err = %v, want the cause of the context", err)
	}
	if _, err := os.Stat(filepath.Join(dir, "started")); err == nil {
		t.Error("the tool ran")
	}
}

// TestRunKillsLeftoverProcesses: the helper holds the tool's pipes too, and must
// neither live on nor keep Run waiting nor spoil a result that is good.
func TestRunKillsLeftoverProcesses(t *testing.T) {
	t.Parallel()

	for where, r := range runners(t, grace) {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			line := newLifeline(t, dir)
			var out strings.Builder
			c := shell(dir, `exec 3>"$1"; echo here >&3; sleep 1000 & echo result; echo words >&2`, line.path)
			c.Stdout = &out
			stderr, err := r.Run(t.Context(), c)
			if err != nil || out.String() != "result\n" || stderr != "words" {
				t.Errorf("Run = %q, %v with output %q; want all of it and no error", stderr, err, out.String())
			}
			line.said(t)
			line.gone(t)
		})
	}
}

func TestRunMissingProgram(t *testing.T) {
	t.Parallel()

	r := proc.Runner{Grace: grace}
	_, err := r.Run(t.Context(), proc.Command{Path: "no-such-tool"})
	if !errors.Is(err, exec.ErrNotFound) || !strings.HasPrefix(err.Error(), "start no-such-tool: ") {
		t.Errorf("err = %v, want exec.ErrNotFound that names what was to start", err)
	}
}

func TestRunPassesStreams(t *testing.T) {
	t.Parallel()

	for where, r := range runners(t, grace) {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			var out strings.Builder
			if _, err := r.Run(t.Context(), proc.Command{Path: "cat", Stdin: strings.NewReader("a deck"), Stdout: &out}); err != nil {
				t.Fatal(err)
			}
			if out.String() != "a deck" {
				t.Errorf("cat wrote %q, want what it read", out.String())
			}
		})
	}
}

// TestEnvironmentIsMinimal is not parallel: it sets the environment.
func TestEnvironmentIsMinimal(t *testing.T) {
	t.Setenv("AWS_SECRET_ACCESS_KEY", "not for tools")
	t.Setenv("PROCEEDINGS_REDIS", "redis://:not-for-tools@localhost")
	for where, r := range runners(t, grace) {
		dir := t.TempDir()
		var out strings.Builder
		c := proc.Command{Path: "env", Dir: dir, Read: []string{dir}, Env: []string{"OMP_THREAD_LIMIT=1"}, Stdout: &out}
		if _, err := r.Run(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		got := slices.DeleteFunc(strings.Split(strings.TrimSpace(out.String()), "\n"), func(s string) bool {
			return s == "PWD="+dir // os/exec and bubblewrap say where it works
		})
		slices.Sort(got)
		want := []string{"HOME=" + dir, "LANG=C.UTF-8", "OMP_THREAD_LIMIT=1", "PATH=" + os.Getenv("PATH")}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("environment %s, -want +got:\n%s", where, diff)
		}
	}
}

// TestRelativeProgram is not parallel: it changes the working folder.
func TestRelativeProgram(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "tool"), []byte("#!/bin/sh\npwd >&2\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Chdir(dir)
	elsewhere := t.TempDir()
	for where, r := range runners(t, grace) {
		got, err := r.Run(t.Context(), proc.Command{Path: "./tool", Dir: elsewhere, Read: []string{elsewhere}})
		if err != nil || got != elsewhere {
			t.Errorf("%s: Run = %q, %v; want the tool of this folder, run in %s", where, got, err, elsewhere)
		}
	}
}

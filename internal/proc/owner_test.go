package proc_test

import (
	"errors"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
)

// TestKillOwned: the helper has left the group and the session, and nothing but the mark
// leads to it.
func TestKillOwned(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "setsid")

	for where, r := range runners(t, grace) {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			mine, others := newLifeline(t, t.TempDir()), newLifeline(t, t.TempDir())
			run := func(owner string, line *lifeline) <-chan error {
				r := *r
				r.Owner = owner
				c := shell(dir, `exec 3>"$1"; setsid sh -c "echo here >&3; exec sleep 1000" & wait`, line.path)
				c.Write = append(c.Write, line.path)
				_, ended := start(t, &r, c)
				line.said(t)
				return ended
			}
			ended, lives := run(dir, mine), run(dir+"1", others)
			if err := proc.KillOwned(dir); err != nil {
				t.Fatal(err)
			}
			if exit, ok := errors.AsType[*proc.ExitError](<-ended); !ok || exit.Signal != "killed" {
				t.Errorf("the tool of the owner ended by %v, want a signal", exit)
			}
			mine.gone(t)
			select {
			case err := <-lives:
				t.Errorf("the tool of another owner ended: %v", err)
			default:
			}
			if err := proc.KillOwned(dir + "1"); err != nil {
				t.Fatal(err)
			}
			if err := <-lives; err == nil {
				t.Error("the tool of the other owner was not killed")
			}
			others.gone(t)
		})
	}
}

func TestKillOwnedWithoutProcesses(t *testing.T) {
	t.Parallel()
	if err := proc.KillOwned(t.TempDir()); err != nil {
		t.Error(err)
	}
}

// TestKeeper: the keeper ignores the signals that end workers, and ends with its input.
func TestKeeper(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	line := newLifeline(t, dir)
	r := &proc.Runner{Grace: grace, Owner: dir}
	_, ended := start(t, r, shell(dir, `exec 3>"$1"; echo here >&3; exec sleep 1000`, line.path))
	line.said(t)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	in, alive := pipe(t)
	keeper := proc.Command{Path: "sh", Args: []string{"-c", `"$1" kill-orphans "$2" <&3 & sleep 0.3; kill -TERM $!; echo asked; wait $!; echo "ended: $?"`, "sh", self, dir}}
	said, out := pipe(t)
	if err := proc.Detach(keeper, nil, out, in); err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(out.Close(), in.Close(), said.SetReadDeadline(time.Now().Add(patience))); err != nil {
		t.Fatal(err)
	}
	asked := make([]byte, len("asked\n"))
	if _, err := io.ReadFull(said, asked); err != nil {
		t.Fatal(err)
	}
	select {
	case err := <-ended:
		t.Fatalf("the tool ended before its owner: %v", err)
	default:
	}
	if err := alive.Close(); err != nil {
		t.Fatal(err)
	}
	if text, err := io.ReadAll(said); err != nil || strings.TrimSpace(string(text)) != "ended: 0" {
		t.Errorf("the keeper: %q, %v", text, err)
	}
	if exit, ok := errors.AsType[*proc.ExitError](<-ended); !ok || exit.Signal != "killed" {
		t.Errorf("the tool ended by %v, want a signal", exit)
	}
	line.gone(t)
}

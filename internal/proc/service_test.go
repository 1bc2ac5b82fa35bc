package proc_test

import (
	"context"
	"errors"
	"os/exec"
	"strings"
	"testing"
	"time"

	"proceedings/internal/proc"
)

func startService(t *testing.T, grace time.Duration, script string, args ...string) *proc.Service {
	t.Helper()
	s, err := (&proc.Runner{Grace: grace}).StartService(shell(t.TempDir(), script, args...))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

func TestServiceIsReadyWhenItAnswers(t *testing.T) {
	t.Parallel()

	s := startService(t, grace, "exec sleep 1000")
	asked := 0
	err := s.Ready(t.Context(), func(context.Context) error {
		if asked++; asked < 3 {
			return errors.New("not yet")
		}
		return nil
	})
	if err != nil || asked != 3 {
		t.Errorf("Ready = %v after %d questions, want nil after 3", err, asked)
	}
	select {
	case <-s.Done():
		t.Errorf("it ended: %v", s.Err())
	default:
	}
}

func TestServiceNeverReady(t *testing.T) {
	t.Parallel()

	s := startService(t, grace, "exec sleep 1000")
	cause, answer := errors.New("waited a minute"), errors.New("connection refused")
	ctx, end := context.WithCancelCause(t.Context())
	err := s.Ready(ctx, func(context.Context) error {
		end(cause)
		return answer
	})
	if !errors.Is(err, cause) || !errors.Is(err, answer) {
		t.Errorf("Ready = %v, want the cause of the context and the last answer", err)
	}
}

func TestServiceExits(t *testing.T) {
	t.Parallel()

	tests := []struct{ name, script, want string }{
		{"with an error and words", "echo to stdout; echo port is taken >&2; exit 3", "sh ended: exit status 3: to stdout\nport is taken"},
		{"by a signal", "kill -KILL $$", "sh ended: signal: killed"},
		{"without an error", "echo bye", "sh ended: without an error: bye"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := startService(t, grace, tt.script)
			err := s.Ready(t.Context(), func(context.Context) error { return errors.New("no answer") })
			if err == nil || err.Error() != tt.want {
				t.Errorf("Ready = %v, want %s", err, tt.want)
			}
			<-s.Done()
			if err := s.Err(); err.Error() != tt.want {
				t.Errorf("Err = %v, want %s", err, tt.want)
			}
		})
	}
}

func TestStopEndsAService(t *testing.T) {
	t.Parallel()

	tests := []struct {
		name, script string
		grace        time.Duration
	}{
		{"that listens", `exec 3>"$1"; echo here >&3; exec sleep 1000`, grace},
		{"that does not listen", `trap "" TERM; exec 3>"$1"; echo here >&3; while :; do sleep 1000; done`, time.Millisecond},
		{"and its helper that does not", `(trap "" TERM; exec 3>"$1"; echo here >&3; while :; do sleep 1000; done) & wait`, grace},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			line := newLifeline(t, t.TempDir())
			s := startService(t, tt.grace, tt.script, line.path)
			line.said(t)
			s.Stop()
			<-s.Done()
			line.gone(t)
			s.Stop() // again is no harm
		})
	}
}

func TestServiceMissingProgram(t *testing.T) {
	t.Parallel()

	_, err := (&proc.Runner{Grace: grace}).StartService(proc.Command{Path: "no-such-server"})
	if !errors.Is(err, exec.ErrNotFound) || !strings.HasPrefix(err.Error(), "start no-such-server: ") {
		t.Errorf("err = %v, want exec.ErrNotFound that names what was to start", err)
	}
}

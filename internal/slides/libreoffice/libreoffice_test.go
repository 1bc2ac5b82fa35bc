package libreoffice_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides/libreoffice"
	"proceedings/internal/slides/libreoffice/server"
)

// soffice replaces LibreOffice on a machine without Python, so that it runs once for
// each conversion.
type soffice func(c proc.Command) (stderr string, err error)

func (f soffice) Run(_ context.Context, c proc.Command) (string, error) {
	if c.Path != "soffice" {
		return "", fmt.Errorf("start %s: %w", c.Path, os.ErrNotExist)
	}
	return f(c)
}

// succeeds writes the output of a conversion to pdf.
func succeeds(c proc.Command) (string, error) {
	dir := c.Args[slices.Index(c.Args, "--outdir")+1]
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return "", err
	}
	return "", os.WriteFile(filepath.Join(dir, libreoffice.InputName+".pdf"), []byte("%PDF-1.7"), 0o600)
}

func conversion(t *testing.T, format string) libreoffice.Conversion {
	t.Helper()
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, []byte("deck"), 0o600); err != nil {
		t.Fatal(err)
	}
	return libreoffice.Conversion{In: path, Format: format, Export: "pdf", Dir: t.TempDir()}
}

// TestConvertOnce also checks the sandbox, the limits and the profile.
func TestConvertOnce(t *testing.T) {
	t.Parallel()

	starts := 0
	office := libreoffice.New(soffice(func(c proc.Command) (string, error) {
		starts++
		settings, err := os.ReadFile(filepath.Join(c.Dir, "profile", "user", "registrymodifications.xcu"))
		for _, key := range []string{"BlockUntrustedRefererLinks", "DisableMacrosExecution", "MacroSecurityLevel"} {
			if err != nil || !strings.Contains(string(settings), key) {
				t.Errorf("the profile does not set %s: %v", key, err)
			}
		}
		if c.CPU <= 0 || c.FileSize <= 0 || len(c.Read) != 1 || !slices.Equal(c.Write, []string{c.Dir}) {
			t.Errorf("LibreOffice runs with %+v, want limits, the deck to read, its own folder to write", c)
		}
		if starts == 1 { // it has initialised its profile
			return "", &proc.ExitError{Path: "soffice", Code: 81}
		}
		return succeeds(c)
	}), t.TempDir())
	out, err := office.Convert(t.Context(), conversion(t, "pptx"))
	if err != nil || starts != 2 {
		t.Fatalf("Convert = %v after %d starts, want success after 2", err, starts)
	}
	if data, err := os.ReadFile(out); err != nil || string(data) != "%PDF-1.7" {
		t.Errorf("the output is %q, %v", data, err)
	}
	if err := office.Unavailable(); !errors.Is(err, server.ErrUnavailable) {
		t.Errorf("Unavailable = %v, want the reason", err)
	}
	if err := office.Close(); err != nil {
		t.Errorf("Close = %v", err)
	}
}

func TestConvertErrors(t *testing.T) {
	t.Parallel()

	prints := func(stderr string, err error) soffice {
		return func(proc.Command) (string, error) { return stderr, err }
	}
	const unread = "Error: source file could not be loaded"
	for _, tt := range []struct {
		name, format string
		run          soffice
		reason       string // of a refusal
		text         string // of a temporary error
	}{
		{"no file and no message", "pptx", prints("", nil), "", "it made no file"},
		{"a deck that cannot be loaded, with exit status 0", "pptx", prints(unread, nil), "is damaged or needs a password: LibreOffice cannot open it", ""},
		{"LibreOffice is killed", "odp", prints("", &proc.ExitError{Path: "soffice", Code: 137}), "", "exit status 137"},
		{"LibreOffice always asks to be started again", "ppt", prints("", &proc.ExitError{Path: "soffice", Code: 81}), "", "exit status 81"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			_, err := libreoffice.New(tt.run, t.TempDir()).Convert(t.Context(), conversion(t, tt.format))
			if fault.Reason(err) != tt.reason && tt.reason != "" || fault.IsPermanent(err) != (tt.reason != "") {
				t.Errorf("Convert = %v, want the refusal %q", err, tt.reason)
			}
			if tt.text != "" && (err == nil || !strings.Contains(err.Error(), tt.text)) {
				t.Errorf("Convert = %v, want an error with %q", err, tt.text)
			}
		})
	}
}

// TestOldOutputIsNotTaken: an output of an earlier conversion in the same folder must
// not pass for one of this conversion.
func TestOldOutputIsNotTaken(t *testing.T) {
	t.Parallel()

	runs := 0
	office := libreoffice.New(soffice(func(c proc.Command) (string, error) {
		if runs++; runs > 1 {
			return "", nil
		}
		return succeeds(c)
	}), t.TempDir())
	c := conversion(t, "pptx")
	if _, err := office.Convert(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	if _, err := office.Convert(t.Context(), c); err == nil || !strings.Contains(err.Error(), "it made no file") {
		t.Errorf("the second conversion = %v, want an error", err)
	}
}

func TestOneConversionAtATime(t *testing.T) {
	t.Parallel()

	entered, leave := make(chan struct{}), make(chan struct{})
	office := libreoffice.New(soffice(func(c proc.Command) (string, error) {
		entered <- struct{}{}
		<-leave
		return succeeds(c)
	}), t.TempDir())
	ended := make(chan error)
	first := conversion(t, "pptx")
	go func() {
		_, err := office.Convert(t.Context(), first)
		ended <- err
	}()
	<-entered
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("shutting down")
	cancel(why)
	if _, err := office.Convert(ctx, conversion(t, "odp")); !errors.Is(err, why) {
		t.Errorf("the second conversion = %v, want it to wait until its context ends", err)
	}
	close(leave)
	if err := <-ended; err != nil {
		t.Errorf("the first conversion = %v", err)
	}
}

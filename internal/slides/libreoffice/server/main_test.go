package server_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"proceedings/internal/proc"
	"proceedings/internal/slides/libreoffice/server"
)

const parentEnv = "SERVER_TEST_PARENT" // makes the test binary the parent that dies, in the folder that it names

// TestMain runs the tests, or acts as the parent process that dies in one of them.
func TestMain(m *testing.M) {
	if dir := os.Getenv(parentEnv); dir != "" {
		os.Exit(parent(dir))
	}
	m.Run()
}

// parent converts a deck and exits without closing the server.
func parent(dir string) int {
	s := server.New(&proc.Runner{Grace: time.Second}, dir)
	err := s.Convert(context.Background(), server.Conversion{
		In: filepath.Join(dir, "deck"), Out: filepath.Join(dir, "made.pdf"), Filter: pptxFilter, Export: "pdf",
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return 0
}

// TestLibreOfficeEndsWithItsParent runs without a sandbox, which would end it too.
func TestLibreOfficeEndsWithItsParent(t *testing.T) {
	t.Parallel()
	needUNO(t)

	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := os.Rename(write(t, threeSlides(t)), filepath.Join(dir, "deck")); err != nil {
		t.Fatal(err)
	}
	if _, err := (&proc.Runner{Grace: time.Second}).Run(t.Context(), proc.Command{Path: self, Env: []string{parentEnv + "=" + dir}}); err != nil {
		t.Fatal(err)
	}
	if made, err := os.Stat(filepath.Join(dir, "made.pdf")); err != nil || made.Size() == 0 {
		t.Fatalf("the conversion made no file: %v", err)
	}
	for _, pid := range libreOffices(t, dir) {
		fd, err := unix.PidfdOpen(pid, 0)
		if err != nil {
			continue // it has already ended
		}
		ended := []unix.PollFd{{Fd: int32(fd), Events: unix.POLLIN}}
		if n, err := unix.Poll(ended, 30_000); n != 1 {
			t.Errorf("process %d still runs: %v", pid, err)
			_ = unix.Kill(pid, unix.SIGKILL)
		}
		_ = unix.Close(fd)
	}
}

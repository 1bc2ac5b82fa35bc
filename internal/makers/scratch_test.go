package makers_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"proceedings/internal/makers"
	"proceedings/internal/proc"
)

func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return sorted(list...)
}

func sorted(list ...string) string {
	slices.Sort(list)
	return strings.Join(list, " ")
}

func TestOpenScratchDeletesAbandonedFolders(t *testing.T) {
	t.Parallel()
	dir := filepath.Join(t.TempDir(), "scratch") // OpenScratch creates it
	alive, closeAlive, err := makers.OpenScratch(dir)
	if err != nil {
		t.Fatal(err)
	}
	// A killed process leaves its folder, unlocked.
	dead := filepath.Join(dir, "worker-dead")
	for _, sub := range []string{"steps/deck-1/out", "sources"} {
		if err = os.MkdirAll(filepath.Join(dead, sub), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range []string{filepath.Join(dead, "alive"), filepath.Join(dead, "steps/deck-1/out/page.jpg"), filepath.Join(dir, "notes.txt")} {
		if err = os.WriteFile(f, []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	own, closeOwn, err := makers.OpenScratch(dir)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := names(t, dir), sorted(filepath.Base(alive), filepath.Base(own), "notes.txt"); got != want {
		t.Errorf("left %q, want %q", got, want)
	}
	if got := names(t, own); got != "alive sources steps" {
		t.Errorf("a new folder contains %q", got)
	}
	closeOwn()
	closeAlive()
	if got := names(t, dir); got != "notes.txt" {
		t.Errorf("after close: %q", got)
	}
}

// TestOpenScratchKillsOrphans: what a killed worker left is ended before its folder is
// deleted, and the tools of a running worker stay.
func TestOpenScratchKillsOrphans(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	alive, closeAlive, err := makers.OpenScratch(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer closeAlive()
	dead := filepath.Join(filepath.Dir(alive), "worker-dead")
	if err = os.Mkdir(dead, 0o700); err != nil {
		t.Fatal(err)
	}
	run := func(owner string) *proc.Service {
		s, startErr := (&proc.Runner{Owner: owner}).StartService(proc.Command{Path: "sleep", Args: []string{"1000"}})
		if startErr != nil {
			t.Fatal(startErr)
		}
		t.Cleanup(s.Stop)
		return s
	}
	orphan, tool := run(dead), run(alive)
	_, closeOwn, err := makers.OpenScratch(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer closeOwn()
	<-orphan.Done()
	select {
	case <-tool.Done():
		t.Errorf("the tool of a running worker: %v", tool.Err())
	default:
	}
	if _, err := os.Stat(dead); !os.IsNotExist(err) {
		t.Errorf("the folder of the dead worker: %v", err)
	}
}

func TestConcurrentOpenScratch(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			for range 8 {
				path, closeIt, err := makers.OpenScratch(dir)
				if err != nil {
					t.Error(err)
					return
				}
				if err := os.WriteFile(filepath.Join(path, "steps", "x"), nil, 0o600); err != nil {
					t.Error(err)
				}
				closeIt()
			}
		})
	}
	all.Wait()
	if got := names(t, dir); got != "" {
		t.Errorf("left %q", got)
	}
}

func TestOpenScratchInsideAFileFails(t *testing.T) {
	t.Parallel()
	if _, _, err := makers.OpenScratch(fileOf(t, "a file")); err == nil || !strings.Contains(err.Error(), "make the scratch folder") {
		t.Errorf("err = %v", err)
	}
}

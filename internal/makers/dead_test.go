package makers_test

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"proceedings/internal/makers"
)

func TestDeadScratch(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	alive, closeAlive, err := makers.OpenScratch(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer closeAlive()
	killed, unlocked := filepath.Join(filepath.Dir(alive), "worker-killed"), filepath.Join(filepath.Dir(alive), "worker-unlocked")
	for file, size := range map[string]int{filepath.Join(killed, "alive"): 0, filepath.Join(killed, "steps", "a"): 100_000, filepath.Join(unlocked, "b"): 5_000} {
		if err = os.MkdirAll(filepath.Dir(file), 0o700); err == nil {
			err = os.WriteFile(file, make([]byte, size), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	dead, err := makers.DeadScratch(dir)
	if err != nil {
		t.Fatal(err)
	}
	if names := slices.Sorted(maps.Keys(dead)); !slices.Equal(names, []string{killed, unlocked}) || dead[killed] < 100_000 || dead[killed] > 200_000 {
		t.Errorf("dead folders: %v", dead)
	}
	if _, err = os.Stat(killed); err != nil {
		t.Errorf("looking changed something: %v", err)
	}
	if err = makers.SweepScratch(dir); err != nil {
		t.Fatal(err)
	}
	if got := names(t, dir); got != filepath.Base(alive) {
		t.Errorf("left %q", got)
	}
}

func TestDeadScratchOfNoFolder(t *testing.T) {
	t.Parallel()
	missing := filepath.Join(t.TempDir(), "missing")
	dead, err := makers.DeadScratch(missing)
	if err != nil || len(dead) > 0 {
		t.Errorf("DeadScratch = %v, %v", dead, err)
	}
	if err = makers.SweepScratch(missing); err != nil {
		t.Error(err)
	}
}

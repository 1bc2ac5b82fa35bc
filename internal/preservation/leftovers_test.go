package preservation_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sys/unix"

	"proceedings/internal/preservation"
)

const lockText = "An export of Proceedings writes into this folder while this file is locked.\n"

// leave makes a folder as an interrupted export leaves it.
func leave(t *testing.T, dir, name string) string {
	t.Helper()
	left := filepath.Join(dir, name)
	err := errors.Join(
		os.MkdirAll(filepath.Join(left, "bag/data/x"), 0o700),
		os.WriteFile(filepath.Join(left, "bag/bagit.txt"), nil, 0o600),
		os.WriteFile(filepath.Join(left, "lock"), []byte(lockText), 0o600),
	)
	if err != nil {
		t.Fatal(err)
	}
	return left
}

// What interrupted exports left is deleted; what another one writes now is not.
func TestInterruptedExport(t *testing.T) {
	t.Parallel()
	store, dir := empty(), t.TempDir()
	board(t, store)
	left, other := leave(t, dir, ".board.abc.unfinished"), leave(t, dir, ".hall.abc.unfinished")
	lock, err := os.Open(filepath.Join(left, "lock"))
	if err != nil {
		t.Fatal(err)
	}
	if err = unix.Flock(int(lock.Fd()), unix.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	p, err := preservation.Read(t.Context(), store, "board", preservation.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	x := exporter(store)
	if _, err = x.Export(t.Context(), p, dir); err == nil || !strings.Contains(err.Error(), "another export of this meeting seems to run") {
		t.Errorf("beside a running export: %v", err)
	}
	if _, err = os.Stat(filepath.Join(left, "bag/bagit.txt")); err != nil {
		t.Error(err)
	}
	if err = lock.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err = x.Export(t.Context(), p, dir); err != nil {
		t.Error(err)
	}
	for _, gone := range []string{left, other} {
		if _, err = os.Stat(gone); !os.IsNotExist(err) {
			t.Errorf("%s: %v", gone, err)
		}
	}
	if list, err := os.ReadDir(dir); err != nil || len(list) != 1 {
		t.Errorf("%v, %v", list, err)
	}
}

// Links, and folders and files that no export made, stay as they are, wherever they lead.
func TestExportDeletesNothingForeign(t *testing.T) {
	t.Parallel()
	store, dir, elsewhere := empty(), t.TempDir(), t.TempDir()
	board(t, store)
	ours := leave(t, elsewhere, "ours")
	inside := leave(t, dir, ".board.d.unfinished")
	linked := leave(t, dir, ".board.e.unfinished")
	err := errors.Join(
		os.WriteFile(filepath.Join(elsewhere, "photo.jpg"), []byte("photo"), 0o600),
		os.Symlink(elsewhere, filepath.Join(dir, ".board.unfinished")),
		os.Symlink(ours, filepath.Join(dir, ".board.a.unfinished")),
		os.Mkdir(filepath.Join(dir, ".board.b.unfinished"), 0o700),
		os.WriteFile(filepath.Join(dir, ".board.b.unfinished", "thesis.txt"), []byte("thesis"), 0o600),
		os.WriteFile(filepath.Join(dir, ".board.c.unfinished"), []byte("file"), 0o600),
		os.WriteFile(filepath.Join(inside, "mine.txt"), []byte("mine"), 0o600),
		os.RemoveAll(filepath.Join(linked, "bag")), os.Symlink(elsewhere, filepath.Join(linked, "bag")),
	)
	if err != nil {
		t.Fatal(err)
	}
	before := tree(t, elsewhere)
	done := export(t, store, dir)
	if diff := cmp.Diff(before, tree(t, elsewhere)); diff != "" {
		t.Error(diff)
	}
	for name, want := range map[string]string{".board.b.unfinished/thesis.txt": "thesis", ".board.c.unfinished": "file", ".board.d.unfinished/mine.txt": "mine"} {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err != nil || string(data) != want {
			t.Errorf("%s: %q, %v", name, data, err)
		}
	}
	if info, err := os.Lstat(done.Path); err != nil || !info.IsDir() {
		t.Errorf("the bag is no folder: %v, %v", info, err)
	}
	if want := "Not deleted, since no interrupted export made all of it: .board.a.unfinished, .board.b.unfinished, .board.c.unfinished, .board.d.unfinished and .board.unfinished."; !strings.Contains(done.Note, want) {
		t.Errorf("note %q", done.Note)
	}
}

// Messages about folders name the folder of the user, in words.
func TestExportIntoUnusableFolders(t *testing.T) {
	t.Parallel()
	store, dir := empty(), t.TempDir()
	board(t, store)
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	p, err := preservation.Read(t.Context(), store, "board", preservation.Choice{})
	if err != nil {
		t.Fatal(err)
	}
	for to, want := range map[string]string{
		file:                           "cannot write into " + file + ": it is not a folder, or a part of its path is none",
		file + "/below":                "cannot write into " + file + "/below: it is not a folder, or a part of its path is none",
		"/proc/x":                      "cannot write into /proc/x: it does not exist",
		dir + strings.Repeat("x", 300): "cannot write into " + dir + strings.Repeat("x", 300) + ": it has a name that is too long",
	} {
		if _, err := exporter(store).Export(t.Context(), p, to); err == nil || err.Error() != want {
			t.Errorf("%v, want %s", err, want)
		}
	}
}

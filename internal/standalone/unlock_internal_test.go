package standalone

import (
	"testing"

	"golang.org/x/sys/unix"
)

// TestUnlockFreesTheFolderAtOnce: a child that is just being started holds a
// copy of the file, as here.
func TestUnlockFreesTheFolderAtOnce(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	file, err := lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	child, err := unix.Dup(int(file.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = unix.Close(child) }()
	if err = unlock(file); err != nil {
		t.Fatal(err)
	}
	again, err := lock(dir)
	if err != nil {
		t.Fatal(err)
	}
	if err := unlock(again); err != nil {
		t.Error(err)
	}
}

package wire

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"

	"proceedings/internal/makers"
	"proceedings/internal/originals"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/storage/mem"
)

// TestRoomOnASmallDisk reserves space on a real file system of 100 MB.
func TestRoomOnASmallDisk(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := unix.Mount("tmpfs", dir, "tmpfs", 0, "size=100m"); err != nil {
		proctest.Optional(t, "this user cannot mount a small disk: %v", err)
	}
	t.Cleanup(func() { _ = unix.Unmount(dir, unix.MNT_DETACH) })
	folder, remove, err := makers.OpenScratch(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(remove)
	r := &makers.Room{Folder: folder, Host: "host", Margin: 10 << 20, Free: Free, Size: Size, Cache: originals.NewCache(new(mem.Store), filepath.Join(folder, "sources"), 1<<30)}
	refused := func(need int64) (e *makers.NoRoomError) {
		t.Helper()
		release, failed := r.Reserve(need, nil)
		if failed == nil {
			release()
		} else if !errors.As(failed, &e) {
			t.Fatal(err)
		}
		return e
	}
	if e := refused(95 << 20); e == nil || !e.Never() || !e.TooSmall() || e.Most != 90<<20 {
		t.Errorf("95 of 100 MB with 10 MB to stay free: %v", e)
	}
	release, err := r.Reserve(60<<20, nil)
	if err != nil {
		t.Fatal(err)
	}
	if e := refused(40 << 20); e == nil || e.Never() {
		t.Errorf("40 MB beside 60 MB of 100 MB: %v", e)
	}
	// The step fills what it reserved, and nothing changes for others.
	if err = os.WriteFile(filepath.Join(folder, "steps", "output"), make([]byte, 50<<20), 0o600); err != nil {
		t.Fatal(err)
	}
	if e := refused(25 << 20); e != nil {
		t.Errorf("25 MB beside 60 MB of 100 MB, of which 50 MB are written: %v", e)
	}
	if e := refused(40 << 20); e == nil || e.Never() {
		t.Errorf("40 MB beside 60 MB of 100 MB, of which 50 MB are written: %v", e)
	}
	if err = os.Remove(filepath.Join(folder, "steps", "output")); err != nil {
		t.Fatal(err)
	}
	release()
	if e := refused(80 << 20); e != nil {
		t.Errorf("80 MB on the empty disk: %v", e)
	}
}

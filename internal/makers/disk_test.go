package makers_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/makers"
	"proceedings/internal/originals"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func TestDisk(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name                string
		disk                makers.Disk
		available, capacity int64
	}{
		{"an empty disk", makers.Disk{Free: 1000, Margin: 100}, 900, 900},
		{"a reservation that is not used yet", makers.Disk{Free: 1000, Margin: 100, Reserved: 400}, 500, 900},
		{"a reservation that is half used", makers.Disk{Free: 800, Margin: 100, Reserved: 400, Used: 200}, 500, 900},
		{"a step that uses more than it reserved", makers.Disk{Free: 500, Margin: 100, Reserved: 400, Used: 500}, 400, 900},
		{"cached originals can be deleted", makers.Disk{Free: 200, Margin: 100, Idle: 800}, 900, 900},
		{"a full disk", makers.Disk{Free: 50, Margin: 100}, 0, 0},
		{"more is reserved than there is", makers.Disk{Free: 200, Margin: 100, Reserved: 900}, 0, 100},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			if a, c := tt.disk.Available(), tt.disk.Capacity(); a != tt.available || c != tt.capacity {
				t.Errorf("available %d, capacity %d; want %d, %d", a, c, tt.available, tt.capacity)
			}
			if !tt.disk.Fits(tt.available) || tt.disk.Fits(tt.available+1) {
				t.Error("Fits disagrees with Available")
			}
		})
	}
}

// TestLawReservedSpaceIsThere: if every step fills at most what it reserved, the disk never
// has less than its margin free, whatever the order of starts, writes and ends.
func TestLawReservedSpaceIsThere(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.Int64Range(100, 2000).Draw(t, "size of the disk")
		type step struct{ need, used, original int64 }
		var running []step
		var idle int64
		const margin = 50
		disk := func() makers.Disk {
			d := makers.Disk{Free: total - idle, Idle: idle, Margin: margin}
			for _, s := range running {
				d.Used += s.used
				d.Reserved += s.need
			}
			d.Free -= d.Used
			return d
		}
		t.Repeat(map[string]func(*rapid.T){
			"start": func(t *rapid.T) {
				s := step{need: rapid.Int64Range(0, 1500).Draw(t, "need")}
				s.original = rapid.Int64Range(0, s.need).Draw(t, "original")
				d := disk()
				if !d.Fits(s.need) {
					return
				}
				held := int64(0)
				if rapid.Bool().Draw(t, "cached") {
					held = min(s.original, idle)
				}
				idle -= d.Evict(s.need, held) + held
				s.used = held
				running = append(running, s)
			},
			"write": func(t *rapid.T) {
				if len(running) > 0 {
					s := &running[rapid.IntRange(0, len(running)-1).Draw(t, "step")]
					s.used += rapid.Int64Range(0, s.need-s.used).Draw(t, "bytes")
				}
			},
			"end": func(t *rapid.T) {
				if len(running) > 0 {
					i := rapid.IntRange(0, len(running)-1).Draw(t, "step")
					idle += min(running[i].original, running[i].used)
					running = append(running[:i:i], running[i+1:]...)
				}
			},
			"": func(t *rapid.T) {
				if d := disk(); d.Free < margin && len(running) > 0 {
					t.Fatalf("%d bytes are free: %+v", d.Free, d)
				}
			},
		})
	})
}

// room returns a room on a disk of that size, whose files are real.
func room(t *testing.T, size int64, cached ...string) *makers.Room {
	t.Helper()
	dir, store := t.TempDir(), new(mem.Store)
	if err := os.Mkdir(filepath.Join(dir, "sources"), 0o700); err != nil {
		t.Fatal(err)
	}
	cache := originals.NewCache(store, filepath.Join(dir, "sources"), 1<<30)
	for _, text := range cached {
		if _, err := store.Put(t.Context(), layout.Source(sumOf(text)), strings.NewReader(text), storage.Attrs{}, storage.Always); err != nil {
			t.Fatal(err)
		}
		_, release, err := cache.Fetch(t.Context(), sumOf(text))
		if err != nil {
			t.Fatal(err)
		}
		release()
	}
	return &makers.Room{Folder: dir, Host: "host", Cache: cache, Free: func(string) (int64, error) { return size - makers.FolderSize(dir), nil }}
}

func TestRoomReserves(t *testing.T) {
	t.Parallel()
	r := room(t, 1000)
	release, err := r.Reserve(600, nil)
	if err != nil {
		t.Fatal(err)
	}
	for need, want := range map[int64]string{500: "waiting for 500 B of disk space on host", 1001: "needs 1 kB of disk space; the scratch disk of host can give 1 kB: waiting for another worker"} {
		_, err = r.Reserve(need, nil)
		e, is := errors.AsType[*makers.NoRoomError](err)
		if !is || e.Error() != want || e.Never() != (need > 1000) || fault.IsWorker(err) || !makers.SaysNoRoom(e.Error()) {
			t.Errorf("reserve %d: %v, want %q", need, err, want)
		}
	}
	if d, failed := r.Disk(); failed != nil || d.Free != 1000 || d.Reserved != 600 {
		t.Errorf("disk = %+v, %v", d, failed)
	}
	second, err := r.Reserve(400, nil)
	if err != nil {
		t.Fatal(err)
	}
	release()
	release()
	second()
	if d, failed := r.Disk(); failed != nil || d.Reserved != 0 {
		t.Errorf("after all steps the disk is %+v, %v", d, failed)
	}
	full := room(t, 0)
	if _, err = full.Reserve(1, nil); fault.WorkerReason(err) != "the disk of the scratch folder is full" {
		t.Errorf("a full disk: %v", err)
	}
}

// TestRoomOnADiskThatIsTooSmall: what never fits, also on an empty disk, says so with both
// sizes, also if the disk is full.
func TestRoomOnADiskThatIsTooSmall(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name             string
		free, size, need int64
		text, reason     string
		small            bool
	}{
		{"a small disk", 900, 1000, 2000, "needs 2 kB of disk space; the scratch folder of host is too small for it, also when empty (900 B): waiting for another worker", "", true},
		{"a small disk that is full", 0, 1000, 2000, "needs 2 kB of disk space; the scratch folder of host is too small for it, also when empty (900 B): waiting for another worker", "the scratch folder is too small: 2.1 kB are needed, and its disk has 1 kB", true},
		{"a disk that is smaller than what stays free", 50, 50, 2000, "needs 2 kB of disk space; the scratch folder of host is too small for it, also when empty (0 B): waiting for another worker", "the scratch folder is too small: 2.1 kB are needed, and its disk has 50 B", true},
		{"a disk that others fill", 500, 10_000, 2000, "needs 2 kB of disk space; the scratch disk of host can give 400 B: waiting for another worker", "", false},
		{"a full disk", 0, 10_000, 2000, "needs 2 kB of disk space; the scratch disk of host can give 0 B: waiting for another worker", "the disk of the scratch folder is full", false},
	} {
		r := room(t, 0)
		r.Margin, r.Free, r.Size = 100, func(string) (int64, error) { return tt.free, nil }, func(string) (int64, error) { return tt.size, nil }
		_, err := r.Reserve(tt.need, nil)
		e, is := errors.AsType[*makers.NoRoomError](err)
		if !is || e.Error() != tt.text || e.TooSmall() != tt.small || !makers.SaysNoRoom(e.Error()) || fault.WorkerReason(err) != tt.reason {
			t.Errorf("%s: %v, reason %q", tt.name, err, fault.WorkerReason(err))
		}
	}
}

// TestRoomEvictsOriginals: cached originals make room, but not those that the step reads.
func TestRoomEvictsOriginals(t *testing.T) {
	t.Parallel()
	first, second := strings.Repeat("a", 8192), strings.Repeat("b", 8192)
	r := room(t, 20_000, first, second)
	release, err := r.Reserve(18_000, []string{sumOf(first)})
	if err != nil {
		t.Fatal(err)
	}
	defer release()
	if held := r.Cache.Held([]string{sumOf(first)}); held != 8192 {
		t.Errorf("of the step's own original %d bytes are cached", held)
	}
	if idle := r.Cache.Idle(); idle != 8192 {
		t.Errorf("%d bytes are cached, want only the step's own original", idle)
	}
	if _, err := os.Stat(filepath.Join(r.Folder, "sources", sumOf(second))); !os.IsNotExist(err) {
		t.Errorf("the evicted file: %v", err)
	}
}

package wire

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/storage/mem"
)

func disk(free int64) space {
	return sized(free, 1<<40)
}

func sized(free, size int64) space {
	return space{"/scratch", func(string) (int64, error) { return free, nil }, func(string) (int64, error) { return size, nil }}
}

// TestAFullDiskIsNoRefusal: the step waits, whatever its tool says.
func TestAFullDiskIsNoRefusal(t *testing.T) {
	t.Parallel()

	refuses := func(context.Context, *makers.Task) (steps.Result, error) {
		return steps.Result{}, fault.Refuse("is damaged")
	}
	full := func(context.Context, *makers.Task) (steps.Result, error) {
		return steps.Result{}, &os.PathError{Op: "write", Path: "x", Err: syscall.ENOSPC}
	}
	tests := []struct {
		name  string
		free  int64
		maker makers.Maker
		sick  bool // the machine, and not only this step, has to wait
		waits bool
		says  string
	}{
		{"enough space, and a damaged file", 10 << 30, refuses, false, false, "is damaged"},
		{"no space for this step", 100 << 20, refuses, false, true, `the step "chunk" needs 268 MB in /scratch, which has 105 MB`},
		{"no space for any step", 1 << 20, refuses, true, false, `the step "chunk" needs 268 MB in /scratch, which has 1 MB`},
		{"the disk fills during the step", 10 << 30, full, true, false, "the disk of the scratch folder is full"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			checked := disk(tt.free).makers(map[plan.Kind]makers.Maker{plan.Chunk: tt.maker})
			_, err := checked[plan.Chunk](t.Context(), &makers.Task{Step: plan.Step{Kind: plan.Chunk}})
			if fault.IsWorker(err) != tt.sick || errors.Is(err, storage.ErrUnavailable) != tt.waits || fault.IsPermanent(err) == (tt.waits || tt.sick) {
				t.Errorf("err = %v, want one that waits: %t, of a sick machine: %t", err, tt.waits, tt.sick)
			}
			if err == nil || !strings.Contains(err.Error(), tt.says) {
				t.Errorf("err = %v, want %q", err, tt.says)
			}
		})
	}
}

// TestTheReasonOfADiskWithoutRoom: a disk that could never have room is not called full.
func TestTheReasonOfADiskWithoutRoom(t *testing.T) {
	t.Parallel()
	whole := func(context.Context, plan.Kind) error { return nil }
	for _, tt := range []struct {
		name string
		disk space
		want string
	}{
		{"a full disk", sized(1<<20, 10<<30), "the disk of the scratch folder is full"},
		{"a small disk", sized(90<<20, 100<<20), "the scratch folder is too small: 268 MB are needed, and its disk has 105 MB"},
		{"a small disk that is full", sized(0, 100<<20), "the scratch folder is too small: 268 MB are needed, and its disk has 105 MB"},
	} {
		if got := fault.WorkerReason(tt.disk.selfTest(whole)(t.Context(), plan.Probe)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if err := sized(1<<30, 10<<30).selfTest(whole)(t.Context(), plan.Probe); err != nil {
		t.Errorf("with room: %v", err)
	}
}

func TestOriginalsAreFetchedIfThereIsRoom(t *testing.T) {
	t.Parallel()

	store := new(mem.Store)
	if _, err := store.Put(t.Context(), "a", strings.NewReader("0123456789"), storage.Attrs{}, storage.Always); err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		free, length int64
		fetched      bool
	}{
		"room for all":     {Reserve + 10, -1, true},
		"a byte too few":   {Reserve + 9, -1, false},
		"room for a range": {Reserve + 4, 4, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body, _, err := disk(tt.free).store(store).Get(t.Context(), "a", 0, tt.length)
			if err == nil {
				err = body.Close()
			} else if !fault.IsWorker(err) && !errors.Is(err, storage.ErrUnavailable) {
				t.Errorf("err = %v, want one that waits", err)
			}
			if (err == nil) != tt.fetched {
				t.Errorf("err = %v, want none: %t", err, tt.fetched)
			}
		})
	}
}

func TestScratchNeed(t *testing.T) {
	t.Parallel()

	source := filepath.Join(t.TempDir(), "source")
	if err := os.WriteFile(source, make([]byte, 1000), 0o600); err != nil {
		t.Fatal(err)
	}
	parts := []steps.Result{{Objects: []meeting.Object{{Size: 5}, {Size: 6}}}, {Objects: []meeting.Object{{Size: 7}}}}
	for kind, want := range map[plan.Kind]int64{
		plan.Probe: Reserve, plan.Copy: Reserve + 1000, plan.Document: Reserve + 1000, plan.Progressive: Reserve + 18, plan.Chunk: Reserve + 192<<20,
	} {
		if got := scratchNeed(&makers.Task{Step: plan.Step{Kind: kind}, Source: source, Needs: parts}); got != want {
			t.Errorf("%s needs %d bytes, want %d", kind, got, want)
		}
	}
}

func TestFreeOfAFolderThatIsNotThere(t *testing.T) {
	t.Parallel()

	dir := t.TempDir()
	there, err := Free(dir)
	if err != nil || there <= 0 {
		t.Fatalf("Free = %d, %v", there, err)
	}
	if missing, err := Free(filepath.Join(dir, "a", "b")); err != nil || missing <= 0 {
		t.Errorf("Free of a folder to be made = %d, %v; want that of its parent", missing, err)
	}
}

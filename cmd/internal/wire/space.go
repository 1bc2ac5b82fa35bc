package wire

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"

	"proceedings/internal/fault"
	"proceedings/internal/makers"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
	"proceedings/internal/storage"
	"proceedings/internal/words"
)

// Reserve is the free space in bytes that any work needs beside its files: for
// the queue, logs, and small results.
const Reserve = 64 << 20

// ErrNoSpace says that a disk is too full to begin. Where a worker meets it, the step
// waits, and no file is refused for it.
var ErrNoSpace = errors.New("not enough free space")

// Free is the space in bytes that this user may fill on the file system of
// path, which need not exist yet.
func Free(path string) (int64, error) {
	return statfs(path, func(is unix.Statfs_t) uint64 { return is.Bavail })
}

// Size is the size in bytes of the file system of path, with all that is in it. path need not
// exist yet.
func Size(path string) (int64, error) {
	return statfs(path, func(is unix.Statfs_t) uint64 { return is.Blocks })
}

func statfs(path string, blocks func(unix.Statfs_t) uint64) (int64, error) {
	for {
		var is unix.Statfs_t
		err := unix.Statfs(path, &is)
		if err == nil {
			return int64(min(blocks(is)*uint64(is.Bsize), 1<<62)), nil //nolint:gosec // cut to what fits
		}
		if parent := filepath.Dir(path); errors.Is(err, unix.ENOENT) && parent != path {
			path = parent
			continue
		}
		return 0, fmt.Errorf("look at the free space of %s: %w", path, err)
	}
}

// EnoughSpace returns [ErrNoSpace] with both amounts if less than need bytes
// are free. what is the work, as in "encode talk.mp4".
func EnoughSpace(what, folder string, need, free int64) error {
	if free >= need {
		return nil
	}
	return fmt.Errorf("%w: %s needs %s in %s, which has %s: free some, or choose another disk",
		ErrNoSpace, what, words.Size(need), folder, words.Size(free))
}

// space watches the free space of a worker's scratch folder.
type space struct {
	folder string
	free   func(path string) (int64, error)
	size   func(path string) (int64, error)
}

// fault is the error of this machine that need bytes have no room.
func (s space) fault(cause error, need int64) error {
	size, err := s.size(s.folder)
	if err != nil {
		return err
	}
	return makers.DiskFault(cause, need, size)
}

// check returns an error that has a step wait if less than need bytes are free. If not
// even a small step has room, it is an error of this machine.
func (s space) check(what string, need int64) error {
	free, err := s.free(s.folder)
	if err != nil {
		return err
	}
	err = EnoughSpace(what, s.folder, need, free)
	switch {
	case err == nil:
		return nil
	case free < Reserve:
		return s.fault(err, need)
	}
	return fault.Explain(errors.Join(storage.ErrUnavailable, err), "%v", err)
}

// selfTest is a self-test that fails if the folder has no room for small steps.
func (s space) selfTest(under func(context.Context, plan.Kind) error) func(context.Context, plan.Kind) error {
	return func(ctx context.Context, kind plan.Kind) error {
		if err := s.check("any step", Reserve+resume); err != nil {
			return s.fault(err, Reserve+resume)
		}
		return under(ctx, kind)
	}
}

// resume is the free space beyond Reserve that a worker needs to accept steps again.
const resume = 192 << 20

// store is a store whose objects are read only if the folder has room for them.
func (s space) store(under storage.Store) storage.Store { return roomy{under, s} }

type roomy struct {
	storage.Store

	space space
}

// Get implements [storage.Store].
func (r roomy) Get(ctx context.Context, key string, offset, length int64) (io.ReadCloser, storage.Info, error) {
	body, info, err := r.Store.Get(ctx, key, offset, length)
	if err != nil {
		return nil, info, err
	}
	if length < 0 {
		length = max(0, info.Size-offset)
	}
	if err = r.space.check("fetch an original", length+Reserve); err != nil {
		return nil, info, errors.Join(err, body.Close())
	}
	return body, info, nil
}

// makers are makers that begin only if the folder has room for what they make,
// and whose failures on a full disk have the step wait.
func (s space) makers(all map[plan.Kind]makers.Maker) map[plan.Kind]makers.Maker {
	with := make(map[plan.Kind]makers.Maker, len(all))
	for kind, under := range all {
		with[kind] = func(ctx context.Context, t *makers.Task) (steps.Result, error) {
			what := fmt.Sprintf("the step %q", kind)
			if err := s.check(what, scratchNeed(t)); err != nil {
				return steps.Result{}, err
			}
			res, err := under(ctx, t)
			if err == nil {
				return res, nil
			}
			if full := s.check(what, Reserve); full != nil || errors.Is(err, syscall.ENOSPC) {
				return res, s.fault(ErrNoSpace, scratchNeed(t))
			}
			return res, err
		}
	}
	return with
}

// scratchNeed is the least space in bytes that a step fills: a copy of what it
// joins or copies, else some of what it encodes or converts.
func scratchNeed(t *makers.Task) int64 {
	need := int64(Reserve)
	switch t.Step.Kind {
	case plan.Copy, plan.Document:
		need += sizeOf(t.Source)
	case plan.Progressive:
		for _, result := range t.Needs {
			need += sum(result.Objects)
		}
	case plan.Chunk, plan.Audio, plan.Deck, plan.Reconstruct:
		need += 192 << 20
	default:
	}
	return need
}

func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0 // the step says so
	}
	return info.Size()
}

func sum(objects []meeting.Object) (bytes int64) {
	for _, o := range objects {
		bytes += o.Size
	}
	return bytes
}

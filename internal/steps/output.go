package steps

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

// Describe lists the files below dir, sorted by name, with size in bytes, SHA-256 and
// media type.
func Describe(dir string) ([]meeting.Object, error) {
	var objects []meeting.Object
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("%s is not a regular file", entry.Name())
		}
		name, err := filepath.Rel(dir, file)
		if err != nil {
			return fmt.Errorf("name %s: %w", file, err)
		}
		o := meeting.Object{Name: filepath.ToSlash(name), Type: layout.MediaType(name)}
		if o.SHA256, o.Size, err = hashFile(file); err != nil {
			return err
		}
		objects = append(objects, o)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("read the output: %w", err)
	}
	return objects, nil
}

func hashFile(file string) (sum string, size int64, err error) {
	f, err := os.Open(file)
	if err != nil {
		return "", 0, fmt.Errorf("hash: %w", err)
	}
	defer func() { _ = f.Close() }() // only read
	h := sha256.New()
	if size, err = io.Copy(h, f); err != nil {
		return "", 0, fmt.Errorf("hash %s: %w", file, err)
	}
	return hex.EncodeToString(h.Sum(nil)), size, nil
}

// runOf returns the ID of a run, a hash of its output.
func runOf(objects []meeting.Object) string {
	h := sha256.New()
	for _, o := range objects {
		_, _ = fmt.Fprintf(h, "%s\x00%s\n", o.Name, o.SHA256) // a hash never fails
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// Keep completes res and stores the output of a step: first the objects, then the
// result. It returns false if another attempt stored a result first; that one counts.
func Keep(ctx context.Context, store storage.Store, s plan.Step, dir string, objects []meeting.Object, res *Result) (bool, error) {
	res.Schema, res.Step, res.Objects = resultSchema, s, objects
	if len(objects) > 0 {
		res.Run = runOf(objects)
		if err := upload(ctx, store, s, dir, *res); err != nil {
			return false, err
		}
	}
	err := storage.WriteJSON(ctx, store, layout.StepResult(s.Key()), res, storage.IfAbsent)
	if errors.Is(err, storage.ErrPrecondition) {
		return false, nil // the other run has its own folder
	}
	if err != nil {
		return false, err
	}
	// A concurrent purge may have deleted objects that upload found in the storage.
	complete, err := Whole(ctx, store, *res)
	if err == nil && !complete {
		err = errors.New("a purge deleted files of this step while it stored others")
	}
	return err == nil, err
}

// Whole reports whether all objects of a result are stored. If not, it deletes the
// result, so that the step runs again.
func Whole(ctx context.Context, store storage.Store, r Result) (bool, error) {
	if len(r.Objects) == 0 {
		return true, nil
	}
	stored := map[string]bool{}
	for info, err := range store.List(ctx, r.Step.Space.DerivedPrefix(r.Step.Key())) {
		if err != nil {
			return false, err
		}
		stored[info.Key] = true
	}
	for _, o := range r.Objects {
		if !stored[r.Step.Space.Derived(r.Step.Key(), r.Run, o.Name)] {
			return false, store.Delete(ctx, layout.StepResult(r.Step.Key()))
		}
	}
	return true, nil
}

// upload stores the objects of res from the files in dir, four at a time.
func upload(ctx context.Context, store storage.Store, s plan.Step, dir string, res Result) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for _, o := range res.Objects {
		group.Go(func() error {
			f, err := os.Open(filepath.Join(dir, filepath.FromSlash(o.Name)))
			if err != nil {
				return fmt.Errorf("store %s: %w", o.Name, err)
			}
			defer func() { _ = f.Close() }() // only read
			attrs := storage.Attrs{ContentType: o.Type, CacheControl: storage.CacheForever, ContentDisposition: contentDisposition(s.Name, o)}
			key := s.Space.Derived(s.Key(), res.Run, o.Name)
			if _, err := storage.PutOnce(ctx, store, key, f, attrs); err != nil {
				return fmt.Errorf("store %s: %w", o.Name, err)
			}
			return nil
		})
	}
	return group.Wait() //nolint:wrapcheck // wrapped above, with the name
}

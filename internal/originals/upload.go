// Package originals uploads the files of a meeting, and keeps those that steps
// read on this machine's disk, as a whole or in part.
package originals

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Upload hashes a file and stores it, unless it is stored already. An
// upload that was broken off goes on where it was.
func Upload(ctx context.Context, store storage.Store, f intake.File, w Watcher) (sum string, err error) {
	file, err := os.Open(f.Path)
	if err != nil {
		return "", err //nolint:wrapcheck // names the file
	}
	defer func() { _ = file.Close() }() // only read
	steady, err := newStableFile(file)
	if err != nil {
		return "", err
	}
	progress := w.File(f.Source.Name, f.Source.Size)
	sums := newBlockWriter()
	sum, size, err := intake.Hash(ctx, io.TeeReader(file, sums), progress)
	if err != nil {
		return "", err
	}
	if size != f.Source.Size {
		return "", errChanged
	}
	if err = steady.check(); err != nil {
		return "", err
	}
	_, err = storage.StatSame(ctx, store, layout.Source(sum), size)
	if err == nil {
		progress(2 * size)
		return sum, storeBlocks(ctx, store, sum, sums.blocks())
	}
	if !errors.Is(err, storage.ErrNotFound) {
		return "", err
	}
	opts := storage.UploadOptions{
		Save: func(s storage.UploadState) error {
			return storage.WriteJSON(ctx, store, layout.Upload(sum), s, storage.Always)
		},
		Progress: func(sent int64) { progress(size + sent) },
	}
	var left storage.UploadState
	switch _, err := storage.ReadJSON(ctx, store, layout.Upload(sum), &left); {
	case err == nil:
		opts.Resume = &left
	case !errors.Is(err, storage.ErrNotFound):
		return "", err
	}
	attrs := storage.Attrs{ContentType: f.Format.Type}
	if _, err := storage.Upload(ctx, store, layout.Source(sum), steady, size, attrs, opts); err != nil {
		return "", err
	}
	if err := storeBlocks(ctx, store, sum, sums.blocks()); err != nil {
		return "", err
	}
	return sum, store.Delete(ctx, layout.Upload(sum))
}

// storeBlocks stores the checksums of an original's blocks, unless they are.
func storeBlocks(ctx context.Context, store storage.Store, sum string, b blocks) error {
	_, err := store.Stat(ctx, layout.Blocks(sum))
	if !errors.Is(err, storage.ErrNotFound) {
		return err
	}
	err = storage.WriteJSON(ctx, store, layout.Blocks(sum), b, storage.IfAbsent)
	if errors.Is(err, storage.ErrPrecondition) {
		return nil // another command stored the same
	}
	return err
}

// errChanged says that a file was written to while it was taken in.
var errChanged = errors.New("it changed while it was read: is it still being recorded or copied?")

// stableFile is a file that must stay as it was when it was held: what is sent must
// be what was hashed, for it is stored under that hash and never replaced.
type stableFile struct {
	file *os.File
	was  os.FileInfo
}

func newStableFile(file *os.File) (stableFile, error) {
	was, err := file.Stat()
	if err != nil {
		return stableFile{}, fmt.Errorf("look at the file: %w", err)
	}
	return stableFile{file, was}, nil
}

func (s stableFile) check() error {
	now, err := s.file.Stat()
	if err != nil {
		return fmt.Errorf("look at the file: %w", err)
	}
	if now.Size() != s.was.Size() || !now.ModTime().Equal(s.was.ModTime()) {
		return errChanged
	}
	return nil
}

// ReadAt implements [io.ReaderAt].
func (s stableFile) ReadAt(p []byte, off int64) (int, error) {
	n, err := s.file.ReadAt(p, off)
	if changed := s.check(); changed != nil {
		return 0, changed
	}
	return n, err //nolint:wrapcheck // io.EOF must stay itself
}

// Watcher is told how an upload goes.
type Watcher interface {
	// File begins a file and returns what to call with the bytes done so far, of
	// twice its size: it is read once to be hashed and once to be sent.
	File(name string, size int64) (progress func(done int64))
}

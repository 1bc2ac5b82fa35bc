// Package originals uploads the files of a meeting, and caches them on the local disk
// for the steps, as a whole or in part.
package originals

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"

	"proceedings/internal/intake"
	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Upload hashes a file and stores it, unless it is stored already. It resumes an
// interrupted upload.
func Upload(ctx context.Context, store storage.Store, f intake.File, w Watcher) (sum string, err error) {
	file, err := f.Open()
	if err != nil {
		return "", err
	}
	defer func() { _ = file.Close() }() // only read
	stable, err := newStableFile(file)
	if err != nil {
		return "", err
	}
	progress := w.File(f.Source.Name, f.Source.Size)
	sums := NewBlockWriter(BlockSize)
	sum, size, err := intake.Hash(ctx, io.TeeReader(file, sums), progress)
	if err != nil {
		return "", err
	}
	if size != f.Source.Size {
		return "", ErrChanged
	}
	if err = stable.check(); err != nil {
		return "", err
	}
	_, err = storage.StatSame(ctx, store, layout.Source(sum), size)
	if err == nil {
		progress(2 * size)
		return sum, storeBlocks(ctx, store, sum, sums.Blocks())
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
	var resume storage.UploadState
	switch _, err := storage.ReadJSON(ctx, store, layout.Upload(sum), &resume); {
	case err == nil:
		opts.Resume = &resume
	case !errors.Is(err, storage.ErrNotFound) && !errors.Is(err, storage.ErrDamaged): // a damaged one is as good as none
		return "", err
	}
	// Whoever opens the object in a browser saves it: an original may be HTML.
	attrs := storage.Attrs{ContentType: f.Format.Type, ContentDisposition: cmp.Or(storage.Attachment(path.Base(f.Source.Name)), "attachment")}
	if _, err := storage.Upload(ctx, store, layout.Source(sum), stable, size, attrs, opts); err != nil {
		return "", err
	}
	if err := storeBlocks(ctx, store, sum, sums.Blocks()); err != nil {
		return "", err
	}
	return sum, store.Delete(ctx, layout.Upload(sum))
}

// storeBlocks stores the checksums of an original's blocks, unless they are stored.
func storeBlocks(ctx context.Context, store storage.Store, sum string, b Blocks) error {
	_, err := storage.Find(ctx, store, layout.Blocks(sum))
	if !errors.Is(err, storage.ErrNotFound) {
		return err
	}
	err = storage.WriteJSON(ctx, store, layout.Blocks(sum), b, storage.IfAbsent)
	if errors.Is(err, storage.ErrPrecondition) {
		return nil // another command stored the same
	}
	return err
}

// ErrChanged means that a file was written to during the upload.
var ErrChanged = errors.New("it changed while it was read: is it still being recorded or copied?")

// stableFile is a file that must not change between hashing and sending, since its
// content is stored under the hash and never replaced.
type stableFile struct {
	file  *os.File
	start os.FileInfo
}

func newStableFile(file *os.File) (stableFile, error) {
	start, err := file.Stat()
	if err != nil {
		return stableFile{}, fmt.Errorf("check the file: %w", err)
	}
	return stableFile{file, start}, nil
}

func (s stableFile) check() error {
	now, err := s.file.Stat()
	if err != nil {
		return fmt.Errorf("check the file: %w", err)
	}
	if now.Size() != s.start.Size() || !now.ModTime().Equal(s.start.ModTime()) {
		return ErrChanged
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

// Watcher receives the progress of uploads.
type Watcher interface {
	// File starts a file and returns a function that receives the bytes done so far, of
	// twice its size: the file is read once to hash it and once to send it.
	File(name string, size int64) (progress func(done int64))
}

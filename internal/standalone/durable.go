package standalone

import (
	"context"
	"fmt"
	"io"
	"os"

	"golang.org/x/sys/unix"

	"proceedings/internal/layout"
	"proceedings/internal/storage"
)

// Durable is a store over files whose server does not sync to disk. It syncs
// before and after each write that commits others (a manifest, a record, a step's
// result), so that they survive a power failure in that order, and after each copy.
type Durable struct {
	storage.Store
	Dir string // a folder on the file system of the objects
}

// Put implements [storage.Store].
func (d Durable) Put(ctx context.Context, key string, body io.ReadSeeker, attrs storage.Attrs, cond storage.Condition) (storage.Info, error) {
	if !layout.Commits(key) {
		return d.Store.Put(ctx, key, body, attrs, cond)
	}
	if err := d.Sync(); err != nil {
		return storage.Info{}, err
	}
	info, err := d.Store.Put(ctx, key, body, attrs, cond)
	if err != nil {
		return info, err
	}
	return info, d.Sync()
}

// Copy implements [storage.Store]. It syncs, since the caller may delete the source next.
func (d Durable) Copy(ctx context.Context, from, to string) error {
	if err := d.Store.Copy(ctx, from, to); err != nil {
		return err
	}
	return d.Sync()
}

// Upload implements [storage.Uploader].
func (d Durable) Upload(ctx context.Context, key string, file io.ReaderAt, size int64, attrs storage.Attrs, opts storage.UploadOptions) (storage.Info, error) {
	return storage.Upload(ctx, d.Store, key, file, size, attrs, opts)
}

// Abort implements [storage.Uploader].
func (d Durable) Abort(ctx context.Context, key string, upload storage.UploadState) error {
	return storage.Abort(ctx, d.Store, key, upload)
}

// Sync writes everything on the file system of Dir to its disk.
func (d Durable) Sync() error {
	f, err := os.Open(d.Dir)
	if err != nil {
		return fmt.Errorf("sync to disk: %w", err)
	}
	defer func() { _ = f.Close() }() // only a handle
	if err := unix.Syncfs(int(f.Fd())); err != nil {
		return fmt.Errorf("sync %s to disk: %w", d.Dir, err)
	}
	return nil
}

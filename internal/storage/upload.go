package storage

import (
	"context"
	"errors"
	"fmt"
	"io"

	"proceedings/internal/fault"
)

// Uploader is a store that can resume an interrupted upload. Callers use it
// through [Upload].
type Uploader interface {
	// Upload stores size bytes of file under key, unless an object of that size
	// exists: the key of an original contains its hash. After a failure the
	// sent parts remain, and a call with the last saved state sends only the
	// rest. The Info of an object that was there already has no Attrs.
	Upload(ctx context.Context, key string, file io.ReaderAt, size int64, attrs Attrs, opts UploadOptions) (Info, error)

	// Abort deletes the sent parts of an upload that is not to be resumed. An unknown
	// upload is no error.
	Abort(ctx context.Context, key string, upload UploadState) error
}

// UploadOptions are the state to resume from and callbacks. Each may be nil.
type UploadOptions struct {
	Resume   *UploadState              // where an earlier upload of the same file broke off
	Save     func(s UploadState) error // called before a part is sent; an error ends the upload
	Progress func(sent int64)          // bytes in the store or on the way, one call at a time; less than before when a part is sent again
}

// UploadState is what an upload needs to resume.
type UploadState struct {
	ID       string `json:"id"`       // the store's name for it
	PartSize int64  `json:"partSize"` // bytes in each part but the last
}

// Upload stores an original once, by the store's own [Uploader] where it is
// one, else by a conditional Put.
func Upload(ctx context.Context, s Store, key string, file io.ReaderAt, size int64, attrs Attrs, opts UploadOptions) (Info, error) {
	if u, ok := s.(Uploader); ok {
		return u.Upload(ctx, key, file, size, attrs, opts)
	}
	info, err := PutOnce(ctx, s, key, io.NewSectionReader(file, 0, size), attrs)
	if err == nil && opts.Progress != nil {
		opts.Progress(size)
	}
	return info, err
}

// Abort deletes what an interrupted [Upload] left, if the store keeps anything of one.
func Abort(ctx context.Context, s Store, key string, upload UploadState) error {
	if u, ok := s.(Uploader); ok && upload.ID != "" {
		return u.Abort(ctx, key, upload)
	}
	return nil
}

// PutOnce stores body under key, unless an object of that size exists, which is
// taken for the same content. Use it for keys that contain a hash of their
// content.
func PutOnce(ctx context.Context, s Store, key string, body io.ReadSeeker, attrs Attrs) (Info, error) {
	start, err := body.Seek(0, io.SeekCurrent)
	if err != nil {
		return Info{}, fmt.Errorf("read the body of %s: %w", key, err)
	}
	info, err := s.Put(ctx, key, body, attrs, IfAbsent)
	if !errors.Is(err, ErrPrecondition) {
		return info, err
	}
	end, err := body.Seek(0, io.SeekEnd)
	if err != nil {
		return Info{}, fmt.Errorf("read the body of %s: %w", key, err)
	}
	return StatSame(ctx, s, key, end-start)
}

// StatSame is [Find] for an object of a known size. Another size under a key that
// contains a hash is damage, which no retry can fix.
func StatSame(ctx context.Context, s Store, key string, size int64) (Info, error) {
	info, err := Find(ctx, s, key)
	if err == nil && info.Size != size {
		return Info{}, fault.Permanent(fmt.Errorf("%s holds %d bytes where the same content would have %d", key, info.Size, size))
	}
	return info, err
}

// Find describes the object at key without its Attrs. Unlike Stat, it needs only the
// right to list: whoever submits meetings need not be able to read other originals.
func Find(ctx context.Context, s Store, key string) (Info, error) {
	for info, err := range s.List(ctx, key) {
		if err != nil || info.Key == key {
			return info, err
		}
		break // the key itself is the first in order
	}
	return Info{}, fmt.Errorf("find %s: %w", key, ErrNotFound)
}

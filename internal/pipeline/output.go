package pipeline

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/storage"
)

// describe lists the files below dir in the order of their names, each with
// its size, hash and media type.
func describe(dir string) ([]meeting.Object, error) {
	var objects []meeting.Object
	err := filepath.WalkDir(dir, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		if !entry.Type().IsRegular() {
			return fmt.Errorf("%s is not a plain file", entry.Name())
		}
		name, err := filepath.Rel(dir, file)
		if err != nil {
			return fmt.Errorf("name %s: %w", file, err)
		}
		o := meeting.Object{Name: filepath.ToSlash(name), Type: mediaType(name)}
		if o.SHA256, o.Size, err = hashFile(file); err != nil {
			return err
		}
		objects = append(objects, o)
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("look at the output: %w", err)
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

// runOf names a run by all that it made.
func runOf(objects []meeting.Object) string {
	h := sha256.New()
	for _, o := range objects {
		_, _ = fmt.Fprintf(h, "%s\x00%s\n", o.Name, o.SHA256) // a hash never fails
	}
	return hex.EncodeToString(h.Sum(nil)[:6])
}

// upload stores the objects in res from the files in dir, some at a time.
func (p *Pipeline) upload(ctx context.Context, s plan.Step, dir string, res Result) error {
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(4)
	for _, o := range res.Objects {
		group.Go(func() error {
			f, err := os.Open(filepath.Join(dir, filepath.FromSlash(o.Name)))
			if err != nil {
				return fmt.Errorf("store %s: %w", o.Name, err)
			}
			defer func() { _ = f.Close() }() // only read
			attrs := storage.Attrs{ContentType: o.Type, CacheControl: storage.CacheForever, ContentDisposition: savedAs(s.Name, o)}
			key := s.Space.Derived(s.Key(), res.Run, o.Name)
			if _, err := storage.PutOnce(ctx, p.Store, key, f, attrs); err != nil {
				return fmt.Errorf("store %s: %w", o.Name, err)
			}
			return nil
		})
	}
	return group.Wait() //nolint:wrapcheck // wrapped above, with the name
}

// mediaType is the media type of what we make, by the name that we gave it.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".mp4":
		return "video/mp4"
	case ".m4a":
		return "audio/mp4"
	case ".m3u8":
		return "application/vnd.apple.mpegurl" // RFC 8216, section 4
	case ".mpd":
		return "application/dash+xml" // ISO/IEC 23009-1, annex C
	case ".json":
		return "application/json"
	case ".vtt":
		return "text/vtt; charset=utf-8"
	case ".jpg", ".jpeg":
		return "image/jpeg"
	case ".webp":
		return "image/webp"
	case ".pdf":
		return "application/pdf"
	case ".png":
		return "image/png"
	case ".zip":
		return "application/zip"
	case ".key":
		return "application/vnd.apple.keynote"
	case ".fodp":
		return "application/vnd.oasis.opendocument.presentation-flat-xml"
	case ".ppsx":
		return "application/vnd.openxmlformats-officedocument.presentationml.slideshow"
	case ".potx":
		return "application/vnd.openxmlformats-officedocument.presentationml.template"
	case ".pptm":
		return "application/vnd.ms-powerpoint.presentation.macroEnabled.12"
	case ".pptx":
		return "application/vnd.openxmlformats-officedocument.presentationml.presentation"
	case ".ppt":
		return "application/vnd.ms-powerpoint"
	case ".odp":
		return "application/vnd.oasis.opendocument.presentation"
	case ".gif":
		return "image/gif"
	case ".docx":
		return "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	case ".xlsx":
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case ".doc":
		return "application/msword"
	case ".xls":
		return "application/vnd.ms-excel"
	case ".odt":
		return "application/vnd.oasis.opendocument.text"
	case ".ods":
		return "application/vnd.oasis.opendocument.spreadsheet"
	case ".rtf":
		return "application/rtf"
	case ".epub":
		return "application/epub+zip"
	case ".txt", ".srt":
		return "text/plain; charset=utf-8"
	default:
		return "application/octet-stream"
	}
}

// errMismatch says that what came out of the storage is not what went in.
var errMismatch = errors.New("the stored original is not what its SHA-256 says")

// mismatch is permanent: no second fetch brings other bytes.
func mismatch(want, got string) error {
	return fault.Permanent(fmt.Errorf("%w: %s, not %s", errMismatch, got, want))
}

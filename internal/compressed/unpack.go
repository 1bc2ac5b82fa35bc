package compressed

import (
	"archive/tar"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"proceedings/internal/words"
)

// Limits bound what an archive may unpack to.
type Limits struct {
	Files int   // regular files
	Depth int   // folders within the folder
	Bytes int64 // what any archive may unpack to; a large one may unpack to a hundred times its size
}

// Refusal names a file that was not unpacked; "<Name> <Reason>" is a sentence.
type Refusal struct {
	Name   string
	Reason string
}

// Error is what is wrong with an archive as a whole, or why it cannot be unpacked here, as a predicate.
type Error struct{ Reason string }

func (e *Error) Error() string { return e.Reason }

func errorf(format string, args ...any) error { return &Error{fmt.Sprintf(format, args...)} }

// Format is a kind of archive, as package sniff names it.
type Format string

// The formats.
const (
	ZIP   Format = "zip"
	Tar   Format = "tar"
	Gzip  Format = "gzip"  // of a tar
	Bzip2 Format = "bzip2" // of a tar
)

// Unpack writes the files of an archive into the folder dir, which must be empty. It returns the files
// that it refused. After an error, dir may contain some of the files. Unpack stops when ctx ends.
func Unpack(ctx context.Context, file *os.File, format Format, dir string, limits Limits) (refused []Refusal, err error) {
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("look at %s: %w", file.Name(), err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("open %s: %w", dir, err)
	}
	defer root.Close() //nolint:errcheck // files were closed, with their errors
	u := &unpacking{ctx: ctx, root: root, limits: limits, left: max(limits.Bytes, maxRatio*info.Size())}
	if err = u.reserve(dir); err != nil {
		return nil, err
	}
	switch format {
	case ZIP:
		err = u.zip(file, info.Size())
	case Tar:
		err = u.tar(file)
	case Gzip:
		var unzipped *gzip.Reader
		if unzipped, err = gzip.NewReader(file); err != nil {
			err = u.damaged(err)
			break
		}
		err = u.tar(unzipped)
	case Bzip2:
		err = u.tar(bzip2.NewReader(file))
	default:
		err = errorf("is an archive of the kind %s, which cannot be unpacked here: unpack it, and add the folder", format)
	}
	return u.refused, err
}

// Limits on the size of what an archive unpacks to. Recordings are compressed already; text may
// shrink to a hundredth.
const (
	maxRatio   = 100
	spareSpace = 512 << 20 // bytes that stay free on the disk
)

// unpacking is a running [Unpack].
type unpacking struct {
	ctx     context.Context //nolint:containedctx // of one call
	root    *os.Root
	limits  Limits
	left    int64 // bytes that may still be written
	room    bool  // left is what the disk has, and not what the archive may have
	files   int
	last    string // the file that was unpacked last
	refused []Refusal
}

// reserve limits what is written to the free space.
func (u *unpacking) reserve(dir string) error {
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		return fmt.Errorf("look for free space in %s: %w", dir, err)
	}
	if free := int64(disk.Bavail)*disk.Bsize - spareSpace; free < u.left { //nolint:gosec // no disk has 2^63 bytes
		u.left, u.room = max(0, free), true
	}
	return nil
}

func (u *unpacking) refuse(name, format string, args ...any) {
	u.refused = append(u.refused, Refusal{strings.ToValidUTF8(name, "\ufffd"), fmt.Sprintf(format, args...)})
}

// damaged is the error of an archive that cannot be read on.
func (u *unpacking) damaged(err error) error {
	if u.ctx.Err() != nil {
		return context.Cause(u.ctx)
	}
	if system := syscall.Errno(0); errors.As(err, &system) {
		return fmt.Errorf("unpack: %w", err) // of the disk, not of the archive
	}
	if u.last == "" {
		return errorf("is damaged, and nothing can be unpacked")
	}
	return errorf("is damaged after %s: copy it again from where it came from", words.Line(u.last))
}

// accept checks the name of a file, and makes its folders. ok is false if the file was refused.
func (u *unpacking) accept(name string) (local string, ok bool, err error) {
	name = strings.ReplaceAll(name, `\`, "/") // as some Windows programs write it
	clean := path.Clean(name)
	switch {
	case strings.Contains(name, "\x00"), !filepath.IsLocal(clean), clean == ".":
		u.refuse(name, "has a path that leads out of the archive")
		return "", false, nil
	case strings.Count(clean, "/") > u.limits.Depth:
		u.refuse(name, "lies more than %d folders deep", u.limits.Depth)
		return "", false, nil
	}
	if u.files++; u.files > u.limits.Files {
		return "", false, errorf("has more than %d files", u.limits.Files)
	}
	if dir := path.Dir(clean); dir != "." {
		if err = u.root.MkdirAll(dir, 0o700); err != nil {
			u.refuse(name, "has a path that cannot be made: %s", reason(err))
			return "", false, nil
		}
	}
	return clean, true, nil
}

// write writes a file. An error of body is one of the archive.
func (u *unpacking) write(name string, modified time.Time, body io.Reader) error {
	local, ok, err := u.accept(name)
	if !ok {
		return err
	}
	file, err := u.root.OpenFile(local, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		u.refuse(name, "cannot be unpacked: %s", reason(err))
		return nil
	}
	_, err = io.Copy(file, &limited{u, body})
	if err = errors.Join(err, file.Close()); err != nil {
		if own := (*Error)(nil); errors.As(err, &own) {
			return own
		}
		return u.damaged(err)
	}
	u.last = name
	if err = u.root.Chtimes(local, modified, modified); err != nil {
		return fmt.Errorf("set the time of %s: %w", words.Line(name), err)
	}
	return nil
}

// limited stops reading at the size limit, or when the context ends.
type limited struct {
	u *unpacking
	r io.Reader
}

// Read implements [io.Reader].
func (l *limited) Read(p []byte) (int, error) {
	if l.u.ctx.Err() != nil {
		return 0, context.Cause(l.u.ctx)
	}
	n, err := l.r.Read(p)
	if l.u.left -= int64(n); l.u.left < 0 {
		return 0, l.u.tooLarge()
	}
	return n, err //nolint:wrapcheck // io.EOF must stay
}

// tooLarge is the error of an archive that unpacks to more than is left.
func (u *unpacking) tooLarge() error {
	if u.room {
		return errorf("needs more space than there is for temporary files: set TMPDIR to a folder on a larger disk, or unpack it yourself and add the folder")
	}
	return errorf("unpacks to more than %d times its size, and is refused", maxRatio)
}

// reason is the reason of a failed system call, in words.
func reason(err error) string {
	switch {
	case errors.Is(err, os.ErrExist), errors.Is(err, syscall.ENOTDIR):
		return "the archive has another file of that name"
	case errors.Is(err, syscall.ENAMETOOLONG):
		return "its name is too long"
	}
	return "its name is not valid here"
}

// tar unpacks a tar.
func (u *unpacking) tar(r io.Reader) error {
	archive := tar.NewReader(r)
	for {
		head, err := archive.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil && !errors.Is(err, tar.ErrInsecurePath) {
			return u.damaged(err)
		}
		switch head.Typeflag {
		case tar.TypeDir, tar.TypeXGlobalHeader:
		case tar.TypeReg:
			if err = u.write(head.Name, head.ModTime, archive); err != nil {
				return err
			}
		case tar.TypeSymlink, tar.TypeLink:
			u.refuse(head.Name, "is a link, and links in archives are not followed")
		default:
			u.refuse(head.Name, "is not a regular file")
		}
	}
}

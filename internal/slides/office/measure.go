package office

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"fmt"
	"io"

	"proceedings/internal/fault"
)

// incompressible is how far a part may grow when it is inflated and still be
// no bomb: pictures and films, however large, hardly grow at all, and the size
// of the archive bounds theirs.
const incompressible = 2

// Measure inflates everything, keeps nothing, and refuses the archive when a
// part or the whole is too large. What the directory says of sizes is not
// believed. It is for the good of programs that will open the archive next.
func (a *Archive) Measure() error {
	var total int64
	most := max(a.limits.Total, incompressible*a.size)
	for _, f := range a.files {
		allowed := max(a.limits.Part, incompressible*min(a.size, compressed(f)))
		n, err := inflatedSize(f, min(allowed, most-total)+1)
		if err != nil {
			return err
		}
		if n > allowed {
			return fault.Refuse("has a part that is larger than %d MB: %s", allowed>>20, f.Name)
		}
		if total += n; total > most {
			return fault.Refuse("has more than %d MB in it", most>>20)
		}
	}
	return nil
}

func compressed(f *zip.File) int64 {
	return int64(min(f.CompressedSize64, 1<<40)) //nolint:gosec // bounded
}

// inflatedSize counts up to limit bytes. It goes around the archive's reader,
// which stops at the size that the directory gives; other programs may not. A
// part that breaks off counts up to there: whoever needs it will say so.
func inflatedSize(f *zip.File, limit int64) (int64, error) {
	raw, err := f.OpenRaw()
	if err != nil {
		return 0, ioError(f.Name, err)
	}
	if f.Method != zip.Deflate { // stored, or in a way that no deck is
		return compressed(f), nil
	}
	n, err := io.Copy(io.Discard, io.LimitReader(flate.NewReader(raw), limit))
	return n, ioError(f.Name, err)
}

// ioError keeps of err only what is the disk's fault.
func ioError(name string, err error) error {
	if err == nil || fault.IsPermanent(refusal(name, err)) {
		return nil
	}
	return fmt.Errorf("measure %s: %w", name, err)
}

const (
	endSignature = "PK\x05\x06"
	endSize      = 22
)

// checkDirectory looks at the end of an archive, so that a directory of
// millions of entries is refused before it is read. Whatever else is wrong is
// left to the reader of the directory.
func checkDirectory(r io.ReaderAt, size int64, limits Limits) error {
	n := min(size, endSize+1<<16)
	buf := make([]byte, n)
	if _, err := r.ReadAt(buf, size-n); err != nil && err != io.EOF {
		return fmt.Errorf("read the end of the archive: %w", err)
	}
	at := bytes.LastIndex(buf, []byte(endSignature))
	if at < 0 || len(buf)-at < endSize {
		return fault.Refuse("is damaged: it ends before its directory")
	}
	end := buf[at:]
	entries := binary.LittleEndian.Uint16(end[10:])
	length := binary.LittleEndian.Uint32(end[12:])
	offset := binary.LittleEndian.Uint32(end[16:])
	if int(entries) > limits.Entries {
		return fault.Refuse("has more than %d parts", limits.Entries)
	}
	if length == 1<<32-1 || offset == 1<<32-1 {
		return fault.Refuse("is an archive of more than 4 GB")
	}
	where := size - n + int64(at)
	if where-min(int64(offset), where-int64(length)) > directoryMax {
		return fault.Refuse("is damaged: its directory is larger than %d MB", directoryMax>>20)
	}
	return nil
}

package office

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"io"

	"proceedings/internal/fault"
)

// directoryMax is the largest size of an archive's directory in bytes, which is read
// before its entries are counted.
const directoryMax = 16 << 20

const (
	endSignature     = "PK\x05\x06"
	endSize          = 22
	locatorSignature = "PK\x06\x07" // of the locator of the 64-bit end record
	locatorSize      = 20
	end64Signature   = "PK\x06\x06"
	end64Size        = 56
)

// directoryEnd is an end record, which describes the directory of an archive.
type directoryEnd struct {
	at      int64 // offset of the record itself
	entries uint64
	length  uint64
	offset  uint64
}

// checkDirectory reads the end of an archive, so that a directory of millions of
// entries is refused before it is read. The reader of the directory finds other
// errors.
func checkDirectory(r io.ReaderAt, size int64, limits Limits) error {
	ends, err := readEnds(r, size)
	if err != nil {
		return err
	}
	for _, end := range ends {
		if end.entries > uint64(limits.Entries) { //nolint:gosec // a limit is not negative
			return fault.Refuse("has more than %d parts", limits.Entries)
		}
		at := uint64(end.at) //nolint:gosec // within the file
		if end.length > at || end.offset > at {
			return fault.Refuse("is damaged: its directory is not where its end says")
		}
		if at-min(end.offset, at-end.length) > directoryMax {
			return fault.Refuse("is damaged: its directory is larger than %d MB", directoryMax>>20)
		}
	}
	return nil
}

// readEnds returns the last end record in r and, if there is one, its 64-bit form.
// Fields of the short form that refer to the 64-bit form do not count.
func readEnds(r io.ReaderAt, size int64) ([]directoryEnd, error) {
	n := min(size, endSize+1<<16)
	buf := make([]byte, n)
	if _, err := r.ReadAt(buf, size-n); err != nil && err != io.EOF {
		return nil, fmt.Errorf("read the end of the archive: %w", err)
	}
	at := bytes.LastIndex(buf, []byte(endSignature))
	if at < 0 || len(buf)-at < endSize {
		return nil, fault.Refuse("is damaged: it ends before its directory")
	}
	end := directoryEnd{
		at:      size - n + int64(at),
		entries: uint64(binary.LittleEndian.Uint16(buf[at+10:])),
		length:  uint64(binary.LittleEndian.Uint32(buf[at+12:])),
		offset:  uint64(binary.LittleEndian.Uint32(buf[at+16:])),
	}
	wide, err := readEnd64(r, end.at)
	if err != nil || wide == nil {
		return []directoryEnd{end}, err
	}
	// Fields of the short form with all bits set refer to the 64-bit form.
	if end.entries == 1<<16-1 {
		end.entries = 0
	}
	if end.length == 1<<32-1 {
		end.length = 0
	}
	if end.offset == 1<<32-1 {
		end.offset = wide.offset
	}
	return []directoryEnd{end, *wide}, nil
}

// readEnd64 is the 64-bit form of the end record at an offset, or nil.
func readEnd64(r io.ReaderAt, end int64) (*directoryEnd, error) {
	locator, err := peek(r, end-locatorSize, locatorSize, locatorSignature)
	if err != nil || locator == nil {
		return nil, err
	}
	at := binary.LittleEndian.Uint64(locator[8:])
	if at >= uint64(end) { //nolint:gosec // within the file
		return nil, nil //nolint:nilnil // there is no such record
	}
	record, err := peek(r, int64(at), end64Size, end64Signature) //nolint:gosec // below end
	if err != nil || record == nil {
		return nil, err
	}
	return &directoryEnd{
		at:      int64(at), //nolint:gosec // below end
		entries: max(binary.LittleEndian.Uint64(record[24:]), binary.LittleEndian.Uint64(record[32:])),
		length:  binary.LittleEndian.Uint64(record[40:]),
		offset:  binary.LittleEndian.Uint64(record[48:]),
	}, nil
}

// peek reads n bytes at an offset, or returns nil if they do not begin with the
// signature.
func peek(r io.ReaderAt, at int64, n int, signature string) ([]byte, error) {
	if at < 0 {
		return nil, nil
	}
	buf := make([]byte, n)
	if _, err := r.ReadAt(buf, at); err == io.EOF {
		return nil, nil
	} else if err != nil {
		return nil, fmt.Errorf("read the end of the archive: %w", err)
	}
	if !bytes.HasPrefix(buf, []byte(signature)) {
		return nil, nil
	}
	return buf, nil
}

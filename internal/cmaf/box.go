package cmaf

import (
	"bufio"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"

	"github.com/Eyevinn/mp4ff/mp4"
)

// maxHeaders bounds a moov or moof in memory. A moof has 16 bytes a sample: this
// is a day of pictures in one fragment.
const maxHeaders = 64 << 20

// boxReader reads a file of boxes from front to back (ISO/IEC 14496-12, 4.2).
type boxReader struct {
	r    *bufio.Reader
	pos  uint64    // bytes read so far
	copy io.Writer // where they go, too; nil for nowhere
}

func newBoxReader(r io.Reader) *boxReader {
	return &boxReader{r: bufio.NewReaderSize(r, 64<<10)}
}

// Read counts what passes.
func (b *boxReader) Read(p []byte) (int, error) {
	n, err := b.r.Read(p)
	b.pos += uint64(n)
	if b.copy != nil {
		if _, werr := b.copy.Write(p[:n]); werr != nil {
			return n, werr //nolint:wrapcheck // as above
		}
	}
	return n, err //nolint:wrapcheck // a reader's own io.EOF
}

// next reads the header of the next box; io.EOF is the end between two boxes.
func (b *boxReader) next() (mp4.BoxHeader, error) {
	if _, err := b.r.Peek(1); errors.Is(err, io.EOF) {
		return mp4.BoxHeader{}, io.EOF
	}
	at := b.pos
	h, err := mp4.DecodeHeader(b)
	if err != nil {
		return h, fmt.Errorf("read a box at byte %d: %w", at, early(err))
	}
	return h, nil
}

// body reads what follows the header h, for boxes of headers only.
func (b *boxReader) body(h mp4.BoxHeader) ([]byte, error) {
	size := h.Size - uint64(h.Hdrlen)
	if size > maxHeaders {
		return nil, fmt.Errorf("box %s at byte %d: %d bytes are more than we hold (%d)", h.Name, b.pos, size, maxHeaders)
	}
	// By way of a limit, so that a size in a header allocates nothing that the
	// file does not have.
	body, err := io.ReadAll(io.LimitReader(b, int64(size)))
	if err == nil && uint64(len(body)) < size {
		err = io.ErrUnexpectedEOF
	}
	if err != nil {
		return nil, fmt.Errorf("read box %s up to byte %d: %w", h.Name, b.pos, err)
	}
	return body, nil
}

// skip reads on to the end of the box of header h.
func (b *boxReader) skip(h mp4.BoxHeader) error {
	return b.discard(h.Name, h.Size-uint64(h.Hdrlen))
}

func (b *boxReader) discard(name string, n uint64) error {
	if n > 1<<62 {
		return fmt.Errorf("box %s at byte %d: a size of %d", name, b.pos, n)
	}
	if _, err := io.CopyN(io.Discard, b, int64(n)); err != nil {
		return fmt.Errorf("read box %s up to byte %d: %w", name, b.pos, early(err))
	}
	return nil
}

// early is err, an end of file being one that should not have come yet.
func early(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

// rawBox is a box in memory.
type rawBox struct {
	name string
	body []byte
}

// boxes takes apart boxes that lie one behind the other.
func boxes(data []byte) (list []rawBox, err error) {
	for len(data) > 0 {
		if len(data) < 8 {
			return nil, errors.New("bytes behind the last box")
		}
		n := binary.BigEndian.Uint32(data)
		if n < 8 || uint64(n) > uint64(len(data)) {
			return nil, fmt.Errorf("box %q has a size of %d with %d bytes left", data[4:8], n, len(data))
		}
		list = append(list, rawBox{string(data[4:8]), data[8:n]})
		data = data[n:]
	}
	return list, nil
}

// inside finds the first box at path, from the outside to the inside.
func inside(data []byte, path ...string) (rawBox, error) {
	var found rawBox
	for _, name := range path {
		list, err := boxes(data)
		if err != nil {
			return found, err
		}
		at := -1
		for i, b := range list {
			if b.name == name {
				at = i
				break
			}
		}
		if at < 0 {
			return found, fmt.Errorf("no box %s", name)
		}
		found, data = list[at], list[at].body
	}
	return found, nil
}

// decode has mp4ff read b as a box of type T.
func decode[T mp4.Box](b rawBox) (box T, err error) {
	header := make([]byte, 8, 8+len(b.body))
	binary.BigEndian.PutUint32(header, uint32(8+len(b.body)))
	copy(header[4:], b.name)
	read, err := mp4.DecodeBox(0, bytes.NewReader(append(header, b.body...)))
	if err != nil {
		return box, fmt.Errorf("read box %s: %w", b.name, err)
	}
	box, ok := read.(T)
	if !ok {
		return box, fmt.Errorf("box %s reads as %T", b.name, read)
	}
	return box, nil
}

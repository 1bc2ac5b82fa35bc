package transcode

import (
	"context"
	"errors"
	"fmt"
	"io"
	"sync"

	"proceedings/internal/meeting"
)

// byteRange is a part of a stored file.
type byteRange struct {
	piece  meeting.Piece
	off, n int64
}

// ranges returns what ffmpeg has to read for some segments: one initialisation section, and
// then the segments. Neighbours are read at once.
func (p *Picture) ranges(segments []int) []byteRange {
	first := p.places[segments[0]].part
	list := []byteRange{{first.file, 0, first.Init}}
	part := first
	for _, i := range segments {
		at := p.places[i]
		last := &list[len(list)-1]
		if at.part == part && last.off+last.n == at.off {
			last.n += at.size
			continue
		}
		part = at.part
		list = append(list, byteRange{at.part.file, at.off, at.size})
	}
	return list
}

// rangeReader reads byte ranges one after the other, and opens each when it is needed.
type rangeReader struct {
	ctx  context.Context //nolint:containedctx // an io.Reader has no other place for it
	open Opener
	list []byteRange

	mu   sync.Mutex // a tool that is killed may leave a read behind
	now  io.ReadCloser
	left int64
	err  error // why reading ended early
}

func (r *rangeReader) Read(b []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for r.now == nil {
		if len(r.list) == 0 {
			return 0, io.EOF
		}
		one := r.list[0]
		body, err := r.open(r.ctx, one.piece, one.off, one.n)
		if err != nil {
			return 0, r.fail(fmt.Errorf("fetch %s: %w", one.piece.Name, err))
		}
		r.now, r.left = body, one.n
	}
	n, err := r.now.Read(b[:min(int64(len(b)), r.left)])
	r.left -= int64(n)
	switch {
	case r.left == 0:
		r.list = r.list[1:]
		return n, r.closeRange()
	case err == io.EOF:
		return n, r.fail(fmt.Errorf("fetch %s: %d bytes are missing", r.list[0].piece.Name, r.left))
	case err != nil:
		return n, r.fail(fmt.Errorf("fetch %s: %w", r.list[0].piece.Name, err))
	}
	return n, nil
}

func (r *rangeReader) fail(err error) error {
	r.err = err
	return err
}

// close ends the reading, and returns why it ended early.
func (r *rangeReader) close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.list = nil
	return errors.Join(r.err, r.closeRange())
}

func (r *rangeReader) closeRange() error {
	if r.now == nil {
		return nil
	}
	err := r.now.Close()
	r.now = nil
	if err != nil {
		return fmt.Errorf("fetch: %w", err)
	}
	return nil
}

package transcode

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"image"
	"io"
	"math/bits"

	"proceedings/internal/align"
)

// The elements of Matroska that are read (RFC 9559, section 5).
const (
	mkvSegment     = 0x18538067
	mkvCluster     = 0x1F43B675
	mkvTimestamp   = 0xE7
	mkvSimpleBlock = 0xA3
	mkvBlockGroup  = 0xA0
	mkvBlock       = 0xA1
)

// maxFrame is the highest number of bytes of a frame: a picture 16 times as high as wide.
const maxFrame = 16 * align.FrameWidth * align.FrameWidth

// readFrames reads gray frames from a Matroska stream of one track, as ffmpeg writes it, with
// times in milliseconds. The image is valid until the next frame is read.
func readFrames(src io.Reader, each func(align.Frame) error) error {
	fits := func(n int64) bool { return n <= maxFrame && n%align.FrameWidth == 0 }
	return readPixels(src, fits, func(millis int64, pixels []byte) error {
		return each(align.Frame{Time: float64(millis) / 1000, Image: grayOf(pixels)})
	})
}

// readPixels reads uncompressed frames from a Matroska stream. fits reports whether a frame
// may have n bytes. They are valid until the next frame is read.
func readPixels(src io.Reader, fits func(n int64) bool, each func(millis int64, pixels []byte) error) error {
	r := bufio.NewReaderSize(src, 64<<10)
	var cluster int64
	var pixels []byte
	for first := true; ; first = false {
		id, err := vint(r, true)
		if errors.Is(err, io.EOF) && !first {
			return nil
		}
		if err != nil {
			return fmt.Errorf("read an element: %w", unexpected(err))
		}
		size, err := vint(r, false)
		if err != nil {
			return fmt.Errorf("read an element: %w", unexpected(err))
		}
		switch id {
		case mkvSegment, mkvCluster, mkvBlockGroup: // their content follows
		case mkvTimestamp:
			value := make([]byte, 8)
			if size > 8 {
				return fmt.Errorf("read a timestamp: %d bytes", size)
			}
			if _, err = io.ReadFull(r, value[8-size:]); err != nil {
				return fmt.Errorf("read a timestamp: %w", unexpected(err))
			}
			cluster = int64(binary.BigEndian.Uint64(value)) //nolint:gosec // ffmpeg's own milliseconds
		case mkvSimpleBlock, mkvBlock:
			const header = 4 // track, time, flags
			n := int64(size) - header
			if n <= 0 || !fits(n) {
				return fmt.Errorf("read a frame: %d bytes", n)
			}
			var head [header]byte
			if int64(len(pixels)) != n {
				pixels = make([]byte, n)
			}
			_, err = io.ReadFull(r, head[:])
			if err == nil {
				_, err = io.ReadFull(r, pixels)
			}
			if err != nil {
				return fmt.Errorf("read a frame: %w", unexpected(err))
			}
			at := cluster + int64(int16(binary.BigEndian.Uint16(head[1:3]))) //nolint:gosec // RFC 9559, section 10.1: signed
			if err = each(at, pixels); err != nil {
				return err
			}
		default:
			if _, err = io.CopyN(io.Discard, r, int64(size)); err != nil { //nolint:gosec // a size that is too large ends the stream
				return fmt.Errorf("skip an element: %w", unexpected(err))
			}
		}
	}
}

func unexpected(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}

func grayOf(pixels []byte) *image.Gray {
	const w = align.FrameWidth
	return &image.Gray{Pix: pixels, Stride: w, Rect: image.Rect(0, 0, w, len(pixels)/w)}
}

// vint reads a number of variable length (RFC 8794, section 4): with its marker if it is an
// ID, otherwise without.
func vint(r *bufio.Reader, id bool) (uint64, error) {
	first, err := r.ReadByte()
	if err != nil {
		return 0, err //nolint:wrapcheck // the caller compares with io.EOF
	}
	n := bits.LeadingZeros8(first)
	if n > 7 {
		return 0, errors.New("not a Matroska element")
	}
	value := uint64(first)
	if !id {
		value &= 1<<(7-n) - 1
	}
	for range n {
		b, err := r.ReadByte()
		if err != nil {
			return 0, unexpected(err)
		}
		value = value<<8 | uint64(b)
	}
	return value, nil
}

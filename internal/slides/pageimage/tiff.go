package pageimage

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"slices"

	"golang.org/x/image/tiff"
)

// readTIFF reads a rendered page of the size want. A file whose header has another
// size is not decoded.
func readTIFF(path string, want Canvas) (pixels, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return pixels{}, fmt.Errorf("read the rendered page: %w", err)
	}
	config, err := tiff.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return pixels{}, fmt.Errorf("read the rendered page: %w", err)
	}
	if config.Width != want.Width || config.Height != want.Height {
		return pixels{}, fmt.Errorf("read the rendered page: it is %d×%d, not %d×%d", config.Width, config.Height, want.Width, want.Height)
	}
	if rgb, ok := plainRGB(data, 3*want.Width*want.Height); ok {
		return pixels{want, rgb}, nil
	}
	page, err := tiff.Decode(bytes.NewReader(data))
	if err != nil {
		return pixels{}, fmt.Errorf("read the rendered page: %w", err)
	}
	return pixelsOf(page), nil
}

// Fields of a TIFF file (TIFF 6.0, section 8), and their values for pixels that are
// stored as they are: red, green and blue, a byte each.
const (
	bitsPerSample   = 258
	compression     = 259
	photometric     = 262
	stripOffsets    = 273
	samplesPerPixel = 277
	stripByteCounts = 279
	planar          = 284
	predictor       = 317
	extraSamples    = 338

	uncompressed = 1
	rgbColors    = 2
)

// plainRGB is the part of a TIFF file that has its pixels, if it has them as they are
// and in one piece, as pdftocairo writes them. To decode such a file takes a fifth of
// the time of making the images of a page. length is that of the pixels in bytes.
func plainRGB(data []byte, length int) ([]byte, bool) {
	fields := littleEndianFields(data)
	is := func(field uint16, values ...uint32) bool { return slices.Equal(fields[field], values) }
	_, predicted := fields[predictor]
	_, extra := fields[extraSamples]
	if !is(bitsPerSample, 8, 8, 8) || !is(compression, uncompressed) || !is(photometric, rgbColors) || !is(samplesPerPixel, 3) || !is(planar, 1) || predicted || extra {
		return nil, false
	}
	offsets, counts := fields[stripOffsets], fields[stripByteCounts]
	if len(offsets) == 0 || len(offsets) != len(counts) {
		return nil, false
	}
	end := uint64(offsets[0])
	for i, offset := range offsets {
		if uint64(offset) != end {
			return nil, false
		}
		end += uint64(counts[i])
	}
	if start := uint64(offsets[0]); end <= uint64(len(data)) && end-start == uint64(length) { //nolint:gosec // not negative
		return data[start:end], true
	}
	return nil, false
}

// littleEndianFields are the numbers in the first directory of a TIFF file by their
// tags, nil if it is damaged or in the other byte order.
func littleEndianFields(data []byte) map[uint16][]uint32 {
	const entrySize = 12
	order := binary.LittleEndian
	if len(data) < 8 || string(data[:4]) != "II*\x00" {
		return nil
	}
	at := uint64(order.Uint32(data[4:]))
	if at+2 > uint64(len(data)) {
		return nil
	}
	n := uint64(order.Uint16(data[at:]))
	if at += 2; at+n*entrySize > uint64(len(data)) {
		return nil
	}
	fields := map[uint16][]uint32{}
	for entry := range slices.Chunk(data[at:at+n*entrySize], entrySize) {
		size := map[uint16]uint64{3: 2, 4: 4}[order.Uint16(entry[2:])] // SHORT, LONG
		count := uint64(order.Uint32(entry[4:]))
		if size == 0 || count > uint64(len(data)) {
			continue
		}
		values := entry[8:]
		if count*size > uint64(len(values)) {
			from := uint64(order.Uint32(values))
			if from+count*size > uint64(len(data)) {
				return nil
			}
			values = data[from:]
		}
		list := make([]uint32, count)
		for i := range list {
			if size == 2 {
				list[i] = uint32(order.Uint16(values[2*i:]))
			} else {
				list[i] = order.Uint32(values[4*i:])
			}
		}
		fields[order.Uint16(entry)] = list
	}
	return fields
}

package pageimage

import (
	"bytes"
	"encoding/binary"
	"image"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/tiff"
)

// plainTIFF is a TIFF file as pdftocairo writes it: pixels as they are, in strips.
func plainTIFF(width, height int, rgb []byte) []byte {
	order := binary.LittleEndian
	half := 3 * width * (height / 2)
	b := append([]byte("II*\x00"), order.AppendUint32(nil, uint32(8+len(rgb)+22))...) //nolint:gosec // small
	b = append(b, rgb...)
	tables := uint32(len(b)) //nolint:gosec // small
	for _, v := range []int{8, 8 + half, half, len(rgb) - half} {
		b = order.AppendUint32(b, uint32(v)) //nolint:gosec // small
	}
	for range 3 {
		b = order.AppendUint16(b, 8)
	}
	entries := [][4]uint32{
		{256, 4, 1, uint32(width)}, {257, 4, 1, uint32(height)}, {bitsPerSample, 3, 3, tables + 16}, {compression, 3, 1, uncompressed}, //nolint:gosec // small
		{photometric, 3, 1, rgbColors}, {stripOffsets, 4, 2, tables}, {samplesPerPixel, 3, 1, 3}, {278, 4, 1, uint32(height / 2)}, //nolint:gosec // small
		{stripByteCounts, 4, 2, tables + 8}, {planar, 3, 1, 1},
	}
	b = order.AppendUint16(b, uint16(len(entries))) //nolint:gosec // small
	for _, e := range entries {
		b = order.AppendUint16(order.AppendUint16(b, uint16(e[0])), uint16(e[1])) //nolint:gosec // small
		b = order.AppendUint32(order.AppendUint32(b, e[2]), e[3])
	}
	return order.AppendUint32(b, 0)
}

// TestPlainPixelsAreThoseOfTheDecoder reads a file both ways.
func TestPlainPixelsAreThoseOfTheDecoder(t *testing.T) {
	t.Parallel()
	const width, height = 6, 4
	rgb := make([]byte, 3*width*height)
	for i := range rgb {
		rgb[i] = byte(i * 7)
	}
	data := plainTIFF(width, height, rgb)
	got, ok := plainRGB(data, len(rgb))
	if !ok || !bytes.Equal(got, rgb) {
		t.Fatalf("plainRGB = % x, %t, want % x", got, ok, rgb)
	}
	decoded, err := tiff.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(pixelsOf(decoded).rgb, rgb) {
		t.Errorf("the decoder reads % x, want % x", pixelsOf(decoded).rgb, rgb)
	}
}

func TestOtherTIFFFilesAreDecoded(t *testing.T) {
	t.Parallel()
	p := image.NewGray(image.Rect(0, 0, 3, 2))
	copy(p.Pix, []uint8{10, 20, 30, 40, 50, 60})
	var data bytes.Buffer
	if err := tiff.Encode(&data, p, &tiff.Options{Compression: tiff.Deflate}); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "a.tif")
	if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := readTIFF(path, Canvas{3, 2})
	if err != nil || !bytes.Equal(got.rgb[:6], []byte{10, 10, 10, 20, 20, 20}) {
		t.Errorf("readTIFF = % x, %v, want grey pixels from 10 on", got.rgb, err)
	}
}

// FuzzPlainRGB: no file makes it read beyond its end.
func FuzzPlainRGB(f *testing.F) {
	f.Add(plainTIFF(2, 2, make([]byte, 12)), 12)
	f.Fuzz(func(t *testing.T, data []byte, length int) {
		if rgb, ok := plainRGB(data, length); ok && len(rgb) != length {
			t.Fatalf("%d bytes, want %d", len(rgb), length)
		}
	})
}

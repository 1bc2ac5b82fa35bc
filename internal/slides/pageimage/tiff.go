package pageimage

import (
	"bufio"
	"fmt"
	"image"
	"image/draw"
	"image/jpeg"
	"io"
	"os"

	"golang.org/x/image/tiff"
)

// jpegQuality makes files of two to three times the size of the WebP ones.
const jpegQuality = 82

// readTIFF reads a rendered page of the size want. A file whose header has another
// size is not decoded.
func readTIFF(path string, want Canvas) (*image.RGBA, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the rendered page: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	config, err := tiff.DecodeConfig(f)
	if err != nil {
		return nil, fmt.Errorf("read the rendered page: %w", err)
	}
	if config.Width != want.Width || config.Height != want.Height {
		return nil, fmt.Errorf("read the rendered page: it is %d×%d, not %d×%d", config.Width, config.Height, want.Width, want.Height)
	}
	if _, err = f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read the rendered page: %w", err)
	}
	page, err := tiff.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("read the rendered page: %w", err)
	}
	if p, ok := page.(*image.RGBA); ok {
		return p, nil
	}
	p := blank(want)
	draw.Draw(p, p.Bounds(), page, page.Bounds().Min, draw.Src)
	return p, nil
}

// writeFile writes what encode writes to the file at path.
func writeFile(path string, encode func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write an image: %w", err)
	}
	w := bufio.NewWriter(f)
	if err = encode(w); err == nil {
		err = w.Flush()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("write an image: %w", err)
	}
	return nil
}

func writeJPEG(path string, p image.Image) error {
	return writeFile(path, func(w io.Writer) error {
		return jpeg.Encode(w, p, &jpeg.Options{Quality: jpegQuality})
	})
}

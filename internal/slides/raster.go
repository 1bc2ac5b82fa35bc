package slides

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

type pixels = *image.RGBA

// readTIFF reads a page that was painted, of the size that was asked for: a
// file that says it is larger is not even begun.
func readTIFF(path string, want canvas) (pixels, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the painted page: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read from
	config, err := tiff.DecodeConfig(f)
	if err != nil {
		return nil, fmt.Errorf("read the painted page: %w", err)
	}
	if config.Width != want.width || config.Height != want.height {
		return nil, fmt.Errorf("read the painted page: it is %d×%d, not %d×%d", config.Width, config.Height, want.width, want.height)
	}
	if _, err = f.Seek(0, io.SeekStart); err != nil {
		return nil, fmt.Errorf("read the painted page: %w", err)
	}
	painted, err := tiff.Decode(f)
	if err != nil {
		return nil, fmt.Errorf("read the painted page: %w", err)
	}
	if p, ok := painted.(pixels); ok {
		return p, nil
	}
	p := blankPixels(want.width, want.height)
	draw.Draw(p, p.Bounds(), painted, painted.Bounds().Min, draw.Src)
	return p, nil
}

// write makes the file at path of what is encoded.
func write(path string, encode func(io.Writer) error) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("write a picture: %w", err)
	}
	w := bufio.NewWriter(f)
	if err = encode(w); err == nil {
		err = w.Flush()
	}
	if closeErr := f.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("write a picture: %w", err)
	}
	return nil
}

func writeJPEG(path string, p pixels) error {
	return write(path, func(w io.Writer) error {
		return jpeg.Encode(w, p, &jpeg.Options{Quality: jpegQuality})
	})
}

// writePPM writes the simplest format that loses nothing and that cwebp reads.
func writePPM(path string, p pixels) error {
	return write(path, func(w io.Writer) error {
		data := fmt.Appendf(nil, "P6\n%d %d\n255\n", p.Bounds().Dx(), p.Bounds().Dy())
		for i := 0; i+3 < len(p.Pix); i += 4 {
			data = append(data, p.Pix[i:i+3]...)
		}
		_, err := w.Write(data)
		return err //nolint:wrapcheck // write does
	})
}

func blankPixels(width, height int) pixels { return image.NewRGBA(image.Rect(0, 0, width, height)) }

package pageimage

import (
	"bufio"
	"fmt"
	"io"
	"os"
)

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

// writePPM writes the pixels as a binary PPM image, which cjpeg reads.
func writePPM(w io.Writer, p pixels) error {
	if _, err := fmt.Fprintf(w, "P6\n%d %d\n255\n", p.Width, p.Height); err != nil {
		return err //nolint:wrapcheck // writeFile wraps it
	}
	return write(w, p.rgb)
}

func write(w io.Writer, data []byte) error {
	_, err := w.Write(data)
	return err //nolint:wrapcheck // writeFile wraps it
}

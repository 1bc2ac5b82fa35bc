package pageimage

import (
	"bufio"
	"fmt"
	"image"
	"image/jpeg"
	"io"
	"os"
)

// jpegQuality makes files of two to three times the size of the WebP ones.
const jpegQuality = 82

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

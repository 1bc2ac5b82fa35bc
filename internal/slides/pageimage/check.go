package pageimage

import (
	"bytes"
	"errors"
	"fmt"
	"image/jpeg"
	"os"
)

// check returns an error if an image is missing, truncated or not of the size want.
func check(path string, want Canvas, size func([]byte) (width, height int, err error)) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("check image: %w", err)
	}
	w, h, err := size(data)
	if err != nil {
		return fmt.Errorf("check %s: %w", path, err)
	}
	if w != want.Width || h != want.Height {
		return fmt.Errorf("check %s: it is %d×%d, not %d×%d", path, w, h, want.Width, want.Height)
	}
	return nil
}

// errJPEG means that a file has no JPEG header or is truncated.
var errJPEG = errors.New("not a whole JPEG image")

// jpegSize reads the size in pixels of a JPEG file, which ends with the marker EOI
// (ITU-T T.81, section B.1.1.3).
func jpegSize(data []byte) (width, height int, err error) {
	c, err := jpeg.DecodeConfig(bytes.NewReader(data))
	if err != nil || !bytes.HasSuffix(data, []byte{0xff, 0xd9}) {
		return 0, 0, errJPEG
	}
	return c.Width, c.Height, nil
}

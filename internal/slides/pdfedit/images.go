package pdfedit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/slides/pdffile"
)

// imagesMax is the number of images whose names fit on a command line.
const imagesMax = 50_000

// strippedImages are the JPEG images of a PDF file that have metadata, without it.
func (e Editor) strippedImages(ctx context.Context, path string, names []string) (map[string]pdffile.Image, error) {
	switch {
	case len(names) == 0:
		return map[string]pdffile.Image{}, nil
	case len(names) > imagesMax:
		return nil, fmt.Errorf("%w: it has %d JPEG images", pdffile.ErrShape, len(names))
	}
	images, err := e.images(ctx, path, names, "image")
	if err != nil {
		return nil, err
	}
	for name, image := range images {
		changed := false
		if image.IsJPEG() {
			if changed, err = stripJPEG(image.File); err != nil {
				return nil, err
			}
		}
		if !changed {
			delete(images, name)
			_ = os.Remove(image.File) // the working folder is removed anyway
		}
	}
	return images, nil
}

// images are the images of a PDF file with these names, with their data in files whose
// names begin with prefix.
func (e Editor) images(ctx context.Context, path string, names []string, prefix string) (map[string]pdffile.Image, error) {
	list := filepath.Join(e.dir, prefix+"s.json")
	args := append(pdffile.ImageArgs(names), "--json-stream-prefix="+filepath.Join(e.dir, prefix))
	if err := e.qpdf(ctx, path, append(args, "--", path, list)...); err != nil {
		return nil, fmt.Errorf("read the images of the PDF file: %w", err)
	}
	data, err := os.ReadFile(list)
	if err != nil {
		return nil, fmt.Errorf("read the images of the PDF file: %w", err)
	}
	images, err := pdffile.ReadImages(data)
	if err != nil {
		return nil, fmt.Errorf("read the images of the PDF file: %w", err)
	}
	return images, nil
}

// StripMade removes content from a file that [Editor.Read] read, and the metadata of its
// images with its own.
func (e Editor) StripMade(f pdffile.File, r pdffile.Removal) error {
	images := f.Strip(r)
	if !r.Metadata {
		return nil
	}
	for _, image := range images {
		changed, err := stripJPEG(image.File)
		if err != nil {
			return err
		}
		if changed {
			delete(image.Dict, "/Length") // qpdf counts it
		}
	}
	return nil
}

// CropMade removes the parts of images that the pages do not show from a file that
// [Editor.Read] read, and returns the number of images of which that is impossible.
func (e Editor) CropMade(f pdffile.File) (uncropped int, err error) {
	uncropped, err = f.Crop(os.ReadFile, func(path string, data []byte) error { return os.WriteFile(path, data, 0o600) })
	if err != nil {
		return 0, fmt.Errorf("crop the images of LibreOffice's PDF file: %w", err)
	}
	return uncropped, nil
}

// stripJPEG removes the metadata of the JPEG image at path.
func stripJPEG(path string) (changed bool, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return false, fmt.Errorf("strip an image: %w", err)
	}
	if data, changed = pdffile.StripJPEG(data); !changed {
		return false, nil
	}
	if err = os.WriteFile(path, data, 0o600); err != nil {
		return false, fmt.Errorf("strip an image: %w", err)
	}
	return true, nil
}

package slides

import (
	"context"
	"fmt"
	"image"
	"os"
	"path/filepath"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/tesseract"
)

// StillReader reads the text in stills of recordings, by OCR.
type StillReader struct {
	Tools map[string]string // versions of the tools that are used, by name

	tesseract tesseract.Reader
	languages string
	illegible bool // one of the scripts cannot be read
	dir       string
}

// StillWidth is the width to which stills should be scaled for a [StillReader], pixels. In a
// recording of 640 pixels, letters are four pixels high; tesseract needs more than ten.
const StillWidth = 1600

// NewStillReader returns a reader of stills with text in some languages (BCP 47). It keeps its
// files in a folder below dir, until Close.
func (c *Converter) NewStillReader(ctx context.Context, dir string, languages []string) (*StillReader, error) {
	dir, err := os.MkdirTemp(dir, "stills-")
	if err != nil {
		return nil, fmt.Errorf("make a folder for stills: %w", err)
	}
	r := &StillReader{tesseract: tesseract.New(c.runner, dir), dir: dir}
	var missing []string
	r.languages, missing, err = r.tesseract.Languages(ctx, languages)
	if r.illegible = len(otherScripts(missing)) > 0; err == nil {
		r.Tools, err = (&job{Converter: c, work: dir}).toolVersions(ctx, tesseractTool)
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return r, nil
}

// Close removes the files of the reader.
func (r *StillReader) Close() { _ = os.RemoveAll(r.dir) } // the working folder is removed anyway

// Read returns the words in a picture, in reading order. There are none if one of the languages
// has a script that no installed language has: what OCR makes of it looks like other text.
func (r *StillReader) Read(ctx context.Context, img *image.Gray) (words []meeting.OCRWord, err error) {
	if r.illegible {
		return nil, nil
	}
	file := filepath.Join(r.dir, "still.pgm")
	if err = writePGM(file, evenLight(img)); err != nil {
		return nil, err
	}
	const dpi = 160 // of a slide 10 inches wide
	text, err := r.tesseract.Read(ctx, file, dpi, r.languages)
	if err != nil {
		return nil, fmt.Errorf("read a still: %w", err)
	}
	for _, p := range text.Paragraphs {
		words = append(words, p.Words()...)
	}
	return words, nil
}

func writePGM(path string, img *image.Gray) error {
	b := img.Bounds()
	data := fmt.Appendf(nil, "P5\n%d %d\n255\n", b.Dx(), b.Dy())
	for y := range b.Dy() {
		data = append(data, img.Pix[y*img.Stride:][:b.Dx()]...)
	}
	if err := os.WriteFile(path, data, 0o600); err != nil {
		return fmt.Errorf("write a still: %w", err)
	}
	return nil
}

package slides

import (
	"bytes"
	"context"
	"io"
	"path/filepath"

	"proceedings/internal/layout"
	"proceedings/internal/slides/office"
)

// SetPortionMax limits how much of a deck LibreOffice loads at once.
func (c *Converter) SetPortionMax(units int) *Converter {
	c.portionMax = units
	return c
}

// Export makes the PDF file of the deck at path in the folder dir, without page
// images.
func (c *Converter) Export(ctx context.Context, path, dir string) (pdf string, err error) {
	j, err := newJob(c, path, dir, Options{})
	if err != nil {
		return "", err
	}
	defer j.close()
	d, err := j.open()
	if err != nil {
		return "", err
	}
	defer d.Close() //nolint:errcheck // only read
	pdf = filepath.Join(dir, layout.DeckPDF)
	return pdf, j.export(ctx, d.deck, pdf)
}

// PictureWidths returns the widths of the slide pictures in a Keynote deck.
func PictureWidths(data []byte) ([]int, error) {
	a, err := office.Open(bytes.NewReader(data), int64(len(data)), office.DefaultLimits())
	if err != nil {
		return nil, err
	}
	pictures, _, err := slidePictures(a)
	var widths []int
	for _, p := range pictures {
		body, openErr := p.Open()
		if openErr != nil {
			return nil, openErr
		}
		head, readErr := io.ReadAll(body)
		if readErr != nil {
			return nil, readErr
		}
		width, _, _ := office.ImageSize(head)
		widths = append(widths, width)
	}
	return widths, err
}

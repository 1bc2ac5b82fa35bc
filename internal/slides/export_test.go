package slides

import (
	"context"
	"path/filepath"

	"proceedings/internal/layout"
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

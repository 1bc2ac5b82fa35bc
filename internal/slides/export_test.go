package slides

import (
	"context"
	"path/filepath"
)

// CutAt has c give LibreOffice no more of a deck at once than so many units.
func (c *Converter) CutAt(units int) *Converter {
	c.heavy = units
	return c
}

// Export makes the PDF file of the deck at path in the folder dir, and no
// pictures.
func (c *Converter) Export(ctx context.Context, path, dir string) (pdf string, err error) {
	j, err := newJob(c, path, dir, Options{})
	if err != nil {
		return "", err
	}
	defer j.clear()
	d, err := j.open()
	if err != nil {
		return "", err
	}
	defer d.Close() //nolint:errcheck // it was only read from
	j.pdf = filepath.Join(dir, PDFName)
	return j.pdf, j.exportPDF(ctx, d.deck)
}

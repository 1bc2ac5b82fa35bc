package slides

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/slides/warm"
)

// importFilter makes LibreOffice read a file as what it was recognised as,
// instead of looking for itself among its hundred formats.
func importFilter(f Format) string {
	switch f {
	case PPTX:
		return "Impress MS PowerPoint 2007 XML"
	case PPT:
		return "MS PowerPoint 97"
	case KEY:
		return "" // it knows several, and looks itself
	default:
		return "impress8"
	}
}

// pdfExport keeps hidden slides, so that page and slide have one number;
// leaves out comments, which were not shown either; and tags the text for
// those who have the file read to them.
const pdfExport = `pdf:impress_pdf_Export:{` +
	`"ExportHiddenSlides":{"type":"boolean","value":"true"},` +
	`"ExportNotes":{"type":"boolean","value":"false"},` +
	`"UseTaggedPDF":{"type":"boolean","value":"true"}}`

const pptxExport = "pptx:Impress MS PowerPoint 2007 XML"

// convert has LibreOffice convert the deck at path and gives the path of what it
// made: the one that is kept running, or where that cannot be, one for this deck.
func (j *job) convert(ctx context.Context, path string, from Format, to string) (string, error) {
	select {
	case j.office <- struct{}{}:
		defer func() { <-j.office }()
	case <-ctx.Done():
		return "", fmt.Errorf("wait for LibreOffice: %w", context.Cause(ctx))
	}
	extension, _, _ := strings.Cut(to, ":")
	made := filepath.Join(j.work, "made."+extension)
	err := j.warm.Convert(ctx, warm.Conversion{
		In: path, Out: made, Filter: importFilter(from), Export: extension, Password: j.Password,
	})
	if errors.Is(err, warm.ErrUnavailable) {
		j.noteCold(err)
		made, err = j.convertCold(ctx, path, from, to)
	}
	if from == KEY && fault.IsPermanent(err) {
		return "", fault.Refuse("is a Keynote deck that LibreOffice cannot read; hand it in as PowerPoint or PDF")
	}
	if err != nil {
		return "", fmt.Errorf("convert the deck by LibreOffice: %w", err)
	}
	return made, nil
}

// Cold says why LibreOffice was started for a deck alone, which takes it six
// times as long as to convert one, and cannot open one that is encrypted. It is
// nil where that was never so.
func (c *Converter) Cold() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cold
}

func (c *Converter) noteCold(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cold = err
}

// Close ends the LibreOffice that is kept running, after the deck in hand.
func (c *Converter) Close() error { return c.warm.Close() }

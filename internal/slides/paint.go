package slides

import (
	"context"
	"fmt"
	"io"
	"path/filepath"

	"proceedings/internal/meeting"
)

// Painted is a deck as it is seen. Names are relative to the folder that it was
// painted in; sizes and hashes are left to whoever stores the files.
type Painted struct {
	Format   Format
	PDF      meeting.Object
	Pages    []meeting.Page
	Warnings []string          // predicates about the deck, in words for a person
	Tools    map[string]string // the tools that were used and their versions
}

// PDFName is the name of the PDF file in the folder.
const PDFName = "deck.pdf"

// Paint makes a PDF file of the deck at path, and pictures of its pages, in the
// folder dir, which must be there. It calls progress, if not nil, after each
// page. What it cannot paint, it refuses with a reason.
func (c *Converter) Paint(ctx context.Context, path, dir string, o Options, progress func(done, total int)) (Painted, error) {
	j, err := newJob(c, path, dir, o)
	if err != nil {
		return Painted{}, err
	}
	defer j.clear()

	d, err := j.open()
	if err != nil {
		return Painted{}, err
	}
	defer d.Close() //nolint:errcheck // it was only read from
	j.pdf = filepath.Join(j.dir, PDFName)
	tools := []string{poppler, webp}
	if d.format == PDF {
		err = j.copyPDF(d)
	} else {
		tools = append(tools, libreOffice, qpdf)
		err = j.exportPDF(ctx, d.deck)
	}
	if err != nil {
		return Painted{}, err
	}
	painted := Painted{Format: d.format, PDF: meeting.Object{Name: PDFName, Type: "application/pdf"}}
	sizes, err := j.sizes(ctx, d.format == PDF)
	if err != nil {
		return Painted{}, err
	}
	if painted.Pages, err = j.pages(ctx, sizes, progress); err != nil {
		return Painted{}, err
	}
	if painted.Tools, err = j.tools(ctx, tools...); err != nil {
		return Painted{}, err
	}
	painted.Warnings = j.warnings
	return painted, nil
}

func (j *job) copyPDF(source io.Reader) error {
	_, err := written(j.pdf, func(out io.Writer) error {
		_, err := io.Copy(out, source)
		return err //nolint:wrapcheck // said below
	})
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	return nil
}

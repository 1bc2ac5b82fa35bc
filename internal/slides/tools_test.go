package slides_test

import (
	"context"
	"maps"
	"slices"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
)

// needTools skips the test if a tool is not installed. Where all tools are required,
// the test fails.
func needTools(t testing.TB) {
	t.Helper()
	proctest.Need(t, "soffice", "qpdf", "pdfinfo", "pdftotext", "pdfimages", "pdftohtml", "pdftocairo", "cwebp", "cjpeg")
}

// whole is the text of a deck joined with its pages.
type whole struct {
	meeting.DeckText

	Format   slides.Format
	PDF      meeting.Object
	Pages    []meeting.Page
	Warnings []string
	Tools    map[string]string
}

// convert reads and renders the deck at path into dir, as two steps of a meeting do.
func convert(ctx context.Context, c *slides.Converter, path, dir string, o slides.Options, progress func(done, total int)) (whole, error) {
	text, err := c.Text(ctx, path, dir, o)
	if err != nil {
		return whole{}, err
	}
	rendered, err := c.Render(ctx, path, dir, o, progress)
	if err != nil {
		return whole{}, err
	}
	made := whole{DeckText: text.DeckText, Format: rendered.Format, PDF: rendered.PDF, Pages: rendered.Pages, Tools: text.Tools}
	var warnings []string
	made.Slides, warnings = slides.Join(text.DeckText, rendered, slides.OCRText{})
	made.Warnings = slices.Concat(text.Warnings, rendered.Warnings, warnings)
	maps.Copy(made.Tools, rendered.Tools)
	return made, nil
}

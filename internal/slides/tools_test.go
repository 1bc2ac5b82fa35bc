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

// needTools skips the test where a tool is not installed; in an environment
// that says it has them all, that fails it.
func needTools(t testing.TB) {
	t.Helper()
	proctest.Need(t, "soffice", "qpdf", "pdfinfo", "pdftotext", "pdfimages", "pdftohtml", "pdftocairo", "cwebp")
}

// whole is a deck that was read and painted, and the two joined.
type whole struct {
	meeting.DeckText

	Format   slides.Format
	PDF      meeting.Object
	Pages    []meeting.Page
	Warnings []string
	Tools    map[string]string
}

// convert reads and paints the deck at path into dir, as two steps of a
// meeting do.
func convert(ctx context.Context, c *slides.Converter, path, dir string, o slides.Options, progress func(done, total int)) (whole, error) {
	text, err := c.Text(ctx, path, dir, o)
	if err != nil {
		return whole{}, err
	}
	painted, err := c.Render(ctx, path, dir, o, progress)
	if err != nil {
		return whole{}, err
	}
	made := whole{DeckText: text.DeckText, Format: painted.Format, PDF: painted.PDF, Pages: painted.Pages, Tools: text.Tools}
	var warnings []string
	made.Slides, warnings = slides.Join(text.DeckText, painted, slides.OCRText{})
	made.Warnings = slices.Concat(text.Warnings, painted.Warnings, warnings)
	maps.Copy(made.Tools, painted.Tools)
	return made, nil
}

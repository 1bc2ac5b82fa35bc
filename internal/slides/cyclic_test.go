package slides_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// TestPDFWithUnreadablePages publishes the other pages. Poppler alone reads the file.
func TestPDFWithUnreadablePages(t *testing.T) {
	t.Parallel()
	needTools(t)

	const page = "<</Type/Page/Parent 2 0 R/MediaBox[0 0 400 300]>>"
	for name, kids := range map[string]string{"a cycle": "[3 0 R 2 0 R 4 0 R]", "a missing page": "[3 0 R 99 0 R 4 0 R]"} {
		path := filepath.Join(t.TempDir(), "a.pdf")
		data := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids"+kids+"/Count 3>>", page, page)
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		c := converter(t)
		text, err := c.Text(t.Context(), path, t.TempDir(), slides.Options{})
		want := "is damaged: 1 of its 3 pages cannot be read and is left out"
		if err != nil || len(text.Slides) != 2 || !slices.Contains(text.Warnings, want) {
			t.Errorf("%s: %d slides, warnings %q, %v, want two and %q", name, len(text.Slides), text.Warnings, err, want)
		}
		dir := t.TempDir()
		rendered, err := c.Render(t.Context(), path, dir, slides.Options{}, nil)
		if err != nil || len(rendered.Pages) != 2 || !slices.Contains(rendered.Warnings, want) {
			t.Errorf("%s: %d pages, warnings %q, %v, want two and %q", name, len(rendered.Pages), rendered.Warnings, err, want)
		}
		read, err := c.OCR(t.Context(), filepath.Join(dir, layout.DeckPDF), t.TempDir(), slides.OCRPages{Whole: []int{2}}, slides.Options{}, nil)
		if err != nil || len(read.Pages) != 1 {
			t.Errorf("%s: OCR read %d pages, %v, want one", name, len(read.Pages), err)
		}
	}
}

package slides_test

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// TestHiddenContentOfPDF renders PDF files with words that their pages do not show.
func TestHiddenContentOfPDF(t *testing.T) {
	t.Parallel()
	needTools(t)
	file := func(catalogue, page, content string) []byte {
		content = pdfLine(150, 200, 30, "Oxygen rises") + content
		return slidestest.PDF(
			"<</Type/Catalog/Pages 2 0 R"+catalogue+">>", "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 720 405]>>",
			"<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/Properties<</L 6 0 R>>>>"+page+">>",
			"<</Length "+strconv.Itoa(len(content))+">>stream\n"+content+"\nendstream",
			"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", "<</Type/OCG/Name(Layer name)/Usage<</View<</ViewState/OFF>>/Print<</PrintState/OFF>>>>>>")
	}
	layer := "/OC /L BDC " + pdfLine(150, 150, 20, "Planted") + " EMC"
	c := converter(t)
	for _, tt := range []struct {
		name            string
		data            []byte
		redrawn, stands bool // the planted word is still there: it is on the page
	}{
		{"plain pages", file("", "", pdfLine(150, 150, 20, "Planted")), false, true},
		{"words beside the crop box", file("", "/CropBox[100 100 600 300]", pdfLine(10, 350, 20, "Planted")), true, false},
		{"words beside the page", file("", "", pdfLine(900, 200, 20, "Planted")), true, false},
		{"a crop box that hides nothing", file("", "/CropBox[100 100 600 300]", ""), false, false},
		{"a layer that is off", file("/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>", "", layer), true, false},
		{"a layer that is on", file("/OCProperties<</OCGs[6 0 R]/D<</ON[6 0 R]>>>>", "", layer), false, true},
		{"a layer that viewers hide", file("/OCProperties<</OCGs[6 0 R]/D<</ON[6 0 R]/AS[<</Event/View/Category[/View]/OCGs[6 0 R]>>]>>>>", "", layer), true, false},
		{"a layer that is not printed", file("/OCProperties<</OCGs[6 0 R]/D<</AS[<</Event/Print/Category[/Print]/OCGs[6 0 R]>>]>>>>", "", layer), false, true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			read, err := c.Text(t.Context(), path, dir, slides.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if body := read.Slides[0].Body; strings.Contains(body, "Planted") != tt.stands {
				t.Errorf("the text is %q", body)
			}
			made, err := c.Render(t.Context(), path, dir, slides.Options{Omit: everything()}, nil)
			if err != nil || made.PDF.Name == "" || (len(made.Warnings) > 0) != tt.redrawn {
				t.Fatalf("PDF file %q, warnings %q, %v", made.PDF.Name, made.Warnings, err)
			}
			text := plainPDF(t, filepath.Join(dir, "deck.pdf"))
			if !strings.Contains(text, "Oxygen rises") || strings.Contains(text, "Planted") != tt.stands {
				t.Errorf("the planted word is there: %v; the visible ones: %v", !tt.stands, strings.Contains(text, "Oxygen rises"))
			}
		})
	}
}

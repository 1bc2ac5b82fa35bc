package slides_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/slides"
)

// printedSlide is a slide of 16:9, 360 by 202.5 points, at a place on a page.
func printedSlide(n int, left, bottom float64) string {
	return fmt.Sprintf("q 1 0 0 1 %g %g cm 0.9 0.9 1 rg 0 0 360 202.5 re f 0 g ", left, bottom) +
		pdfLine(20, 160, 20, fmt.Sprintf("Slide %c", 'A'+n)) + pdfLine(20, 100, 12, fmt.Sprintf("Oxygen falls at gate %c", 'A'+n)) + "Q "
}

// TestPrintedSlides converts pages of notes and handouts: each slide is published by
// itself, and notes only if they are asked for.
func TestPrintedSlides(t *testing.T) {
	t.Parallel()
	needTools(t)
	var notes, four []pdfPage
	for n := range 2 {
		number := pdfLine(560, 20, 8, fmt.Sprint(n+1))
		notes = append(notes, pdfPage{width: 595, height: 842, content: printedSlide(n, 117, 560) +
			pdfLine(80, 480, 11, "Pause here "+strings.Repeat("x", n+1)) + number})
		content := pdfLine(20, 580, 8, "Harbour course")
		for i := range 4 {
			if n < 1 || i < 2 {
				content += printedSlide(4*n+i, 40+float64(i%2)*400, 320-float64(i/2)*270)
			}
		}
		four = append(four, pdfPage{width: 842, height: 595, content: content})
	}
	c := converter(t)
	for _, tt := range []struct {
		name     string
		pages    []pdfPage
		slides   int
		withheld bool // the PDF file
	}{
		{"pages of notes", notes, 2, true},
		{"four slides on a page", four, 6, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
			if err := os.WriteFile(path, pdfDeck("", tt.pages...), 0o600); err != nil {
				t.Fatal(err)
			}
			got, err := convert(t.Context(), c, path, dir, slides.Options{Omit: everything()}, nil)
			if err != nil || len(got.Slides) != tt.slides || (got.PDF.Name == "") != tt.withheld {
				t.Fatalf("%d slides, PDF file %q, %v, warnings %q; want %d", len(got.Slides), got.PDF.Name, err, got.Warnings, tt.slides)
			}
			for i, s := range got.Slides {
				letter := string(rune('A' + i))
				if s.Number != i+1 || s.Title != "Slide "+letter || s.Body != "Oxygen falls at gate "+letter || len(s.Images) == 0 {
					t.Fatalf("slide %d is %+v", i+1, s)
				}
				if img := s.Images[0]; img.Width != 1600 || img.Height != 900 || s.Color != "#e4e4fd" {
					t.Errorf("image %d is %d×%d of colour %s, want the slide alone", i+1, img.Width, img.Height, s.Color)
				}
				if want := "Pause here " + strings.Repeat("x", i+1); tt.withheld && s.Notes != want || !tt.withheld && s.Notes != "" {
					t.Errorf("notes %d are %q, want %q", i+1, s.Notes, want)
				}
				words, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(s.Words)))
				if err != nil || strings.Contains(string(words), "Pause") || !strings.Contains(string(words), `{"text":"Slide","box":[0.05`) {
					t.Errorf("words %d are %s, %v", i+1, words, err)
				}
			}
		})
	}
}

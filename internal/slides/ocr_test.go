package slides_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// TestOCR reads a page that has text anyway, so that the result is known.
func TestOCR(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "tesseract")
	c := converter(t)
	path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
	deck := slidestest.PPTX(t, []slidestest.PPTXSlide{
		{Shapes: slidestest.Shape("title", "The first slide")},
		{Shapes: slidestest.Shape("title", "The rail bridge")},
	})
	if err := os.WriteFile(path, deck, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := c.Render(t.Context(), path, dir, slides.Options{}, nil); err != nil {
		t.Fatal(err)
	}
	scratch, done := t.TempDir(), 0
	got, err := c.OCR(t.Context(), filepath.Join(dir, layout.DeckPDF), scratch, slides.OCRPages{Whole: []int{2}}, slides.Options{Languages: []string{"de-CH"}}, func(n, total int) {
		if done = n; total != 1 {
			t.Errorf("the total is %d pages, want 1", total)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Pages) != 1 || got.Pages[0].Number != 2 || !got.Pages[0].OCR || got.Pages[0].Body != "The rail bridge" || done != 1 {
		t.Errorf("read %+v, progress %d, want page 2 with: The rail bridge", got.Pages, done)
	}
	if left, err := os.ReadDir(scratch); err != nil || len(left) > 0 {
		t.Errorf("%v remain in the folder (%v), want nothing", left, err)
	}
	if !strings.Contains(got.Tools["tesseract"], ".") || !strings.Contains(got.Tools["poppler"], ".") {
		t.Errorf("tools %v, want poppler and tesseract", got.Tools)
	}
}

// countingOCR are tools of which tesseract reads three letters for each time that it has run.
func countingOCR() (tools, *int) {
	runs := 0
	f := working(3)
	f["tesseract"] = func(c proc.Command) (string, error) {
		runs++
		row := strings.Join([]string{"5", "1", "1", "1", "1", "1", "0", "0", "9", "9", "95", strings.Repeat("iii", runs)}, "\t")
		return "", put(c.Args[1]+".tsv", []byte(row))
	}
	return f, &runs
}

func TestOCRLeavesOutPagesThatFail(t *testing.T) {
	t.Parallel()

	f, runs := countingOCR()
	reads := f["tesseract"]
	f.with("tesseract", func(c proc.Command) (string, error) {
		if *runs == 1 {
			*runs++
			return "", &proc.ExitError{Path: "tesseract", Code: -1, Signal: "killed"}
		}
		return reads(c)
	})
	got, err := slides.New(f, "").OCR(t.Context(), "deck.pdf", t.TempDir(), slides.OCRPages{Whole: []int{1, 2, 3}}, slides.Options{}, nil)
	var texts []string
	for _, p := range got.Pages {
		texts = append(texts, p.Body)
	}
	if err != nil || strings.Join(texts, " ") != "iii iiiiiiiii" || got.Pages[1].Number != 3 || got.Pages[0].Blocks[0].Kind != meeting.Text {
		t.Errorf("OCR = %+v, %v, want pages 1 and 3", got.Pages, err)
	}
}

func TestOCRErrors(t *testing.T) {
	t.Parallel()

	crash := &proc.ExitError{Path: "tesseract", Code: 1}
	away := errors.New("away")
	tests := []struct {
		name  string
		err   error
		pages []int
		text  string
	}{
		{"no page can be read", crash, []int{1, 2}, "read page 2: tesseract: exit status 1"},
		{"tesseract is not installed", away, []int{1, 2}, "read page 1: away"},
		{"a page that does not exist", nil, []int{4}, "read page 4: the PDF file has 3"},
		{"tesseract writes nothing", nil, []int{1}, "read page 1: open"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			c := slides.New(working(3).with("tesseract", prints("", tt.err)), "")
			_, err := c.OCR(t.Context(), "deck.pdf", t.TempDir(), slides.OCRPages{Whole: tt.pages}, slides.Options{}, nil)
			if err == nil || !strings.Contains(err.Error(), tt.text) {
				t.Errorf("OCR = %v, want an error with %q", err, tt.text)
			}
		})
	}
}

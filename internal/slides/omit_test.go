package slides_test

import (
	"bytes"
	"encoding/hex"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// everything is what a deck publishes only on request.
func everything() slides.Omission {
	return slides.Omission{HiddenSlides: true, Notes: true, Comments: true, Metadata: true, Attachments: true}
}

// secretDeck has a hidden slide between others, notes, a comment and an author.
func secretDeck() meeting.DeckText {
	return meeting.DeckText{
		Properties: meeting.Properties{Title: "Internal title", Author: "An author"},
		Slides: []meeting.Slide{
			{Number: 1, Title: "First", Notes: "Breathe here"},
			{Number: 2, Title: "Secret budget", Hidden: true},
			{Number: 3, Title: "Third", Comments: []meeting.Comment{{Author: "A reviewer", Date: "2026-01-02T03:04:05", Text: "Check this"}}},
		},
	}
}

// TestRenderOmitsPrivateContent renders decks with LibreOffice and looks for private
// words in all output.
func TestRenderOmitsPrivateContent(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf")
	c := converter(t)

	for name, data := range map[string][]byte{"pptx": slidestest.PPTXOf(t, secretDeck()), "odp": slidestest.ODPOf(t, secretDeck())} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "deck")
			if err := os.WriteFile(path, data, 0o600); err != nil {
				t.Fatal(err)
			}
			all, dir := t.TempDir(), t.TempDir()
			if _, err := c.Render(t.Context(), path, all, slides.Options{}, nil); err != nil {
				t.Fatal(err)
			}
			private := []string{"Secret budget", "Internal title", "An author"}
			if whole := plainPDF(t, filepath.Join(all, "deck.pdf")); !strings.Contains(whole, private[0]) || !strings.Contains(whole, private[1]) {
				t.Error("the deck with everything lacks the hidden slide or its title: the test proves nothing")
			}
			made, err := c.Render(t.Context(), path, dir, slides.Options{Omit: everything()}, nil)
			if err != nil {
				t.Fatal(err)
			}
			pdf := plainPDF(t, filepath.Join(dir, "deck.pdf"))
			for _, text := range append(private, "Breathe", "reviewer", "Check this") {
				if strings.Contains(pdf, text) {
					t.Errorf("the PDF file contains %q", text)
				}
			}
			text, err := c.Text(t.Context(), path, t.TempDir(), slides.Options{})
			if err != nil {
				t.Fatal(err)
			}
			shown, _ := meeting.Meeting{Publish: []meeting.Disclosure{}}.Withhold(meeting.Source{}, text.DeckText)
			joined, warnings := slides.Join(shown, made, slides.OCRText{})
			var numbers []int
			for i, s := range joined {
				numbers = append(numbers, s.Number)
				if len(s.Images) == 0 || s.Images[0].Name != made.Pages[i].Images[0].Name {
					t.Errorf("slide %d has the images %v", s.Number, s.Images)
				}
				words, err := os.ReadFile(filepath.Join(dir, s.Words))
				if err != nil || !bytes.Contains(words, []byte(s.Title)) {
					t.Errorf("the words on the image of slide %d are %s, want %q (%v)", s.Number, words, s.Title, err)
				}
			}
			if diff := cmp.Diff([]int{1, 3}, numbers); diff != "" || len(warnings) > 0 {
				t.Errorf("slides (-want +got):\n%swarnings %q", diff, warnings)
			}
		})
	}
}

func TestRenderRefusesADeckOfHiddenSlides(t *testing.T) {
	t.Parallel()

	path := filepath.Join(t.TempDir(), "deck")
	if err := os.WriteFile(path, slidestest.PPTXOf(t, meeting.DeckText{Slides: []meeting.Slide{{Number: 1, Title: "A", Hidden: true}}}), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err := slides.New(tools{}, "").Render(t.Context(), path, t.TempDir(), slides.Options{Omit: everything()}, nil)
	if !fault.IsPermanent(err) || fault.Reason(err) != "has only hidden slides, which are not published" {
		t.Errorf("err = %v", err)
	}
}

// TestRenderOmitsPrivateContentOfPDF renders a PDF deck with a comment and an author.
func TestRenderOmitsPrivateContentOfPDF(t *testing.T) {
	t.Parallel()
	needTools(t)
	proctest.Need(t, "qpdf")

	deck := slidestest.PDF(
		"<</Type/Catalog/Pages 2 0 R/Metadata 6 0 R>>",
		"<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>/Annots[<</Type/Annot/Subtype/FreeText/Rect[50 50 400 90]/DA(/F 20 Tf)/T(A reviewer)/Contents(Check this)>>]>>",
		"<</Length 39>>stream\nBT /F 30 Tf 50 300 Td (Visible) Tj ET   \nendstream",
		"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
		"<</Type/Metadata/Subtype/XML/Length 16>>stream\n<x>An author</x>\nendstream",
	)
	path, dir := filepath.Join(t.TempDir(), "deck"), t.TempDir()
	if err := os.WriteFile(path, deck, 0o600); err != nil {
		t.Fatal(err)
	}
	c := converter(t)
	made, err := c.Render(t.Context(), path, dir, slides.Options{Omit: everything()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if pdf := plainPDF(t, filepath.Join(dir, made.PDF.Name)); !strings.Contains(pdf, "Visible") || strings.Contains(pdf, "reviewer") || strings.Contains(pdf, "An author") {
		t.Errorf("the PDF file is\n%s", pdf)
	}
	if len(made.Pages) != 1 || len(made.Warnings) > 0 || !slices.Contains([]int{7}, made.Pages[0].Letters) {
		t.Errorf("pages %+v, warnings %q", made.Pages, made.Warnings)
	}
}

// plainPDF returns the bytes of a PDF file without compression, followed by its text.
func plainPDF(t *testing.T, path string) string {
	t.Helper()
	var text bytes.Buffer
	out := filepath.Join(t.TempDir(), "plain.pdf")
	for _, c := range []proc.Command{
		{Path: "qpdf", Args: []string{"--warning-exit-0", "--qdf", "--object-streams=disable", path, out}, Write: []string{filepath.Dir(out)}},
		{Path: "pdftotext", Args: []string{path, "-"}, Stdout: &text},
	} {
		c.Read = []string{path}
		if _, err := proctest.Runner(t).Run(t.Context(), c); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	// qpdf writes texts in UTF-16 as hexadecimal digits.
	data = regexp.MustCompile(`<feff[0-9a-f]*>`).ReplaceAllFunc(data, func(digits []byte) []byte {
		text, _ := hex.DecodeString(string(digits[len("<feff") : len(digits)-1]))
		return bytes.ReplaceAll(text, []byte{0}, nil)
	})
	return string(data) + text.String()
}

package slides_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// pdfText is the text of a PDF deck as the real tools read it.
func pdfText(t *testing.T, data []byte, o slides.Options) slides.Text {
	t.Helper()
	path := filepath.Join(t.TempDir(), "original")
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := slides.New(proctest.Runner(t), "").Text(t.Context(), path, t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// pdfDeck is a PDF file of wide pages with these contents and annotations; more are
// entries of its catalogue.
func pdfDeck(more string, pages ...pdfPage) []byte {
	objects := []string{"", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
	kids := ""
	for _, p := range pages {
		n := len(objects) + 1
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R/Annots[%s]>>", n+1, p.annots),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(p.content), p.content))
	}
	objects[0] = "<</Type/Catalog/Pages 2 0 R" + more + ">>"
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, len(pages))
	return slidestest.PDF(objects...)
}

type pdfPage struct{ content, annots string }

// pdfLine shows a line of text on a page.
func pdfLine(left, bottom, size float64, text string) string {
	return fmt.Sprintf("BT /F %g Tf %g %g Td (%s) Tj ET\n", size, left, bottom, text)
}

// TestAnnotationsOfPDF reads comments in a plain file, in one with object streams, and
// in encrypted ones.
func TestAnnotationsOfPDF(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "pdfinfo", "pdftotext", "pdftohtml", "qpdf")
	plain := pdfDeck("", pdfPage{pdfLine(40, 340, 32, "Title"),
		"<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Please check \\344)/T(Reviewer)/M(D:20250101120000Z)>>" +
			"<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/Contents(x)/A<</S/URI/URI(https://example.org/)>>>>"})
	for name, args := range map[string][]string{
		"a plain file":                  nil,
		"object streams":                {"--object-streams=generate"},
		"a password for reading":        {"--encrypt", "secret", "owner", "256", "--"},
		"a password for editing only":   {"--encrypt", "", "owner", "256", "--extract=n", "--modify=none", "--"},
		"old encryption":                {"--allow-weak-crypto", "--encrypt", "", "owner", "40", "--"},
		"object streams and encryption": {"--object-streams=generate", "--encrypt", "secret", "owner", "256", "--"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			data := plain
			if args != nil {
				in, out := filepath.Join(t.TempDir(), "in.pdf"), filepath.Join(t.TempDir(), "out.pdf")
				if err := os.WriteFile(in, plain, 0o600); err != nil {
					t.Fatal(err)
				}
				if message, err := exec.CommandContext(t.Context(), "qpdf", append(args, in, out)...).CombinedOutput(); err != nil {
					t.Fatalf("qpdf: %v: %s", err, message)
				}
				var err error
				if data, err = os.ReadFile(out); err != nil {
					t.Fatal(err)
				}
			}
			var o slides.Options
			if slices.Contains(args, "secret") {
				o.Password = "secret"
			}
			text := pdfText(t, data, o)
			want := []meeting.Comment{{Author: "Reviewer", Date: "2025-01-01T12:00:00Z", Text: "Please check ä"}}
			if s := text.Slides[0]; !reflect.DeepEqual(s.Comments, want) || s.Title != "Title" || len(s.Links) != 1 || text.Warnings != nil {
				t.Errorf("slide %+v, warnings %v; want the comments %v, a title and a link", s, text.Warnings, want)
			}
		})
	}
}

package slides_test

import (
	"cmp"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/meeting"
	"proceedings/internal/proc"
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
	text, err := converter(t).Text(t.Context(), path, t.TempDir(), o)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// pdfDeck is a PDF file of wide pages with these contents and annotations, a table of
// contents that leads to the last, and more entries of its catalogue.
func pdfDeck(more string, pages ...pdfPage) []byte {
	objects := []string{"", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
	kids := ""
	for _, p := range pages {
		n := len(objects) + 1
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 %d %d]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R/Annots[%s]>>", cmp.Or(p.width, 720), cmp.Or(p.height, 405), n+1, p.annots),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(p.content), p.content))
	}
	n := len(objects)
	objects = append(objects, fmt.Sprintf("<</First %d 0 R/Last %[1]d 0 R/Count 1>>", n+2), fmt.Sprintf("<</Title(The end)/Parent %d 0 R/Dest[%d 0 R/Fit]>>", n+1, n-1))
	objects[0] = fmt.Sprintf("<</Type/Catalog/Pages 2 0 R/Outlines %d 0 R%s>>", n+1, more)
	objects[1] = fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids, len(pages))
	return slidestest.PDF(objects...)
}

type pdfPage struct {
	content, annots string
	width, height   int // in points; 0 is 720 and 405
}

// pdfLine shows a line of text on a page.
func pdfLine(left, bottom, size float64, text string) string {
	return fmt.Sprintf("BT /F %g Tf %g %g Td (%s) Tj ET\n", size, left, bottom, text)
}

// TestAnnotationsOfPDF reads comments in a plain file, in one with object streams, and
// in encrypted ones.
func TestAnnotationsOfPDF(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "pdfinfo", "pdftotext", "pdftohtml", "qpdf")
	plain := pdfDeck("", pdfPage{content: pdfLine(40, 340, 32, "Title"), annots: "<</Type/Annot/Subtype/Text/Rect[0 0 9 9]/Contents(Please check \\344)/T(Reviewer)/M(D:20250101120000Z)>>" +
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
				if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "qpdf", Args: append(args, in, out)}); err != nil {
					t.Fatal(err)
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

// TestStepsOfPDF converts a deck with page labels as beamer writes them, and one without.
func TestStepsOfPDF(t *testing.T) {
	t.Parallel()
	needTools(t)
	var pages []pdfPage
	content := pdfLine(40, 340, 32, "Three steps")
	for i, line := range []string{"Oxygen falls", "Fish leave", "Sluices open"} {
		content += pdfLine(60, 270-float64(40*i), 20, line)
		pages = append(pages, pdfPage{content: content + pdfLine(690, 15, 10, fmt.Sprint(i+1))})
	}
	pages[0].annots = "<</Subtype/Text/Rect[0 0 9 9]/Contents(Why?)>>"
	pages = append(pages, pdfPage{content: pdfLine(40, 340, 32, "Thank you") + pdfLine(60, 200, 20, "Questions?")})
	const labels = "/PageLabels<</Nums[0<</P(1)>>1<</P(1)>>2<</P(1)>>3<</P(2)>>]>>"
	c := converter(t)
	for name, more := range map[string]string{"labels": labels, "no labels": ""} {
		path := filepath.Join(t.TempDir(), "original")
		if err := os.WriteFile(path, pdfDeck(more, pages...), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := convert(t.Context(), c, path, t.TempDir(), slides.Options{}, nil)
		if err != nil || len(got.Slides) != 2 || len(got.Pages) != 4 || got.Warnings != nil {
			t.Fatalf("%s: %d slides on %d pages, warnings %v, %v; want 2 on 4", name, len(got.Slides), len(got.Pages), got.Warnings, err)
		}
		first, last := got.Slides[0], got.Slides[1]
		if first.Title != "Three steps" || !strings.Contains(first.Body, "Sluices open") || len(first.Steps) != 2 || len(first.Comments) != 1 ||
			first.Words != "words/0003.json" || !reflect.DeepEqual(first.Images, got.Pages[2].Images) {
			t.Errorf("%s: the first slide is %+v", name, first)
		}
		if last.Number != 2 || last.Title != "Thank you" || last.Steps != nil || last.Words != "words/0004.json" {
			t.Errorf("%s: the last slide is %+v", name, last)
		}
		if len(got.Outline) != 1 || got.Outline[0].Page != 2 {
			t.Errorf("%s: the outline is %+v, want the second slide", name, got.Outline)
		}
	}
}

// TestAttachmentsOfPDF names the files that are embedded in a PDF file.
func TestAttachmentsOfPDF(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "pdfinfo", "pdftotext", "pdftohtml", "qpdf")
	dir := t.TempDir()
	in, data, out := filepath.Join(dir, "in.pdf"), filepath.Join(dir, "figures.csv"), filepath.Join(dir, "out.pdf")
	if err := os.WriteFile(in, pdfDeck("", pdfPage{content: pdfLine(40, 340, 32, "Title")}), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(data, make([]byte, 1200), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "qpdf", Args: []string{"--object-streams=generate", "--add-attachment", data, "--", in, out}}); err != nil {
		t.Fatal(err)
	}
	made, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"contains an embedded file, which readers get only with the original"}
	if text := pdfText(t, made, slides.Options{}); !reflect.DeepEqual(text.Warnings, want) {
		t.Errorf("warnings %q, want %q", text.Warnings, want)
	}
}

// TestNotesOfPDF converts slides with notes on a second screen, and with pages of notes.
func TestNotesOfPDF(t *testing.T) {
	t.Parallel()
	needTools(t)
	slide := func(n int) string {
		return "0.9 0.9 1 rg 0 0 720 405 re f 0 g " + pdfLine(40, 340, 32, fmt.Sprintf("Slide %c", 'A'+n)) + pdfLine(60, 200, 20, "Oxygen falls here") + pdfLine(690, 15, 10, fmt.Sprint(n+1))
	}
	note := func(n int) string {
		return pdfLine(10, 390, 8, "Harbour course") + pdfLine(40, 200, 14, "Say why "+strings.Repeat("x", n+1)) + pdfLine(40, 180, 14, "Then pause") +
			"q 0.25 0 0 0.25 540 304 cm " + slide(n) + " Q "
	}
	var double, single, left, below []pdfPage
	for n := range 3 {
		double = append(double, pdfPage{content: slide(n) + "q 1 0 0 1 720 0 cm " + note(n) + " Q", width: 1440})
		left = append(left, pdfPage{content: note(n) + "q 1 0 0 1 720 0 cm " + slide(n) + " Q", width: 1440})
		below = append(below, pdfPage{content: note(n) + "q 1 0 0 1 0 405 cm " + slide(n) + " Q", height: 810})
		single = append(single, pdfPage{content: slide(n)}, pdfPage{content: note(n), annots: "<</Subtype/Text/Rect[0 0 9 9]/Contents(Shorter)>>"})
	}
	c := converter(t)
	for _, tt := range []struct {
		name   string
		pages  []pdfPage
		slides int
		area   []meeting.Area // of the second slide
	}{
		{"a second screen", double, 3, []meeting.Area{{Page: 2, Width: 0.5, Height: 1}}},
		{"a second screen on the left", left, 3, []meeting.Area{{Page: 2, Left: 0.5, Width: 0.5, Height: 1}}},
		{"a second screen below", below, 3, []meeting.Area{{Page: 2, Width: 1, Height: 0.5}}},
		{"a second screen on some pages", []pdfPage{double[0], double[1], {content: slide(2)}}, 3, []meeting.Area{{Page: 2, Width: 0.5, Height: 1}}},
		{"pages of notes", single, 3, []meeting.Area{{Page: 3}}},
		{"a page of notes at the end", []pdfPage{single[0], single[2], single[3]}, 2, nil},
	} {
		path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
		if err := os.WriteFile(path, pdfDeck("", tt.pages...), 0o600); err != nil {
			t.Fatal(err)
		}
		got, err := convert(t.Context(), c, path, dir, slides.Options{}, nil)
		if err != nil || len(got.Slides) != tt.slides || len(got.Warnings) > 0 {
			t.Fatalf("%s: %d slides, warnings %v, %v; want %d", tt.name, len(got.Slides), got.Warnings, err, tt.slides)
		}
		testOmitsNotes(t, c, path, len(tt.pages), got.Slides, tt.name == "a second screen")
		s := got.Slides[1]
		if s.Title != "Slide B" || !strings.HasPrefix(s.Body, "Oxygen falls here") || s.Master != "2" && tt.slides > 2 || s.Notes != "Say why xx\nThen pause" || !reflect.DeepEqual(s.Areas, tt.area) {
			t.Errorf("%s: the second slide is %+v", tt.name, s)
		}
		if !strings.HasPrefix(tt.name, "a second screen") && (len(s.Comments) != 1 || s.Comments[0].Text != "Shorter") {
			t.Errorf("%s: the comments are %v, want that on the notes", tt.name, s.Comments)
		}
		if img := s.Images[0]; img.Width != 1600 || img.Height != 900 || s.Color != "#e5e5fe" {
			t.Errorf("%s: the image is %d×%d of colour %s, want the slide alone, in light blue", tt.name, img.Width, img.Height, s.Color)
		}
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(s.Words)))
		if err != nil {
			t.Fatal(err)
		}
		var placed struct {
			Words []struct {
				Text string
				Box  [4]float64
			}
		}
		if err = json.Unmarshal(data, &placed); err != nil || len(placed.Words) != 6 || placed.Words[0].Text != "Slide" || placed.Words[0].Box[2] < 0.08 {
			t.Errorf("%s: the words are %s, %v", tt.name, data, err)
		}
	}
}

// testOmitsNotes renders a PDF deck with notes on its pages without them. It is offered
// as a PDF file if they can be cut off.
func testOmitsNotes(t *testing.T, c *slides.Converter, path string, pages int, shown []meeting.Slide, cut bool) {
	t.Helper()
	dir := t.TempDir()
	made, err := c.Render(t.Context(), path, dir, slides.Options{Omit: everything()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if (made.PDF.Name != "") != cut || len(made.Pages) != pages || (len(made.Warnings) == 0) != cut {
		t.Errorf("PDF file %q, %d pages, warnings %q", made.PDF.Name, len(made.Pages), made.Warnings)
	}
	if cut {
		if text := plainPDF(t, filepath.Join(dir, "deck.pdf")); strings.Contains(text, "pause") || !strings.Contains(text, "Oxygen falls here") {
			t.Error("the PDF file has the notes, or not the slides")
		}
	}
	images := 0
	err = filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		if filepath.Ext(path) == ".webp" {
			images++
		}
		data, err := os.ReadFile(path)
		if strings.Contains(string(data), "pause") || filepath.Ext(path) == ".pdf" && !cut {
			t.Errorf("%s has the notes", path)
		}
		return err
	})
	if err != nil || images != 2*len(shown) {
		t.Errorf("%d images of %d slides, %v", images, len(shown), err)
	}
}

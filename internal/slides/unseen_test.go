package slides_test

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/proc"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// TestUnseenTextOfPDF reads and publishes only text that the pages show.
func TestUnseenTextOfPDF(t *testing.T) {
	t.Parallel()
	needTools(t)
	form := func(box string, used bool) string {
		content := ""
		if used {
			content = pdfLine(40, 200, 20, "Secret words")
		}
		return fmt.Sprintf("<</Type/XObject/Subtype/Form/Group<</S/Transparency/CS/DeviceGray>>/BBox%s/Resources<</Font<</F 5 0 R>>>>/Length %d>>stream\n%s\nendstream", box, len(content), content)
	}
	for _, tt := range []struct {
		name, content string
		layer         bool // invisible text stays
	}{
		{"invisible text", pdfLine(40, 340, 32, "Oxygen rises") + "BT 3 Tr /F 20 Tf 40 200 Td (Secret words) Tj 0 Tr ET", false},
		{"transparent text", pdfLine(40, 340, 32, "Oxygen rises") + "q /N gs " + pdfLine(40, 200, 20, "Secret words") + "Q", false},
		{"invisible text in a line", "BT /F 20 Tf 40 200 Td 3 Tr (Secret words) Tj 0 Tr (Oxygen rises) Tj ET", false},
		{"text of no size", pdfLine(40, 340, 32, "Oxygen rises") + pdfLine(40, 200, 0, "Secret words"), false},
		{"text of no width", pdfLine(40, 340, 32, "Oxygen rises") + "q BT 0 Tz /F 20 Tf 40 200 Td (Secret words) Tj ET Q", false},
		{"text outside of a clipping path", pdfLine(40, 340, 32, "Oxygen rises") + "q 0 0 9 9 re W n " + pdfLine(40, 200, 20, "Secret words") + "Q", false},
		{"text outside of a form", pdfLine(40, 340, 32, "Oxygen rises") + "/X Do", false},
		{"text of a mask", pdfLine(40, 340, 32, "Oxygen rises") + "q /M gs Q", false},
		{"text without a place", pdfLine(40, 340, 32, "Oxygen rises") + "q 0 0 0 0 0 0 cm " + pdfLine(40, 200, 20, "Secret words") + "Q", false},
		{"a text that replaces another", "BT /F 20 Tf 40 200 Td /Span <</ActualText (Secret words)>> BDC (Oxygen rises) Tj EMC ET", false},
		{"a text of another object", "BT /F 20 Tf 40 200 Td /Span /P BDC (Oxygen rises) Tj EMC ET", false},
		{"invisible text over a scan", "q 720 0 0 405 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xee EI Q BT 3 Tr /F 20 Tf 40 300 Td (Secret words) Tj 0 -40 Td (Oxygen rises) Tj ET", true},
		{"invisible text over a scan with a page number", "q 720 0 0 405 0 0 cm BI /W 1 /H 1 /CS /G /BPC 8 ID \xee EI Q " + pdfLine(690, 15, 10, "7") + "BT 3 Tr /F 20 Tf 40 300 Td (Secret words) Tj 0 -40 Td (Oxygen rises) Tj ET", true},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			data := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
				"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Resources<</Font<</F 5 0 R>>/Properties<</P 6 0 R>>/XObject<</X 7 0 R>>/ExtGState<</N<</ca 0>>/M<</SMask<</S/Luminosity/G 8 0 R>>>>>>>>/Contents 4 0 R/Annots[<</Type/Annot/Subtype/Link/Rect[0 0 9 9]/A<</S/URI/URI(https://example.org/)>>>>]>>",
				fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(tt.content), tt.content), "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>", "<</ActualText(Secret words)>>", form("[0 0 9 9]", strings.Contains(tt.content, "/X Do")), form("[0 0 720 405]", strings.Contains(tt.content, "/M gs")))
			for what, text := range publishedTexts(t, data) {
				mask := what == "PDF file" && strings.Contains(tt.content, "/M gs") // it is drawn by its text
				if !strings.Contains(text, "Oxygen") || strings.Contains(text, "Secret") != (tt.layer || mask) {
					t.Errorf("the %s is %.4000s", what, text)
				}
			}
		})
	}
}

// publishedTexts converts a PDF deck of one slide, and returns the texts that are published
// of it: those of the slide, of the file of words and of the PDF file.
func publishedTexts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := convert(t.Context(), converter(t), path, dir, slides.Options{Omit: everything()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	s := got.Slides[0]
	words, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(s.Words)))
	if err != nil {
		t.Fatal(err)
	}
	return map[string]string{"text": s.Title + " " + s.Body, "words": string(words), "PDF file": plainPDF(t, filepath.Join(dir, "deck.pdf"))}
}

// TestClippedImagesOfPDF publishes only the parts of images that clipping paths leave:
// the blue half of pictures whose other half is red.
func TestClippedImagesOfPDF(t *testing.T) {
	t.Parallel()
	needTools(t)
	photo := cropped(t, func(b *bytes.Buffer, i image.Image) error { return jpeg.Encode(b, i, nil) })
	samples := strings.Repeat(strings.Repeat("\x00\x00\xff", 32)+strings.Repeat("\xff\x00\x00", 32), 48)
	const content = "q 100 100 100 100 re W n 200 0 0 100 100 100 cm /J Do Q q 400 100 m 500 100 l 500 200 l 400 200 l h W n 200 0 0 100 400 100 cm /S Do Q"
	object := func(filter, data string) string {
		return fmt.Sprintf("<</Type/XObject/Subtype/Image/Width 64/Height 48/ColorSpace/DeviceRGB/BitsPerComponent 8%s/Length %d>>stream\n%s\nendstream", filter, len(data), data)
	}
	data := slidestest.PDF("<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[3 0 R]/Count 1>>",
		"<</Type/Page/Parent 2 0 R/MediaBox[0 0 720 405]/Resources<</XObject<</J 5 0 R/S 6 0 R>>>>/Contents 4 0 R>>",
		fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(content), content), object("/Filter/DCTDecode", photo), object("", samples))
	path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	made, err := converter(t).Render(t.Context(), path, dir, slides.Options{Omit: everything()}, nil)
	if err != nil || len(made.Warnings) > 0 {
		t.Fatalf("warnings %q, %v", made.Warnings, err)
	}
	for _, name := range pdfImages(t, filepath.Join(dir, "deck.pdf"), 2) {
		testOnlyBlue(t, name, 32, 48)
	}
}

// pdfImages are the files of the images of a PDF file.
func pdfImages(t *testing.T, path string, count int) []string {
	t.Helper()
	prefix := filepath.Join(t.TempDir(), "image")
	if _, err := proctest.Plain().Run(t.Context(), proc.Command{Path: "pdfimages", Args: []string{"-png", path, prefix}}); err != nil {
		t.Fatal(err)
	}
	images, err := filepath.Glob(prefix + "-*.png")
	if err != nil || len(images) != count {
		t.Fatalf("images %v, %v; want %d", images, err, count)
	}
	return images
}

// testOnlyBlue checks that a picture has no red part, within a few pixels of the edge, and
// still has the part of that size.
func testOnlyBlue(t *testing.T, path string, width, height int) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	const edge = 3
	all := picture.Bounds()
	for y := range all.Dy() {
		for x := range all.Dx() {
			switch r, _, b, _ := picture.At(x, y).RGBA(); {
			case x < width-edge && y < height-edge && b < 0xe000:
				t.Fatalf("%s has no blue at %d, %d", filepath.Base(path), x, y)
			case x >= width+edge && r > b && r > 0x2000:
				t.Fatalf("%s of %v shows what is cropped away at %d, %d", filepath.Base(path), all, x, y)
			}
		}
	}
}

// testNoRed checks that no part of a picture is red.
func testNoRed(t *testing.T, path string) {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	red, blue, all := 0, 0, picture.Bounds()
	for y := range all.Dy() {
		for x := range all.Dx() {
			switch r, _, b, _ := picture.At(x, y).RGBA(); {
			case r > 2*b:
				red++
			case b > 2*r:
				blue++
			}
		}
	}
	if 100*red > blue {
		t.Errorf("%s of %v has %d red pixels and %d blue ones", filepath.Base(path), all, red, blue)
	}
}

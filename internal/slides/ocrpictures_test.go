package slides_test

import (
	"fmt"
	"image"
	"image/color"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
	"proceedings/internal/slides/slidestest"
)

// drawnLines is a picture of lines of text.
func drawnLines(t testing.TB, size image.Point, points float64, lines ...string) *image.Gray {
	t.Helper()
	f, err := opentype.Parse(goregular.TTF)
	if err != nil {
		t.Fatal(err)
	}
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: points, DPI: 72})
	if err != nil {
		t.Fatal(err)
	}
	p := image.NewGray(image.Rectangle{Max: size})
	for i := range p.Pix {
		p.Pix[i] = 0xff
	}
	d := font.Drawer{Dst: p, Src: image.Black, Face: face}
	for i, line := range lines {
		d.Dot = fixed.P(int(points), int(points*1.6)*(i+1))
		d.DrawString(line)
	}
	return p
}

// noise is a picture without any text.
func noise(size image.Point) *image.Gray {
	random := rand.New(rand.NewPCG(1, 2)) //nolint:gosec // the same picture each time
	p := image.NewGray(image.Rectangle{Max: size})
	for y := range size.Y {
		for x := range size.X {
			p.SetGray(x, y, color.Gray{Y: uint8((x*y/64 + random.IntN(60)) % 256)}) //nolint:gosec // less than 256
		}
	}
	return p
}

// upsideDown turns a picture by 180°.
func upsideDown(p *image.Gray) *image.Gray {
	turned := image.NewGray(p.Bounds())
	copy(turned.Pix, p.Pix)
	slices.Reverse(turned.Pix)
	return turned
}

// pictured is a PDF file whose pages of 960×540 points have a line of text, unless it
// is empty, and a picture in a rectangle: left, bottom, width and height in points.
type pictured struct {
	text    string
	picture *image.Gray
	at      [4]int
}

func picturedPDF(pages ...pictured) []byte {
	objects := []string{"<</Type/Catalog/Pages 2 0 R>>", "", "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"}
	kids := ""
	for _, p := range pages {
		n := len(objects) + 1
		content := fmt.Sprintf("q %d 0 0 %d %d %d cm /P Do Q\n", p.at[2], p.at[3], p.at[0], p.at[1])
		if p.text != "" {
			content += pdfLine(60, 480, 28, p.text)
		}
		kids += fmt.Sprintf("%d 0 R ", n)
		objects = append(objects,
			fmt.Sprintf("<</Type/Page/Parent 2 0 R/MediaBox[0 0 960 540]/Contents %d 0 R/Resources<</Font<</F 3 0 R>>/XObject<</P %d 0 R>>>>>>", n+1, n+2),
			fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(content), content),
			fmt.Sprintf("<</Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8/Length %d>>\nstream\n%s\nendstream",
				p.picture.Rect.Dx(), p.picture.Rect.Dy(), len(p.picture.Pix), p.picture.Pix),
		)
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]>>", len(pages), kids)
	return slidestest.PDF(objects...)
}

// TestOCRReadsPicturesBesideText converts a deck with a chart as a picture, a
// photograph, and a scan that is upside down.
func TestOCRReadsPicturesBesideText(t *testing.T) {
	t.Parallel()
	needTools(t)
	proctest.Need(t, "tesseract")
	const title = "Oxygen in the lake over one year, by month and in milligrams per litre"
	chart := drawnLines(t, image.Pt(800, 400), 40, "August 4 mg per litre", "Oxygen in the lake", "September 6 mg per litre")
	scan := upsideDown(drawnLines(t, image.Pt(1600, 900), 60, "Minutes of the meeting in March", "The bridge is closed until May", "and opens again on the first of June"))
	data := picturedPDF(
		pictured{title, chart, [4]int{400, 60, 500, 250}},
		pictured{title, noise(image.Pt(600, 400)), [4]int{400, 60, 500, 250}},
		pictured{"", scan, [4]int{0, 0, 960, 540}},
	)
	path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
	if err := os.WriteFile(path, data, 0o600); err != nil {
		t.Fatal(err)
	}
	c := converter(t)
	made, err := convert(t.Context(), c, path, dir, slides.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	pages := slides.PagesForOCR(made.DeckText, made.Pages)
	if !slices.Equal(pages.Whole, []int{3}) || !slices.Equal(pages.Pictures, []int{1, 2}) {
		t.Fatalf("pages to read are %+v, want 3, and the pictures of 1 and 2", pages)
	}
	read, err := c.OCR(t.Context(), filepath.Join(dir, layout.DeckPDF), t.TempDir(), pages, slides.Options{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	joined, _ := slides.Join(made.DeckText, slides.Rendered{Pages: made.Pages}, read)
	if at := slices.IndexFunc(joined[0].Blocks, func(b meeting.Block) bool { return b.Kind == meeting.Picture }); at < 0 {
		t.Errorf("slide 1 has no text of its picture: %+v", joined[0].Blocks)
	} else if b := joined[0].Blocks[at]; !strings.Contains(b.Text, "August 4 mg per litre") || strings.Contains(joined[0].Body, title) || joined[0].OCR ||
		len(b.OCR) < 5 || b.OCR[0].Text != "August" || b.OCR[0].Confidence < 80 {
		t.Errorf("the picture on slide 1 is %+v, beside %q", b, joined[0].Title)
	}
	for _, b := range joined[1].Blocks {
		if b.Kind == meeting.Picture {
			t.Errorf("the photograph is read as %q", b.Text)
		}
	}
	if s := joined[2]; !s.OCR || !strings.Contains(s.Body, "The bridge is closed until May") {
		t.Errorf("the scan is read as %+v", s)
	}
}

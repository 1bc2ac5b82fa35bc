package slides_test

import (
	"flag"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/layout"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
)

var update = flag.Bool("update", false, "rewrite the images in testdata/fidelity; look at each")

// TestFidelity renders decks with what renderers tend to draw wrongly. The words must
// be readable by OCR, and the images must look like those in testdata/fidelity, which
// were checked by eye.
func TestFidelity(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "tesseract")
	c := converter(t)
	for _, tt := range fidelityDecks(t) {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			path, dir := filepath.Join(t.TempDir(), "original"), t.TempDir()
			if err := os.WriteFile(path, tt.data, 0o600); err != nil {
				t.Fatal(err)
			}
			made, err := c.Render(t.Context(), path, dir, slides.Options{}, nil)
			if err != nil {
				t.Fatal(err)
			}
			if len(made.Pages) != 1 || len(made.Warnings) > 0 {
				t.Fatalf("%d pages, warnings %q; want one page and none", len(made.Pages), made.Warnings)
			}
			sameLook(t, filepath.Join("testdata", "fidelity", tt.name+".png"), filepath.Join(dir, filepath.FromSlash(made.Pages[0].Images[1].Name)))
			if tt.read == "" {
				return
			}
			read, err := c.OCR(t.Context(), filepath.Join(dir, layout.DeckPDF), t.TempDir(), slides.OCRPages{Whole: []int{1}}, slides.Options{}, nil)
			if err != nil || len(read.Pages) != 1 {
				t.Fatalf("OCR reads %+v (%v)", read.Pages, err)
			}
			for word := range strings.FieldsSeq(tt.read) {
				if !strings.Contains(read.Pages[0].Body, word) {
					t.Errorf("the image has no word %q, only %q", word, read.Pages[0].Body)
				}
			}
		})
	}
}

// Size of the images in testdata/fidelity, and of the tiles in which they are compared,
// in pixels: a letter of these decks fills a tile.
const (
	lookWidth, lookHeight = 320, 180
	tile                  = 20
)

// sameLook compares an image with one that was checked by eye. Other versions of fonts
// and LibreOffice change edges of letters; a letter that is missing, or a box in its
// place, changes a tile.
func sameLook(t *testing.T, golden, path string) {
	t.Helper()
	const most = 0.1 // share of a tile
	got := look(t, path)
	if *update {
		writePNG(t, golden, got)
		return
	}
	f, err := os.Open(golden)
	if err != nil {
		t.Fatalf("%v: run the test with -update and look at the image", err)
	}
	defer f.Close() //nolint:errcheck // only read
	want, err := png.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	for y := 0; y < lookHeight; y += tile {
		for x := 0; x < lookWidth; x += tile {
			if share := different(got, want, x, y); share > most {
				t.Errorf("%.0f %% of the pixels at %d, %d differ from %s, want at most %.0f %%", 100*share, x, y, golden, 100*most)
			}
		}
	}
}

// different is the share of the pixels of a tile that differ.
func different(got, want image.Image, left, top int) float64 {
	const other = 80 // difference of brightness, of 255
	n := 0
	for y := top; y < top+tile; y++ {
		for x := left; x < left+tile; x++ {
			if math.Abs(float64(grey(got.At(x, y)))-float64(grey(want.At(x, y)))) > other {
				n++
			}
		}
	}
	return float64(n) / (tile * tile)
}

// look is a published JPEG image, small and grey.
func look(t *testing.T, path string) *image.Gray {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close() //nolint:errcheck // only read
	page, err := jpeg.Decode(f)
	if err != nil {
		t.Fatal(err)
	}
	small := image.NewGray(image.Rect(0, 0, lookWidth, lookHeight))
	size := page.Bounds().Size()
	for y := range lookHeight {
		for x := range lookWidth {
			sum, n := 0, 0
			for py := y * size.Y / lookHeight; py < (y+1)*size.Y/lookHeight; py++ {
				for px := x * size.X / lookWidth; px < (x+1)*size.X/lookWidth; px++ {
					sum, n = sum+int(grey(page.At(px, py))), n+1
				}
			}
			small.SetGray(x, y, color.Gray{Y: uint8(sum / n)}) //nolint:gosec // the mean of bytes is a byte
		}
	}
	return small
}

func grey(c color.Color) uint8 { return color.GrayModel.Convert(c).(color.Gray).Y } //nolint:forcetypeassert // the model's colour

func writePNG(t *testing.T, path string, p image.Image) {
	t.Helper()
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	if err = png.Encode(f, p); err == nil {
		err = f.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
}

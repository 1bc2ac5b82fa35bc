package pdffile_test

import (
	"bytes"
	"compress/zlib"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"math"
	"strconv"
	"testing"

	"proceedings/internal/slides/pdfcontent"
	"proceedings/internal/slides/pdffile"
)

// areasOf are the parts of an image that a page of 720 by 405 points shows.
func areasOf(content string) []pdfcontent.Area {
	named := func(string) (pdfcontent.Content, bool) { return pdfcontent.Content{ID: "9 0 R", Image: true}, true }
	page := pdfcontent.Content{Data: []byte(content), Named: named}
	return pdfcontent.See([]pdfcontent.Content{page}, pdfcontent.Box{Right: 720, Top: 405}).Images["9 0 R"]
}

// TestBlankWhollyHidden removes all of an image of which a page shows nothing.
func TestBlankWhollyHidden(t *testing.T) {
	t.Parallel()
	picture := image.NewGray(image.Rect(0, 0, 16, 8))
	for i := range picture.Pix {
		picture.Pix[i] = 200
	}
	var file bytes.Buffer
	if err := jpeg.Encode(&file, picture, nil); err != nil {
		t.Fatal(err)
	}
	for _, content := range []string{
		"q 100 0 0 100 900 900 cm /Photo Do Q",
		"q 9 9 0 0 re W n 100 0 0 100 0 0 cm /Photo Do Q",
		"q 0 0 10 10 re W n 100 0 0 100 300 300 cm /Photo Do Q",
		"q 0 0 0 0 0 0 cm /Photo Do Q",
		"q 100 0 0 0 0 0 cm /Photo Do Q",
		"q 1e200 0 0 1e200 0 0 cm 1e200 0 0 1e200 0 0 cm /Photo Do Q",
	} {
		shown := areasOf(content)
		if len(shown) != 1 {
			t.Fatalf("%s: the image is at %d places, want 1", content, len(shown))
		}
		samples := pdffile.Image{Dict: imageOf("")}
		_, made, ok := samples.Blank(bytes.Clone(picture.Pix), shown)
		if got := inflated(t, made); !ok || !bytes.Equal(got, make([]byte, len(picture.Pix))) {
			t.Errorf("%s: samples become %v, ok: %v, want nothing", content, got, ok)
		}
		_, made, ok = pdffile.Image{Dict: imageOf("/DCTDecode")}.Blank(file.Bytes(), shown)
		if !ok {
			t.Errorf("%s: a JPEG image stays", content)
			continue
		}
		got, err := jpeg.Decode(bytes.NewReader(made))
		if err != nil {
			t.Fatal(err)
		}
		if c := color.GrayModel.Convert(got.At(8, 4)).(color.Gray); c.Y > 2 {
			t.Errorf("%s: a JPEG image has the colour %d, want 0", content, c.Y)
		}
	}
}

// FuzzBlank blanks images by hostile matrices and clipping paths: it never panics, and
// keeps the size of the image.
func FuzzBlank(f *testing.F) {
	for _, n := range []float64{0, 1, -1, 1e-300, 1e38, 1e300, math.MaxFloat64, math.Inf(1), math.NaN()} {
		f.Add(n, 0.0, 0.0, 100.0, n, 50.0, n, 8)
		f.Add(100.0, n, n, n, 5.0, n, 200.0, 1)
	}
	f.Fuzz(func(t *testing.T, a, b, c, d, x, y, w float64, bits int) {
		shown := areasOf(fmt.Sprintf("q %f %f %f %f re W n %f %f %f %f %f %f cm /Photo Do Q", x, y, w, d, a, b, c, d, x, y))
		of := imageOf("")
		of["/BitsPerComponent"] = numeral(bits)
		data := make([]byte, 16*8)
		if _, made, ok := (pdffile.Image{Dict: of}).Blank(data, shown); ok && len(inflated(t, made)) != len(data) {
			t.Errorf("%d bytes, want %d", len(inflated(t, made)), len(data))
		}
		for _, area := range shown {
			if left, right, ok := area.Row(0, 0.5); ok && !(left < right) {
				t.Errorf("the row is from %g to %g", left, right)
			}
		}
	})
}

// imageOf is a grey image of 16 by 8 pixels.
func imageOf(filter string) map[string]any {
	of := map[string]any{"/Width": numeral(16), "/Height": numeral(8), "/BitsPerComponent": numeral(8)}
	if filter != "" {
		of["/Filter"] = filter
	}
	return of
}

func numeral(n int) json.Number { return json.Number(strconv.Itoa(n)) }

func inflated(t *testing.T, data []byte) []byte {
	t.Helper()
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	all, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

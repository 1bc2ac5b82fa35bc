package slides_test

import (
	"image"
	"image/color"
	"os"
	"strings"
	"testing"

	imagedraw "golang.org/x/image/draw"
	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"

	"proceedings/internal/meeting"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
)

// smallSlide draws a slide as a small part of a recording shows it: a light title on a dark
// bar, and dark lines on a light ground, or light ones on a dark ground.
func smallSlide(t *testing.T, dark bool) *image.Gray {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 400, 225))
	ground, ink, bar := uint8(250), uint8(40), uint8(110)
	if dark {
		ground, ink, bar = 20, 190, 120
	}
	imagedraw.Draw(img, img.Rect, image.NewUniform(color.Gray{Y: ground}), image.Point{}, imagedraw.Src)
	imagedraw.Draw(img, image.Rect(0, 0, 400, 46), image.NewUniform(color.Gray{Y: bar}), image.Point{}, imagedraw.Src)
	write := func(ttf []byte, size float64, y int, v uint8, text string) {
		parsed, err := opentype.Parse(ttf)
		if err != nil {
			t.Fatal(err)
		}
		face, err := opentype.NewFace(parsed, &opentype.FaceOptions{Size: size, DPI: 72})
		if err != nil {
			t.Fatal(err)
		}
		d := font.Drawer{Dst: img, Src: image.NewUniform(color.Gray{Y: v}), Face: face, Dot: fixed.P(24, y)}
		d.DrawString(text)
	}
	write(gobold.TTF, 20, 32, 240, "Counting hives")
	write(goregular.TTF, 13, 80, ink, "Twelve gardens in the city")
	write(goregular.TTF, 13, 110, ink, "A scale, a camera, and patience")
	large := image.NewGray(image.Rect(0, 0, slides.StillWidth, slides.StillWidth*9/16))
	imagedraw.CatmullRom.Scale(large, large.Rect, img, img.Rect, imagedraw.Src, nil)
	return large
}

func TestReadStill(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "tesseract")
	dir := t.TempDir()
	c := slides.New(proctest.Plain(), dir)
	t.Cleanup(func() { _ = c.Close() })
	r, err := c.NewStillReader(t.Context(), dir, []string{"en"})
	if err != nil || r.Tools["tesseract"] == "" {
		t.Fatal(err, r)
	}
	for name, dark := range map[string]bool{"dark letters": false, "light letters": true} {
		words, err := r.Read(t.Context(), smallSlide(t, dark))
		if err != nil {
			t.Fatal(err)
		}
		text := wordList(words)
		for want := range strings.FieldsSeq("Counting hives Twelve gardens scale camera patience") {
			if !strings.Contains(text, want) {
				t.Errorf("%s: it reads %q, which lacks %q", name, text, want)
			}
		}
	}
	if words, err := r.Read(t.Context(), image.NewGray(image.Rect(0, 0, 320, 180))); err != nil || len(words) > 0 {
		t.Errorf("in a black picture it reads %v, %v", words, err)
	}
	r.Close()
	if left, _ := os.ReadDir(dir); len(left) > 0 {
		t.Errorf("it leaves %v", left)
	}
}

func wordList(words []meeting.OCRWord) string {
	var list []string
	for _, w := range words {
		list = append(list, w.Text)
	}
	return strings.Join(list, " ")
}

package slides_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"os"
	"path/filepath"
	"testing"

	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides"
)

func TestRenderPictures(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "qpdf", "pdftocairo", "pdftotext", "cwebp", "cjpeg", "pdfimages")
	folder, dir := t.TempDir(), t.TempDir()
	var paths []string
	var originals [][]byte
	colors := []color.RGBA{{200, 30, 40, 255}, {30, 160, 60, 255}, {40, 60, 200, 255}}
	for i, c := range colors {
		img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
		for at := 0; at < len(img.Pix); at += 4 {
			copy(img.Pix[at:], []byte{c.R, c.G, c.B, c.A})
		}
		var data bytes.Buffer
		if err := jpeg.Encode(&data, img, nil); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join(folder, fmt.Sprintf("%d.jpg", i))
		if err := os.WriteFile(path, data.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
		paths, originals = append(paths, path), append(originals, data.Bytes())
	}
	c := slides.New(proctest.Runner(t), t.TempDir())
	done := 0
	made, err := c.RenderPictures(t.Context(), paths, dir, func(n, total int) { done = n*10 + total })
	if err != nil {
		t.Fatal(err)
	}
	if len(made.Pages) != 3 || done != 33 || made.PDF.Name != "deck.pdf" || len(made.Warnings) != 0 || made.Tools["qpdf"] == "" || made.Tools["libreoffice"] != "" {
		t.Fatalf("made %+v, progress %d", made, done)
	}
	pdf, err := os.ReadFile(filepath.Join(dir, "deck.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	for i, data := range originals {
		if !bytes.Contains(pdf, data) {
			t.Errorf("the PDF file does not have the bytes of picture %d", i+1)
		}
	}
	for i, p := range made.Pages {
		if len(p.Images) != 4 || p.Images[0].Width != 1600 || p.Images[0].Height != 900 || p.Letters != 0 || p.Covered == 0 {
			t.Errorf("page %d is %+v", i+1, p)
		}
		data, readErr := os.ReadFile(filepath.Join(dir, p.Images[3].Name))
		if readErr != nil {
			t.Fatal(readErr)
		}
		img, decodeErr := jpeg.Decode(bytes.NewReader(data))
		if decodeErr != nil {
			t.Fatal(decodeErr)
		}
		for _, at := range []image.Point{{0, 0}, {319, 179}, {160, 90}} {
			r, g, b, _ := img.At(at.X, at.Y).RGBA()
			got, want := [3]int{int(r >> 8), int(g >> 8), int(b >> 8)}, [3]int{int(colors[i].R), int(colors[i].G), int(colors[i].B)}
			for k := range got {
				if got[k] < want[k]-12 || got[k] > want[k]+12 {
					t.Errorf("page %d has the colour %v at %v, want %v", i+1, got, at, want)
				}
			}
		}
	}
	if _, err = c.RenderPictures(t.Context(), []string{filepath.Join(folder, "none.jpg")}, t.TempDir(), nil); err == nil {
		t.Error("a missing picture is no error")
	}
}

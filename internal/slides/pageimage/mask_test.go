package pageimage_test

import (
	"bytes"
	"image"
	"image/color"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/image/tiff"

	"proceedings/internal/slides/pageimage"
)

func TestMaskRemovesOnlyTheBoxes(t *testing.T) {
	t.Parallel()

	const dark, light, ink = 40, 200, 0
	page := image.NewGray(image.Rect(0, 0, 100, 50))
	for y := range 50 {
		for x := range 100 {
			background := uint8(light)
			if x >= 50 {
				background = dark
			}
			page.SetGray(x, y, color.Gray{Y: background})
		}
	}
	for _, x := range []int{10, 70, 90} { // a letter on each background, and one that is not masked
		page.SetGray(x, 20, color.Gray{Y: ink})
	}
	var data bytes.Buffer
	if err := tiff.Encode(&data, page, nil); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	in, out := filepath.Join(dir, "page.tif"), filepath.Join(dir, "page.pgm")
	if err := os.WriteFile(in, data.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	boxes := [][4]float64{{.05, .3, .1, .2}, {.65, .3, .1, .2}, {.99, .9, .5, .5}, {2, 2, 1, 1}}
	size := pageimage.Canvas{Width: 100, Height: 50}
	if err := pageimage.Mask(in, size, boxes, out); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	pixels, ok := bytes.CutPrefix(got, []byte("P5\n100 50\n255\n"))
	if !ok || len(pixels) != 100*50 {
		t.Fatalf("the file has %d bytes and begins with %q", len(got), got[:min(len(got), 20)])
	}
	for x, want := range map[int]byte{10: light, 49: light, 50: dark, 70: dark, 90: ink} {
		if pixels[20*100+x] != want {
			t.Errorf("the pixel at %d, 20 is %d, want %d", x, pixels[20*100+x], want)
		}
	}
	if err = pageimage.UpsideDown(in, size, out); err != nil {
		t.Fatal(err)
	}
	if got, err = os.ReadFile(out); err != nil || got[len(got)-1-(20*100+90)] != ink || got[len(got)-1] != light {
		t.Errorf("the page is not turned (%v)", err)
	}
	if err := pageimage.Mask(in, pageimage.Canvas{Width: 99, Height: 50}, nil, out); err == nil {
		t.Error("Mask accepts a page of another size")
	}
}

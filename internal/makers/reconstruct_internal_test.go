package makers

import (
	"context"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/align"
)

// drawnStills are pictures of 1280 by 720 pixels that show at each time what draw draws.
type drawnStills func(at float64, img *image.RGBA)

func (d drawnStills) Stills(_ context.Context, times []float64, _ float64, each func(int, *image.RGBA) error) error {
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720)) // of all, as a decoder does
	for i, at := range times {
		d(at, img)
		if err := each(i, img); err != nil {
			return err
		}
	}
	return nil
}

func fill(img *image.RGBA, r image.Rectangle, c color.Color) {
	draw.Draw(img, r, image.NewUniform(c), image.Point{}, draw.Src)
}

func whole() align.Quad { return align.Quad{{0, 0}, {640, 0}, {640, 360}, {0, 360}} }

// picturesIn decodes the pictures in a folder, in the order of their names.
func picturesIn(t *testing.T, folder string) (list []image.Image, names []string) {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		file, err := os.Open(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		img, err := jpeg.Decode(file)
		_ = file.Close()
		if err != nil {
			t.Fatal(err)
		}
		list, names = append(list, img), append(names, f.Name())
	}
	return list, names
}

func near(c color.Color, want color.RGBA) bool {
	r, g, b, _ := c.RGBA()
	d := func(a uint32, b uint8) float64 { return math.Abs(float64(a>>8) - float64(b)) }
	return d(r, want.R) < 12 && d(g, want.G) < 12 && d(b, want.B) < 12
}

func TestTakePictures(t *testing.T) {
	t.Parallel()
	// Slide 1 is sharp at 9.8 s only, slide 2 shows a mouse pointer on black, slide 3 is shown
	// before slide 1 and has a dark frame.
	red, blue := color.RGBA{200, 30, 40, 255}, color.RGBA{30, 40, 200, 255}
	stills := drawnStills(func(at float64, img *image.RGBA) {
		fill(img, img.Rect, color.Black)
		switch {
		case at < 6:
			fill(img, image.Rect(100, 60, 1180, 660), blue)
			fill(img, image.Rect(200, 200, 400, 300), color.White)
		case at < 11:
			fill(img, img.Rect, red)
			fill(img, image.Rect(300, 300, 700, 400), color.White)
			if math.Abs(at-9.8) > 0.05 {
				fill(img, image.Rect(300, 340, 700, 400), color.RGBA{220, 120, 120, 255})
			}
		default:
			fill(img, image.Rect(640, 300, 656, 320), color.White)
		}
	})
	found := align.Reconstruction{Width: 640, Height: 360, Quad: whole(), Aspect: 16. / 9, Slides: []align.Reconstructed{{Number: 1, At: 10}, {Number: 2, At: 20}, {Number: 3, At: 5}}}
	path := t.TempDir()
	reports := 0
	blank, err := takePictures(t.Context(), stills, found, path, func(done, total int) {
		if reports++; done != reports || total != 3 {
			t.Errorf("%d of %d are done", done, total)
		}
	})
	if err != nil || !cmp.Equal(blank, map[int]bool{2: true}) || reports != 3 {
		t.Fatalf("blank slides are %v, %d reports: %v", blank, reports, err)
	}
	list, names := picturesIn(t, path)
	if diff := cmp.Diff([]string{"0001.jpg", "0003.jpg"}, names); diff != "" {
		t.Fatal(diff)
	}
	if c := list[0].At(500, 370); !near(c, color.RGBA{255, 255, 255, 255}) || list[0].Bounds().Dx() != 1280 || !near(list[0].At(50, 50), red) {
		t.Errorf("slide 1 is not the sharp picture: %v", c)
	}
	if !near(list[1].At(600, 500), blue) {
		t.Errorf("slide 3 is %v", list[1].At(600, 500))
	}
}

func TestCutSlide(t *testing.T) {
	t.Parallel()
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	fill(img, img.Rect, color.Gray{90})
	green := color.RGBA{40, 160, 60, 255}
	fill(img, image.Rect(200, 100, 1000, 550), green)
	upright := align.Quad{{100, 50}, {500, 50}, {500, 275}, {100, 275}}
	got := cutSlide(img, align.Reconstruction{Quad: upright, Aspect: 16. / 9})
	if b := got.Bounds(); b != image.Rect(200, 100, 1000, 550) || !near(got.At(b.Min.X, b.Min.Y), green) || !near(got.At(b.Max.X-1, b.Max.Y-1), green) {
		t.Errorf("a part of a screen is cut at %v", b)
	}
	tilted := align.Quad{{100, 50}, {500, 60}, {495, 275}, {110, 270}}
	got = cutSlide(img, align.Reconstruction{Quad: tilted, Aspect: 16. / 9})
	if b := got.Bounds(); b.Dx() != 800 || b.Dy() != 450 || !near(got.At(400, 225), green) {
		t.Errorf("what a camera saw from the side is cut to %v", b)
	}
	for name, q := range map[string]align.Quad{"none": {}, "outside": {{700, 400}, {900, 400}, {900, 500}, {700, 500}}, "not a number": {{math.NaN(), 0}}} {
		if got = cutSlide(img, align.Reconstruction{Quad: q, Aspect: 16. / 9}); got.Bounds() != img.Rect {
			t.Errorf("%s: the picture is cut to %v", name, got.Bounds())
		}
	}
	large := image.NewRGBA(image.Rect(0, 0, 3840, 2160))
	if got = cutSlide(large, align.Reconstruction{Quad: whole(), Aspect: 16. / 9}); got.Bounds().Dx() != pictureWidthMax {
		t.Errorf("a large picture has %d pixels of width", got.Bounds().Dx())
	}
}

func TestIsBlank(t *testing.T) {
	t.Parallel()
	img := image.NewRGBA(image.Rect(0, 0, 1280, 720))
	fill(img, img.Rect, color.Gray{30})
	if !isBlank(img, img.Rect) {
		t.Error("one colour is not blank")
	}
	fill(img, image.Rect(100, 100, 500, 106), color.White)
	if isBlank(img, img.Rect) {
		t.Error("a line of text is blank")
	}
	if !isBlank(img, image.Rect(0, 200, 1280, 720)) {
		t.Error("what is outside of the slide counts")
	}
}

func TestWithoutSlides(t *testing.T) {
	t.Parallel()
	found := align.Reconstruction{
		Slides:    []align.Reconstructed{{Number: 1, At: 5}, {Number: 2, At: 15}, {Number: 3, At: 25}},
		Intervals: []align.Interval{{Start: 0, End: 10, Slide: 1}, {Start: 10, End: 20, Slide: 2}, {Start: 20, End: 30, Slide: 3}, {Start: 30, End: 40, Slide: 2}},
	}
	if got := withoutSlides(found, nil); !cmp.Equal(got, found) {
		t.Errorf("without none: %+v", got)
	}
	got := withoutSlides(found, map[int]bool{1: true})
	want := align.Reconstruction{
		Slides:    []align.Reconstructed{{Number: 1, At: 15}, {Number: 2, At: 25}},
		Intervals: []align.Interval{{Start: 10, End: 20, Slide: 1}, {Start: 20, End: 30, Slide: 2}, {Start: 30, End: 40, Slide: 1}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if got = withoutSlides(found, map[int]bool{1: true, 3: true}); len(got.Slides) != 0 || len(got.Intervals) != 0 || got.Reason == "" {
		t.Errorf("one alone: %+v", got)
	}
	many := align.Reconstruction{}
	for i := range mostSlides + 3 {
		many.Slides = append(many.Slides, align.Reconstructed{Number: i + 1})
		many.Intervals = append(many.Intervals, align.Interval{Slide: i + 1})
	}
	limited, warnings := limitSlides(many)
	if len(limited.Slides) != mostSlides || len(limited.Intervals) != mostSlides || len(warnings) != 1 || warnings[0] != "shows 803 slides, of which the first 800 were taken from its picture" {
		t.Errorf("%d slides, %d intervals, %q", len(limited.Slides), len(limited.Intervals), warnings)
	}
}

package makers

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"golang.org/x/image/tiff"

	"proceedings/internal/align"
	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/proc/proctest"
	"proceedings/internal/slides/pageimage"
	"proceedings/internal/steps"
)

func TestComparedImage(t *testing.T) {
	t.Parallel()
	img := func(width int, kind string) meeting.Image {
		return meeting.Image{Object: meeting.Object{Type: kind}, Width: width}
	}
	const webp, avif, wide = "image/webp", "image/avif", align.PageWidth
	for _, tt := range []struct {
		name   string
		images []meeting.Image
		want   int
	}{
		{"the smallest that is wide enough", []meeting.Image{img(4*wide, jpegType), img(2*wide, jpegType), img(wide/2, jpegType)}, 2 * wide},
		{"one of that width", []meeting.Image{img(wide, jpegType), img(5*wide, jpegType)}, wide},
		{"the widest of small ones", []meeting.Image{img(wide/4, jpegType), img(wide/2, jpegType), img(wide/3, jpegType)}, wide / 2},
		{"no AVIF", []meeting.Image{img(wide, avif), img(wide/2, jpegType)}, wide / 2},
		{"none", []meeting.Image{img(wide, avif)}, 0},
	} {
		if got, found := comparedImage(tt.images); got.Width != tt.want || found != (tt.want > 0) {
			t.Errorf("%s: %d, %t, want %d", tt.name, got.Width, found, tt.want)
		}
	}
	pair := []meeting.Image{img(wide, webp), img(wide, jpegType)}
	for range 2 {
		if got, _ := comparedImage(pair); got.Type != webp {
			t.Errorf("of two images of one size, %s is compared", got.Type)
		}
		slices.Reverse(pair)
	}
}

const jpegType = "image/jpeg"

// TestDecodeLuma decodes each image of a page that the deck step makes.
func TestDecodeLuma(t *testing.T) {
	t.Parallel()
	proctest.Need(t, "cwebp", "cjpeg")
	dir, work := t.TempDir(), t.TempDir()
	if err := os.Mkdir(filepath.Join(dir, layout.PageImageFolder), 0o750); err != nil {
		t.Fatal(err)
	}
	levels := []uint8{0, 64, 128, 255} // of four columns
	const width, height = 1600, 900
	page := image.NewGray(image.Rect(0, 0, width, height))
	for i := range page.Pix {
		page.Pix[i] = levels[i%width*len(levels)/width]
	}
	var file bytes.Buffer
	if err := tiff.Encode(&file, page, nil); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(work, "page.tif")
	if err := os.WriteFile(path, file.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	images, _, err := pageimage.New(proctest.Plain(), dir, work).Encode(t.Context(), path, 1, pageimage.Canvas{Width: width, Height: height})
	if err != nil || len(images) != 4 {
		t.Fatalf("%d images: %v", len(images), err)
	}
	for _, img := range images {
		data, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(img.Name)))
		if err != nil {
			t.Fatal(err)
		}
		gray, err := decodeLuma(data, isWebP(img))
		if err != nil {
			t.Fatalf("%s: %v", img.Name, err)
		}
		for i, level := range levels {
			want := level
			if isWebP(img) {
				want = uint8(16 + int(level)*219/255)
			}
			x := (2*i + 1) * img.Width / (2 * len(levels))
			if got := gray.GrayAt(x, img.Height/2).Y; max(got, want)-min(got, want) > 2 {
				t.Errorf("column %d of %s is %d, want %d", i, img.Name, got, want)
			}
		}
		if _, err = decodeLuma(data[:len(data)/2], isWebP(img)); err == nil {
			t.Errorf("half of %s is decoded", img.Name)
		}
	}
}

func TestShrinkIsTheMean(t *testing.T) {
	t.Parallel()
	img := image.NewGray(image.Rect(0, 0, 5, 4))
	for i := range img.Pix {
		img.Pix[i] = uint8(10 * (i % 5))
	}
	got := shrink(img, 2) // two and a half columns each: 0, 10, half of 20; half of 20, 30, 40
	if got.Rect != image.Rect(0, 0, 2, 2) || got.Pix[0] != 8 || got.Pix[1] != 32 || got.Pix[3] != 32 {
		t.Errorf("shrink = %v %v", got.Rect, got.Pix)
	}
	white := image.NewGray(image.Rect(0, 0, 1600, 901))
	for i := range white.Pix {
		white.Pix[i] = 255
	}
	got = shrink(white, 640)
	if got.Rect != image.Rect(0, 0, 640, 360) {
		t.Errorf("size is %v", got.Rect)
	}
	for i, p := range got.Pix {
		if p != 255 {
			t.Fatalf("pixel %d of white is %d", i, p)
		}
	}
	if shrink(img, 5) != img {
		t.Error("a picture of that width changes")
	}
}

func TestPageImagesTakeOneRequestEach(t *testing.T) {
	t.Parallel()
	var page bytes.Buffer
	img := image.NewRGBA(image.Rect(0, 0, 800, 600))
	for i := range img.Pix {
		img.Pix[i] = 200
	}
	img.Set(0, 0, color.Black)
	if err := jpeg.Encode(&page, img, nil); err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{"1.jpg": page.Bytes(), "2.jpg": page.Bytes(), "3.jpg": page.Bytes(), "bad.jpg": []byte("GIF")}
	opened := map[string]int{}
	task := &Task{Open: func(_ context.Context, piece meeting.Piece, _, _ int64) (io.ReadCloser, error) {
		opened[piece.Name]++
		if files[piece.Name] == nil {
			return nil, errors.New("no such file")
		}
		return io.NopCloser(bytes.NewReader(files[piece.Name])), nil
	}}
	result := func(names ...string) steps.Result {
		r := steps.Result{Step: plan.Step{Kind: plan.Deck, Name: "bees.pptx"}, Deck: &steps.Deck{}}
		for _, name := range names {
			r.Objects = append(r.Objects, meeting.Object{Name: name, Type: jpegType})
			r.Deck.Pages = append(r.Deck.Pages, meeting.Page{Images: []meeting.Image{{Object: meeting.Object{Name: name, Type: jpegType}, Width: 800}}})
		}
		return r
	}
	deck, err := task.pageImages(t.Context(), result("1.jpg", "2.jpg", "3.jpg"), []int{1, 0, 4})
	if err != nil || len(deck.Pages) != 2 || deck.Pages[0].Number != 1 || deck.Pages[1].Number != 4 || opened["1.jpg"] != 1 || opened["2.jpg"] != 0 || opened["3.jpg"] != 1 {
		t.Fatalf("%d pages with requests %v: %v", len(deck.Pages), opened, err)
	}
	if got := deck.Pages[1].Image; got.Rect != image.Rect(0, 0, align.PageWidth, align.PageWidth*3/4) || got.GrayAt(align.PageWidth/2, 100).Y != 200 {
		t.Errorf("page is %v with %d in the middle", got.Rect, got.GrayAt(align.PageWidth/2, 100).Y)
	}
	if _, err = task.pageImages(t.Context(), result("1.jpg", "bad.jpg"), []int{1, 2}); err == nil || !strings.Contains(err.Error(), "page 2 of the deck bees.pptx") {
		t.Errorf("a damaged page: %v", err)
	}
	if reason, refused := fault.Refused(err); !refused || reason != "needs page 2 of bees.pptx, whose image cannot be read" {
		t.Errorf("a damaged page is refused: %q", reason)
	}
	_, err = task.pageImages(t.Context(), result("gone.jpg"), []int{1})
	if _, service := errors.AsType[ServiceError](err); !service {
		t.Errorf("a missing file is no error of the storage: %v", err)
	}
}

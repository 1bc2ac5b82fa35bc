package makers

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/color"
	"image/jpeg"
	"io"
	"strings"
	"testing"

	"proceedings/internal/align"
	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/plan"
	"proceedings/internal/steps"
)

func TestComparedImage(t *testing.T) {
	t.Parallel()
	img := func(width int, kind string) meeting.Image {
		return meeting.Image{Object: meeting.Object{Type: kind}, Width: width}
	}
	const webp, wide = "image/webp", align.PageWidth
	for _, tt := range []struct {
		name   string
		images []meeting.Image
		want   int
	}{
		{"the smallest that is wide enough", []meeting.Image{img(4*wide, jpegType), img(2*wide, jpegType), img(wide/2, jpegType)}, 2 * wide},
		{"one of that width", []meeting.Image{img(wide, jpegType), img(5*wide, jpegType)}, wide},
		{"the widest of small ones", []meeting.Image{img(wide/4, jpegType), img(wide/2, jpegType), img(wide/3, jpegType)}, wide / 2},
		{"no WebP", []meeting.Image{img(wide, webp), img(wide/2, jpegType)}, wide / 2},
		{"none", []meeting.Image{img(wide, webp)}, 0},
	} {
		if got, found := comparedImage(tt.images); got.Width != tt.want || found != (tt.want > 0) {
			t.Errorf("%s: %d, %t, want %d", tt.name, got.Width, found, tt.want)
		}
	}
}

const jpegType = "image/jpeg"

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

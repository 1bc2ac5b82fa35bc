package makers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"math"
	"os"
	"path/filepath"
	"slices"

	"proceedings/internal/align"
	"proceedings/internal/layout"
)

// stills takes pictures of a recording at some times; a [transcode.Picture].
type stills interface {
	Stills(ctx context.Context, times []float64, shape float64, each func(i int, img *image.RGBA) error) error
}

const (
	pictureQuality  = 90   // of JPEG
	pictureWidthMax = 1920 // pixels
	pictureWidthMin = 320
)

// moment is a time at which a slide may be taken.
type moment struct {
	at    float64 // seconds
	slide int     // index
}

// momentsOf returns three moments for each slide, in chronological order. A slide stays for at
// least a second, of which they are in the last part.
func momentsOf(list []align.Reconstructed) (moments []moment) {
	for i, s := range list {
		for _, before := range [...]float64{.4, .2, 0} {
			moments = append(moments, moment{max(0, s.At-before), i})
		}
	}
	slices.SortStableFunc(moments, func(a, b moment) int { return cmp.Compare(a.at, b.at) })
	return moments
}

// takePictures writes JPEG images of the slides to a folder, and returns the numbers of
// those that it leaves out, as they show nothing. Of each slide, the sharpest of its moments
// counts, and of those that are as sharp the last. Memory holds two pictures.
func takePictures(ctx context.Context, from stills, found align.Reconstruction, folder string, report func(done, total int)) (blank map[int]bool, err error) {
	moments := momentsOf(found.Slides)
	times := make([]float64, len(moments))
	for i, m := range moments {
		times[i] = m.at
	}
	blank = map[int]bool{}
	slide, taken := -1, map[int]bool{}
	best, sharpest := new(image.RGBA), -1.
	keep := func() error {
		if slide < 0 || taken[slide] {
			return nil
		}
		taken[slide] = true
		report(len(taken), len(found.Slides))
		if isBlank(best, slideBox(best.Rect, found.Quad)) {
			blank[slide+1] = true
			return nil
		}
		return writePicture(folder, slide+1, cutSlide(best, found))
	}
	err = from.Stills(ctx, times, float64(found.Height)/float64(max(1, found.Width)), func(i int, img *image.RGBA) error {
		if moments[i].slide != slide {
			if failed := keep(); failed != nil {
				return failed
			}
			slide, sharpest = moments[i].slide, -1
		}
		const alike = .99
		if s := sharpness(img.SubImage(slideBox(img.Rect, found.Quad)).(*image.RGBA)); s >= alike*sharpest { //nolint:forcetypeassert // a part of one is one
			sharpest = max(s, sharpest)
			best = &image.RGBA{Pix: append(best.Pix[:0], img.Pix...), Stride: img.Stride, Rect: img.Rect}
		}
		return ctx.Err()
	})
	if err == nil {
		err = keep()
	}
	if err == nil && len(taken) < len(found.Slides) {
		err = fmt.Errorf("%d of %d slides have one", len(taken), len(found.Slides))
	}
	return blank, err
}

// isBlank reports whether a part of a picture has one colour, apart from a mouse pointer. A
// word has more ink.
func isBlank(img *image.RGBA, box image.Rectangle) bool {
	const (
		around  = 24   // of the most frequent brightness
		pointer = .002 // of the pixels
	)
	var count [256]int
	total := 0
	for y := box.Min.Y; y < box.Max.Y; y++ {
		row := img.Pix[img.PixOffset(box.Min.X, y):][:4*box.Dx()]
		for x := 0; x < len(row); x += 4 {
			count[row[x+1]]++ // green is most of the brightness
			total++
		}
	}
	ground := 0
	for v, n := range count {
		if n > count[ground] {
			ground = v
		}
	}
	ink := total
	for v := max(0, ground-around); v <= min(255, ground+around); v++ {
		ink -= count[v]
	}
	return float64(ink) < pointer*float64(total)
}

func writePicture(folder string, number int, img image.Image) error {
	file, err := os.Create(filepath.Join(folder, layout.AlbumPicture(number)))
	if err != nil {
		return fmt.Errorf("write slide %d: %w", number, err)
	}
	err = jpeg.Encode(file, img, &jpeg.Options{Quality: pictureQuality})
	if err = errors.Join(err, file.Close()); err != nil {
		return fmt.Errorf("write slide %d: %w", number, err)
	}
	return nil
}

// cutSlide returns the slide in a picture: a part of a screen as it is, and what a camera saw
// from the side as a rectangle.
func cutSlide(img *image.RGBA, found align.Reconstruction) image.Image {
	box := slideBox(img.Rect, found.Quad)
	if isUpright(found.Quad) && box.Dx() <= pictureWidthMax {
		return img.SubImage(box)
	}
	cut, ok := align.Cut(img, found.Quad, found.Aspect, min(max(box.Dx(), pictureWidthMin), pictureWidthMax))
	if !ok {
		return img.SubImage(box)
	}
	return cut
}

// isUpright reports whether the sides of a quad are horizontal and vertical.
func isUpright(q align.Quad) bool {
	const even = 0.75 // pixels of a frame
	same := func(a, b float64) bool { return math.Abs(a-b) < even }
	return same(q[0][1], q[1][1]) && same(q[2][1], q[3][1]) && same(q[0][0], q[3][0]) && same(q[1][0], q[2][0])
}

// slideBox returns the smallest rectangle of a picture around a quad; the whole picture if the
// quad is not in it.
func slideBox(picture image.Rectangle, q align.Quad) image.Rectangle {
	scale := float64(picture.Dx()) / align.FrameWidth
	x0, y0, x1, y1 := math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)
	for _, c := range q {
		x0, y0, x1, y1 = min(x0, c[0]), min(y0, c[1]), max(x1, c[0]), max(y1, c[1])
	}
	at := func(v float64) int { return int(math.Round(min(max(v, -1e4), 1e4) * scale)) }
	box := image.Rect(at(x0), at(y0), at(x1), at(y1)).Intersect(picture)
	const least = 16 // pixels
	if box.Dx() < least || box.Dy() < least {
		return picture
	}
	return box
}

// sharpness is the mean square of the differences between neighbours in green, in every second
// row.
func sharpness(img *image.RGBA) float64 {
	sum, n := 0., 0
	for y := img.Rect.Min.Y; y < img.Rect.Max.Y; y += 2 {
		row := img.Pix[img.PixOffset(img.Rect.Min.X, y):][:4*img.Rect.Dx()]
		for x := 4; x < len(row); x += 4 {
			d := int(row[x+1]) - int(row[x-3])
			sum += float64(d * d)
			n++
		}
	}
	return sum / float64(max(1, n))
}

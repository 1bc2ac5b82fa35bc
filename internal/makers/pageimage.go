package makers

import (
	"context"
	"errors"
	"fmt"
	"image"
	"io"

	"proceedings/internal/align"
	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/steps"
)

// pageImages reads the page images of a deck, one request each. numbers has the slide on each
// page.
func (t *Task) pageImages(ctx context.Context, made steps.Result, numbers []int) (align.Deck, error) {
	var deck align.Deck
	known := made.ByName()
	for i, page := range made.Deck.Pages {
		img, found := comparedImage(page.Images)
		if i >= len(numbers) || numbers[i] == 0 || !found {
			continue
		}
		gray, err := t.pageImage(ctx, meeting.Piece{Object: known[img.Name], Step: made.Step.Key(), Run: made.Run}, isWebP(img))
		if _, service := errors.AsType[ServiceError](err); err != nil && !service { // another attempt does not help
			err = fmt.Errorf("%w: %w", fault.Refuse("needs page %d of %s, whose image cannot be read", i+1, made.Step.Name), err)
		}
		if err != nil {
			return deck, fmt.Errorf("read page %d of the deck %s: %w", i+1, made.Step.Name, err)
		}
		deck.Pages = append(deck.Pages, align.Page{Number: numbers[i], Image: gray})
	}
	return deck, nil
}

// comparedImage returns the smallest image that is at least as wide as pages are compared, or
// else the widest: decoding one of 1600 by 900 pixels takes 13 ms, and one of 320 by 180 takes
// 1 ms. Of one size it takes WebP, whose letters are sharper than those of JPEG.
func comparedImage(images []meeting.Image) (best meeting.Image, found bool) {
	for _, img := range images {
		if !isWebP(img) && img.Type != "" && img.Type != "image/jpeg" {
			continue
		}
		fits, better := img.Width >= align.PageWidth, best.Width >= align.PageWidth
		sharper := img.Width == best.Width && isWebP(img)
		if !found || sharper || fits && (!better || img.Width < best.Width) || !fits && !better && img.Width > best.Width {
			best, found = img, true
		}
	}
	return best, found
}

func (t *Task) pageImage(ctx context.Context, piece meeting.Piece, isWebP bool) (gray *image.Gray, err error) {
	body, err := t.Open(ctx, piece, 0, -1)
	if err != nil {
		return nil, ServiceError{fmt.Errorf("fetch %s: %w", piece.Name, err)}
	}
	defer func() { err = errors.Join(err, body.Close()) }()
	data, err := io.ReadAll(body)
	if err != nil {
		return nil, ServiceError{fmt.Errorf("fetch %s: %w", piece.Name, err)}
	}
	gray, err = decodeLuma(data, isWebP)
	if err != nil {
		return nil, fmt.Errorf("decode %s: %w", piece.Name, err)
	}
	return shrink(gray, align.PageWidth), nil
}

// shrink scales a picture down to a width with a box filter: each pixel is the mean of those
// that it covers, by their shares.
func shrink(img *image.Gray, width int) *image.Gray {
	b := img.Rect
	if b.Dx() <= width || b.Dy() == 0 {
		return img
	}
	height := max(1, (b.Dy()*width+b.Dx()/2)/b.Dx())
	columns := boxes(b.Dx(), width)
	rows := boxes(b.Dy(), height)
	out := image.NewGray(image.Rect(0, 0, width, height))
	sums := make([]float32, width)
	for y, row := range rows {
		clear(sums)
		for i, weight := range row.weights {
			line := img.Pix[(row.first+i)*img.Stride:]
			for x, column := range columns {
				var sum float32
				for k, w := range column.weights {
					sum += w * float32(line[column.first+k])
				}
				sums[x] += weight * sum
			}
		}
		for x, sum := range sums {
			out.Pix[y*out.Stride+x] = uint8(min(255, sum+0.5))
		}
	}
	return out
}

// box is the pixels that one pixel of a smaller picture covers, and their shares of it.
type box struct {
	first   int
	weights []float32
}

// boxes divides n pixels among m.
func boxes(n, m int) []box {
	list := make([]box, m)
	scale := float64(n) / float64(m)
	for i := range list {
		from, to := float64(i)*scale, float64(i+1)*scale
		list[i].first = int(from)
		for k := int(from); k < n && float64(k) < to-1e-9; k++ {
			list[i].weights = append(list[i].weights, float32((min(to, float64(k+1))-max(from, float64(k)))/scale))
		}
	}
	return list
}

package align

import (
	"math"
	"slices"
)

// similarity returns how alike a frame and a page are, at most 1. f and own are the
// features of the frame, with and without what the pages of the deck share; weight is the
// ink of the frame.
func similarity(f, weight, page, own, pageOwn []float32, rows int) float32 {
	plain := correlation(f, weight, page)
	separate := plain
	if own != nil && pageOwn != nil {
		separate = correlation(own, weight, pageOwn)
	}
	return .35*plain + .35*separate + .3*tiles(f, weight, page, rows)
}

// correlation returns the normalised correlation of two vectors, partly weighted by ink.
func correlation(f, weight, page []float32) float32 {
	var ff, pp, fp, wff, wpp, wfp float32
	page, weight = page[:len(f)], weight[:len(f)]
	for i, a := range f {
		b, w := page[i], weight[i]
		aa, bb, ab := a*a, b*b, a*b
		ff += aa
		pp += bb
		fp += ab
		wff += w * aa
		wpp += w * bb
		wfp += w * ab
	}
	return .4*ratio(fp, ff, pp) + .6*ratio(wfp, wff, wpp)
}

func ratio(ab, aa, bb float32) float32 {
	if aa < 1e-9 || bb < 1e-9 {
		return 0
	}
	return ab / float32(math.Sqrt(float64(aa)*float64(bb)))
}

// Tiles are compared one by one, and the worst do not count: people stand before them.
const (
	tileWidth, tileHeight = 8, 6 // cells
	emptyTile             = .12  // mean ink of a tile without content
	worst                 = .3   // share of the tiles that do not count
	fewTiles              = 3    // too few to say something
)

func tiles(f, weight, page []float32, rows int) float32 {
	var list []float32
	for y := 0; y+tileHeight <= rows; y += tileHeight {
		for x := 0; x < columns; x += tileWidth {
			var ff, pp, fp, ink float32
			for j := y; j < y+tileHeight; j++ {
				for i := j*columns + x; i < j*columns+x+tileWidth; i++ {
					a, b := f[i], page[i]
					ff += a * a
					pp += b * b
					fp += a * b
					ink += weight[i]
				}
			}
			if ink >= emptyTile*tileWidth*tileHeight {
				list = append(list, ratio(fp, ff, pp))
			}
		}
	}
	if len(list) < fewTiles {
		return correlation(f, weight, page)
	}
	slices.Sort(list)
	list = list[int(worst*float64(len(list))):]
	var sum float32
	for _, v := range list {
		sum += v
	}
	return sum / float32(len(list))
}

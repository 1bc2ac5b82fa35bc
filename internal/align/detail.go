package align

import (
	"cmp"
	"math"
	"slices"
)

// Details are parts of a page image about the size of a word. Pages with one template look
// alike from afar; their words do not.
const (
	detailWidth, detailHeight = 24, 12 // pixels of a page image of PageWidth
	detailContrast            = 10     // least standard deviation of brightness in a page
	seenContrast              = 4      // and in a frame: rooms are dim
)

// detail is a part of a page image that shows something.
type detail struct {
	x, y, w, h int       // pixels of the page image
	v          []float32 // of mean 0 and length 1
}

// detailsOf divides a picture, and returns the parts that show something.
func detailsOf(p plane, w, h int) (list []detail) {
	for y := 0; y+h <= p.h; y += h {
		for x := 0; x+w <= p.w; x += w {
			if v := normalised(p, x, y, w, h); v != nil {
				list = append(list, detail{x, y, w, h, v})
			}
		}
	}
	return list
}

// normalised returns a part of a picture with mean 0 and length 1, or nil if its contrast
// is too low.
func normalised(p plane, x, y, w, h int) []float32 {
	v := make([]float32, 0, w*h)
	var sum, squares float32
	for j := y; j < y+h; j++ {
		for _, a := range p.v[j*p.w+x:][:w] {
			v = append(v, a)
			sum += a
			squares += a * a
		}
	}
	n := float32(w * h)
	mean := sum / n
	energy := squares - mean*sum
	if energy < detailContrast*detailContrast*n {
		return nil
	}
	k := 1 / float32(math.Sqrt(float64(energy)))
	for i := range v {
		v[i] = (v[i] - mean) * k
	}
	return v
}

// in returns the correlation of a detail with a picture, moved by some pixels. seen is false
// where the picture ends or shows nothing.
func (d *detail) in(p plane, dx, dy int) (c float32, seen bool) {
	x, y := d.x+dx, d.y+dy
	if x < 0 || y < 0 || x+d.w > p.w || y+d.h > p.h {
		return 0, false
	}
	var sum, squares, product float32
	for j := range d.h {
		row := p.v[(y+j)*p.w+x:][:d.w]
		own := d.v[j*d.w:][:len(row)]
		for i, a := range row {
			sum += a
			squares += a * a
			product += a * own[i]
		}
	}
	n := float32(d.w * d.h)
	energy := squares - sum*sum/n
	if energy < seenContrast*seenContrast*n {
		return 0, false
	}
	return product / float32(math.Sqrt(float64(energy))), true
}

// detailed is a page image with its details.
type detailed struct {
	all    []detail
	weight []float32 // of each: little if other pages of the deck share it
	large  []detail  // some, spread over the page
	small  []detail  // the same in half size
}

const (
	someDetails = 16
	sharing     = 8   // pages of a deck that are asked what they share
	equal       = .9  // correlation of equal details
	template    = .05 // weight of a detail that all pages share
	straight    = .15 // distinctness below which a detail is a part of a straight line
)

// detailedPage prepares one of the pages of a deck; others are the rest of it. Neighbours
// do not count: a slide that is built up shares all of its lines with them.
func detailedPage(p plane, others []plane) detailed {
	var d detailed
	var words []detail
	others = spread(others, sharing)
	for _, one := range detailsOf(p, detailWidth, detailHeight) {
		distinct := one.distinct(p)
		if distinct > straight {
			words = append(words, one)
		}
		n := 0
		for _, o := range others {
			if c, seen := one.in(o, 0, 0); seen && c > equal {
				n++
			}
		}
		alone := 1 - float32(n)/float32(max(1, len(others)))
		d.all = append(d.all, one)
		d.weight = append(d.weight, distinct*(template+(1-template)*alone*alone))
	}
	d.large = spread(words, 2*someDetails)
	half := p.scaled(p.w / 2)
	for _, one := range spread(words, someDetails) {
		x, y, w, h := one.x/2, one.y/2, detailWidth/2, detailHeight/2
		if y+h > half.h {
			continue
		}
		if v := normalised(half, x, y, w, h); v != nil {
			d.small = append(d.small, detail{x, y, w, h, v})
		}
	}
	return d
}

// distinct returns how much a detail differs from what is beside it: 0 for a part of a
// straight line, which is found all along it, and about .7 for words.
func (d *detail) distinct(p plane) float32 {
	var most float32
	for _, by := range [...][2]int{{-6, 0}, {6, 0}, {0, -4}, {0, 4}} {
		if c, seen := d.in(p, by[0], by[1]); seen {
			most = max(most, c)
		}
	}
	return max(0, 1-most)
}

// spread returns at most n elements of a list, evenly spaced.
func spread[T any](list []T, n int) []T {
	if len(list) <= n {
		return list
	}
	few := make([]T, n)
	for i := range few {
		few[i] = list[i*len(list)/n]
	}
	return few
}

const (
	hidden     = .15 // share of the details that may be hidden by people
	doubt      = .5  // weight of what is assumed without any detail
	doubtful   = .4  // and its agreement
	detailPart = .6  // of details in the similarity of a page
	wholly     = .6  // share of the details from which the cells need not agree
	outside    = .06 // loss of similarity then
)

// agreement returns how well the words of a page agree with a rectified picture in which they
// are moved by some pixels: their mean correlation, at most 1. Details that the picture does
// not show, since the slide is built up step by step, do not count; whole is the share of the
// others.
func (d detailed) agreement(p plane, dx, dy int) (near, whole float32) {
	type one struct{ c, weight float32 }
	list := make([]one, 0, len(d.all))
	var all, seenWeight float32
	for i := range d.all {
		all += d.weight[i]
		if c, seen := d.all[i].in(p, dx, dy); seen {
			list = append(list, one{max(0, c), d.weight[i]})
			seenWeight += d.weight[i]
		}
	}
	slices.SortFunc(list, func(a, b one) int { return cmp.Compare(a.c, b.c) })
	list = list[int(math.Ceil(hidden*float64(len(list)))):]
	sum, weight := float32(doubt*doubtful), float32(doubt)
	for _, o := range list {
		sum += o.weight * o.c
		weight += o.weight
	}
	return sum / weight, seenWeight / max(all, 1e-6)
}

// together returns the similarity of a page and a frame, from that of the cells and that of
// the details. A film that runs on a slide changes the cells alone.
func together(far, near, whole float32) float32 {
	s := (1-detailPart)*far + detailPart*near
	if whole > wholly {
		s = max(s, near-outside)
	}
	return s
}

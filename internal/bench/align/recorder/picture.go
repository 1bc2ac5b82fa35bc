package recorder

import (
	"image"
	"image/color"

	"golang.org/x/image/draw"
)

// picture is an image in YUV 4:2:0 of limited range. Its size is even.
type picture struct {
	w, h    int
	all     []uint8
	y, u, v []uint8 // parts of all
	keep    bool    // it never changes and is shown often
}

func newPicture(w, h int) *picture {
	p := &picture{w: w, h: h, all: make([]uint8, w*h*3/2)}
	p.y, p.u, p.v = p.all[:w*h], p.all[w*h:w*h*5/4], p.all[w*h*5/4:]
	p.fill(tone{16, 128, 128})
	return p
}

// tone is a color.
type tone struct{ y, u, v uint8 }

func limited(v uint8, from, span int) uint8 { return uint8(from + (int(v)*span+127)/255) }

func (p *picture) fill(c tone) {
	for i := range p.y {
		p.y[i] = c.y
	}
	for i := range p.u {
		p.u[i], p.v[i] = c.u, c.v
	}
}

// set colors a pixel, and the chroma of its neighbours.
func (p *picture) set(x, y int, c tone) {
	p.y[y*p.w+x] = c.y
	i := y/2*(p.w/2) + x/2
	p.u[i], p.v[i] = c.u, c.v
}

// paste copies q to a place within p. The place is even.
func (p *picture) paste(q *picture, at image.Point) {
	for y := range q.h {
		copy(p.y[(at.Y+y)*p.w+at.X:][:q.w], q.y[y*q.w:])
	}
	for y := range q.h / 2 {
		to, from := (at.Y/2+y)*(p.w/2)+at.X/2, y*(q.w/2)
		copy(p.u[to:][:q.w/2], q.u[from:])
		copy(p.v[to:][:q.w/2], q.v[from:])
	}
}

// fitted is an image scaled to fit in the middle of a black picture of a size.
func fitted(img image.Image, size image.Point) *picture {
	from := img.Bounds().Size()
	scale := min(float64(size.X)/float64(from.X), float64(size.Y)/float64(from.Y))
	w, h := int(float64(from.X)*scale+0.5), int(float64(from.Y)*scale+0.5)
	x, y := (size.X-w)/2, (size.Y-h)/2
	canvas := image.NewRGBA(image.Rectangle{Max: size})
	draw.Draw(canvas, canvas.Rect, image.Black, image.Point{}, draw.Src)
	draw.CatmullRom.Scale(canvas, image.Rect(x, y, x+w, y+h), img, img.Bounds(), draw.Src, nil)
	p := newPicture(size.X, size.Y)
	for y := range size.Y {
		for x := range size.X {
			at := canvas.PixOffset(x, y)
			yy, u, v := color.RGBToYCbCr(canvas.Pix[at], canvas.Pix[at+1], canvas.Pix[at+2])
			p.y[y*p.w+x] = limited(yy, 16, 219)
			if x%2 == 0 && y%2 == 0 {
				i := y/2*(p.w/2) + x/2
				p.u[i], p.v[i] = limited(u, 16, 224), limited(v, 16, 224)
			}
		}
	}
	return p
}

// fadeOf is a picture between two of one size.
func fadeOf(a, b *picture, share float64) *picture {
	p := newPicture(a.w, a.h)
	k := int(256 * share)
	for i := range p.all {
		p.all[i] = uint8((int(a.all[i])*(256-k) + int(b.all[i])*k) >> 8)
	}
	return p
}

// scale is p at a smaller size, by the mean of the pixels that each new one covers.
func (p *picture) scale(size image.Point) *picture {
	q := newPicture(size.X, size.Y)
	shrink(q.y, q.w, q.h, p.y, p.w, p.h)
	shrink(q.u, q.w/2, q.h/2, p.u, p.w/2, p.h/2)
	shrink(q.v, q.w/2, q.h/2, p.v, p.w/2, p.h/2)
	return q
}

// shrink scales one plane, first its rows and then its columns.
func shrink(to []uint8, tw, th int, from []uint8, fw, fh int) {
	rows := make([]uint8, tw*fh)
	for y := range fh {
		shrinkLine(rows[y*tw:], 1, tw, from[y*fw:], 1, fw)
	}
	for x := range tw {
		shrinkLine(to[x:], tw, th, rows[x:], tw, fh)
	}
}

// shrinkLine scales a line of pixels that are some steps apart.
func shrinkLine(to []uint8, toStep, tn int, from []uint8, fromStep, fn int) {
	for i := range tn {
		// In units of 1/tn of a source pixel, the new one covers i*fn to (i+1)*fn.
		sum := 0
		for at, end := i*fn, (i+1)*fn; at < end; {
			next := min(end, (at/tn+1)*tn)
			sum += int(from[at/tn*fromStep]) * (next - at)
			at = next
		}
		to[i*toStep] = uint8((sum + fn/2) / fn)
	}
}

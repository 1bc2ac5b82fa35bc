package deckgen

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"math/rand/v2"
)

// photo is a picture with the gradients, edges and grain of a photograph: a sky, hills,
// and things before them.
func photo(r *rand.Rand, width, height int) []byte {
	img := image.NewRGBA(image.Rect(0, 0, width, height))
	sky, ground := randomColor(r, 0.7), randomColor(r, 0.4)
	ridges := make([]ridge, 2+r.IntN(4))
	for i := range ridges {
		ridges[i] = newRidge(r, 0.3+0.5*float64(i)/float64(len(ridges)), shade(ground, 1.3-0.7*float64(i)/float64(len(ridges))))
	}
	edges := make([]float64, len(ridges))
	for x := range width {
		u := float64(x) / float64(width)
		for i, g := range ridges {
			edges[i] = g.at(u)
		}
		for y := range height {
			v := float64(y) / float64(height)
			c := shade(sky, 1.25-0.5*v)
			for i, g := range ridges {
				if v > edges[i] {
					// Fields of alternating brightness.
					c = shade(g.color, 0.8+0.12*float64((x/23+y/17+x*y/4096)%4))
				}
			}
			img.SetRGBA(x, y, grain(r, c))
		}
	}
	for range 3 + r.IntN(8) {
		thing(r, img)
	}
	var out bytes.Buffer
	_ = jpeg.Encode(&out, img, &jpeg.Options{Quality: 85}) // a buffer accepts all
	return out.Bytes()
}

// ridge is the upper edge of hills.
type ridge struct {
	color     color.RGBA
	base      float64
	amplitude [4]float64
	phase     [4]float64
}

func newRidge(r *rand.Rand, base float64, c color.RGBA) ridge {
	g := ridge{color: c, base: base}
	for i := range g.phase {
		g.phase[i], g.amplitude[i] = 7*r.Float64(), 0.12*r.Float64()/float64(i+1)
	}
	return g
}

func (g ridge) at(u float64) float64 {
	y := g.base
	for i := range g.phase {
		y += g.amplitude[i] * math.Sin(float64(3*i*i+3)*u+g.phase[i])
	}
	return y
}

// thing draws a house or a tree.
func thing(r *rand.Rand, img *image.RGBA) {
	size := img.Rect.Size()
	w, h := size.X/20+r.IntN(size.X/6), size.Y/12+r.IntN(size.Y/4)
	x0, y0 := r.IntN(size.X), size.Y/3+r.IntN(size.Y/2)
	c, round := randomColor(r, 0.5), r.IntN(2) == 0
	for y := range h {
		for x := range w {
			u, v := 2*float64(x)/float64(w)-1, 2*float64(y)/float64(h)-1
			if round && u*u+v*v > 1 {
				continue
			}
			p := shade(c, 1.2-0.4*(u+1)/2)
			if !round && (x*9/w)%2 == 1 && (y*7/h)%2 == 1 {
				p = shade(c, 0.5) // windows
			}
			if (image.Point{x0 + x, y0 + y}).In(img.Rect) {
				img.SetRGBA(x0+x, y0+y, grain(r, p))
			}
		}
	}
}

func randomColor(r *rand.Rand, level float64) color.RGBA {
	channel := func() uint8 { return uint8(255 * min(1, level*(0.5+r.Float64()))) }
	return color.RGBA{channel(), channel(), channel(), 255}
}

func shade(c color.RGBA, by float64) color.RGBA {
	channel := func(v uint8) uint8 { return uint8(min(255, float64(v)*by)) }
	return color.RGBA{channel(c.R), channel(c.G), channel(c.B), 255}
}

func grain(r *rand.Rand, c color.RGBA) color.RGBA { return shade(c, 0.95+0.1*r.Float64()) }

func seeded(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 1)) }

// photo is a page that a picture fills.
func (w *writer) photo() {
	d := w.design
	w.begin(false)
	w.doc.picture(box{0, 0, d.width, d.height}, photo(w.rand, 960, int(960*d.height/d.width)))
	if w.rand.IntN(2) == 0 {
		f := w.font(d.size, "#ffffff")
		w.doc.text(box{d.width * 0.05, d.height * 0.84, d.width * 0.9, d.height * 0.12}, "middle", item{text: capital(w.phrase()), font: f})
	}
}

// photoBeside is a list with a picture.
func (w *writer) photoBeside() {
	w.slide(w.words.title(), false, true)
	b := w.content()
	left := b.w * (0.4 + 0.2*w.rand.Float64())
	items := w.lines(2 + w.rand.IntN(3))
	for i := range items {
		items[i].font.size *= 0.85
	}
	w.doc.text(box{b.x, b.y, left - 0.5, b.h}, "top", items...)
	w.doc.picture(box{b.x + left, b.y, b.w - left, b.h}, photo(w.rand, 640, int(640*b.h/(b.w-left))))
}

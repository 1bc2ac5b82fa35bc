package align_test

import (
	"context"
	"image"
	"math"
	"math/rand/v2"

	"proceedings/internal/align"
)

// drawn is a picture that is drawn: at each moment what paint draws. Segments have a length
// in seconds.
type drawn struct {
	length, segment float64
	paint           func(t float64, img *image.Gray)
}

const drawnHeight = 360

func (d drawn) Segments() (list []align.Segment) {
	for at := 0.0; at < d.length-1e-9; at += d.segment {
		list = append(list, align.Segment{Start: at, End: min(at+d.segment, d.length), Changes: 1e5})
	}
	return list
}

func (d drawn) frame(t float64, each func(align.Frame) error) error {
	img := image.NewGray(image.Rect(0, 0, align.FrameWidth, drawnHeight))
	d.paint(t, img)
	return each(align.Frame{Time: t, Image: img})
}

func (d drawn) Keys(_ context.Context, each func(align.Frame) error) error {
	for _, s := range d.Segments() {
		if err := d.frame(s.Start, each); err != nil {
			return err
		}
	}
	return nil
}

func (d drawn) Frames(_ context.Context, segments []int, each func(align.Frame) error) error {
	all := d.Segments()
	for _, i := range segments {
		for k := math.Ceil(all[i].Start*align.FrameRate - 1e-6); k/align.FrameRate < all[i].End-1e-6; k++ {
			if err := d.frame(k/align.FrameRate, each); err != nil {
				return err
			}
		}
	}
	return nil
}

func fill(img *image.Gray, r image.Rectangle, v uint8) {
	r = r.Intersect(img.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			img.Pix[y*img.Stride+x] = v
		}
	}
}

// text draws lines of words as dark runs.
func text(img *image.Gray, r image.Rectangle, lines int, seed uint64) {
	rnd := rand.New(rand.NewPCG(seed, 9))
	const pitch = 22
	for i := range lines {
		y := r.Min.Y + i*pitch
		if y+10 > r.Max.Y {
			return
		}
		end := r.Min.X + r.Dx()/2 + rnd.IntN(r.Dx()/2)
		for x := r.Min.X; x < end; {
			word := 8 + rnd.IntN(40)
			for k := 0; k < word; k += 3 {
				fill(img, image.Rect(x+k, y+rnd.IntN(4), min(x+k+2, end), y+10), 30)
			}
			x += word + 8
		}
	}
}

// page draws a slide: a title, and lines of which some may not be shown yet.
func page(img *image.Gray, r image.Rectangle, number, lines int) {
	fill(img, r, 250)
	fill(img, image.Rect(r.Min.X, r.Min.Y, r.Max.X, r.Min.Y+r.Dy()/7), 200)
	in := r.Inset(r.Dx() / 16)
	text(img, image.Rect(in.Min.X, r.Min.Y+r.Dy()/20, in.Max.X, in.Max.Y), 1, uint64(1000+number))
	text(img, image.Rect(in.Min.X, r.Min.Y+r.Dy()/4, in.Max.X, in.Max.Y), lines, uint64(number))
}

// head draws a person who moves, before a wall with shades.
func head(img *image.Gray, r image.Rectangle, t float64) {
	const block = 2
	for y := r.Min.Y; y < r.Max.Y; y += block {
		for x := r.Min.X; x < r.Max.X; x += block {
			u, v := float64(x-r.Min.X)/float64(r.Dx()), float64(y-r.Min.Y)/float64(r.Dy())
			g := 70 + 60*u + 25*math.Sin(9*u)*math.Cos(5*v)
			cx, cy := .5+.08*math.Sin(2.1*t), .42+.05*math.Sin(3.7*t)
			if dx, dy := (u-cx)/.16, (v-cy)/.27; dx*dx+dy*dy < 1 {
				g = 165 - 40*dx
			}
			if dx, dy := (u-cx)/.36, (v-1.02)/.34; dx*dx+dy*dy < 1 {
				g = 60
			}
			fill(img, image.Rect(x, y, min(x+block, r.Max.X), min(y+block, r.Max.Y)), uint8(g))
		}
	}
}

// noise adds what a camera adds.
func noise(img *image.Gray, t float64, most int) {
	rnd := rand.New(rand.NewPCG(uint64(t*1000), 5))
	var field [4099]int
	for i := range field {
		field[i] = rnd.IntN(2*most+1) - most
	}
	for i, v := range img.Pix {
		img.Pix[i] = uint8(min(max(int(v)+field[i%len(field)], 0), 255))
	}
}

// film draws shapes that all move, with a cut each four seconds.
func film(img *image.Gray, t float64) {
	shot := math.Floor(t / 4)
	const block = 4
	for y := 0; y < drawnHeight; y += block {
		for x := 0; x < align.FrameWidth; x += block {
			u, v := float64(x)/60+t*(1+.3*shot)+shot*7, float64(y)/45-t*.7+shot*3
			fill(img, image.Rect(x, y, x+block, y+block), uint8(128+60*math.Sin(u)*math.Cos(v)+40*math.Sin(3*u+v)))
		}
	}
}

package align

import (
	"context"
	"image"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// drawPage draws a page as text is seen from afar: a title and lines of short strokes. seed
// decides on the text.
func drawPage(seed uint64, w, h int) *image.Gray {
	rnd := rand.New(rand.NewPCG(seed, 7))
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = 245
	}
	fill := func(x0, y0, x1, y1 float64, v uint8) {
		for y := int(y0 * float64(h)); y < int(y1*float64(h)); y++ {
			for x := int(x0 * float64(w)); x < int(x1*float64(w)); x++ {
				img.Pix[y*img.Stride+x] = v
			}
		}
	}
	fill(0, .95, 1, 1, 60) // what all pages share
	fill(.9, .03, .97, .1, 120)
	line := func(y, height, until float64) {
		for x := .06; x < until; {
			word := .01 + .06*rnd.Float64()
			for k := x; k < x+word; k += .012 { // letters
				fill(k, y, k+.008*rnd.Float64()+.003, y+height*(.6+.4*rnd.Float64()), 30)
			}
			x += word + .015
		}
	}
	line(.07, .08, .35+.4*rnd.Float64())
	for y := .24; y < .86; y += .085 {
		if rnd.Float64() < .85 {
			line(y, .045, .3+.6*rnd.Float64())
		}
	}
	if rnd.Float64() < .4 { // a picture
		x, y := .5+.2*rnd.Float64(), .3+.2*rnd.Float64()
		for range 40 {
			a, b := x+.25*rnd.Float64(), y+.3*rnd.Float64()
			fill(a, b, a+.03, b+.05, uint8(rnd.IntN(256)))
		}
	}
	return img
}

// deckOf draws a deck.
func deckOf(seed uint64, pages int) Deck {
	var d Deck
	for i := range pages {
		d.Pages = append(d.Pages, Page{Number: i + 1, Image: drawPage(seed*1000+uint64(i), 640, 360)})
	}
	return d
}

// shot is what a film shows for a while.
type shot struct {
	seconds float64
	page    *image.Gray // nil for a picture of a person
	seed    uint64
}

// film is a [Picture] that is drawn frame by frame, with segments of five seconds.
type film struct {
	shots []shot
	quad  Quad    // of the pages; zero for the whole frame
	sway  float64 // pixels
	noise float64 // standard deviation
	read  *int    // frames that were read
	kept  *kept   // nil draws a frame each time
}

// kept are the frames of a film that have been drawn: the search for slides reads a film
// several times, and to draw a frame takes longer than to search it.
type kept struct {
	mu     sync.Mutex
	frames map[float64]*image.Gray
}

// keep returns the film with its frames kept.
func (f film) keep() film {
	if f.kept == nil {
		f.kept = &kept{frames: map[float64]*image.Gray{}}
	}
	return f
}

func (f film) length() (sum float64) {
	for _, s := range f.shots {
		sum += s.seconds
	}
	return sum
}

func (f film) Segments() (list []Segment) {
	for t := 0.0; t < f.length()-1e-6; t += 5 {
		s := Segment{Start: t, End: min(t+5, f.length()), Changes: 1000}
		at := 0.0
		for _, one := range f.shots {
			if at += one.seconds; at > s.Start && at < s.End {
				s.Changes += 30000
			}
		}
		list = append(list, s)
	}
	return list
}

func (f film) Keys(_ context.Context, each func(Frame) error) error {
	for _, s := range f.Segments() {
		if err := each(Frame{s.Start, f.frame(s.Start)}); err != nil {
			return err
		}
	}
	return nil
}

func (f film) Frames(_ context.Context, segments []int, each func(Frame) error) error {
	all := f.Segments()
	for _, i := range segments {
		for k := 0; float64(k)/FrameRate < all[i].End-all[i].Start-1e-6; k++ {
			t := all[i].Start + float64(k)/FrameRate
			if err := each(Frame{t, f.frame(t)}); err != nil {
				return err
			}
		}
	}
	return nil
}

// frame returns the frame at a time, which the caller may change.
func (f film) frame(t float64) *image.Gray {
	if f.read != nil {
		*f.read++
	}
	at, s, number := 0.0, f.shots[len(f.shots)-1], len(f.shots)
	for i, one := range f.shots {
		if at += one.seconds; t < at-1e-6 {
			s, number = one, i
			break
		}
	}
	if f.kept == nil {
		return f.draw(s, t)
	}
	key := t
	if s.page != nil && f.sway == 0 && f.noise == 0 { // all frames of the shot are the same
		key = -1 - float64(number)
	}
	f.kept.mu.Lock()
	defer f.kept.mu.Unlock()
	img := f.kept.frames[key]
	if img == nil {
		img = f.draw(s, t)
		f.kept.frames[key] = img
	}
	return &image.Gray{Pix: slices.Clone(img.Pix), Stride: img.Stride, Rect: img.Rect}
}

// draw draws a frame of a shot.
func (f film) draw(s shot, t float64) *image.Gray {
	rnd := rand.New(rand.NewPCG(uint64(t*1000)+1, 3))
	const w, h = FrameWidth, 360
	img := image.NewGray(image.Rect(0, 0, w, h))
	quad := f.quad
	if quad == (Quad{}) {
		quad = Quad{{0, 0}, {w, 0}, {w, h}, {0, h}}
	}
	quad = quad.shifted(f.sway*math.Sin(t/7), f.sway*math.Sin(t/5.3))
	to, _ := fitHomography(inverted(quad))
	var across [w]float64
	for x := range across {
		across[x] = 15 * math.Sin(float64(x)/40)
	}
	for y := range h {
		down := 110 + 15*math.Sin(float64(y)/70)
		for x := range w {
			v := down + across[x]
			if s.page == nil { // a head that moves
				dx, dy := float64(x)-320-40*math.Sin(t+float64(s.seed)), float64(y)-170
				if dx*dx/90/90+dy*dy/120/120 < 1 {
					v = 180 - dx/4
				}
			} else if p := to.of(point{float64(x) + .5, float64(y) + .5}); p.x > 0 && p.x < 1 && p.y > 0 && p.y < 1 {
				v = bilinear(s.page, p.x*float64(s.page.Rect.Dx())-.5, p.y*float64(s.page.Rect.Dy())-.5)
				if f.quad != (Quad{}) {
					v = 40 + .7*v
				}
			}
			if f.noise > 0 {
				v += f.noise * 3.5 * (rnd.Float64() - .5) // as wide as a normal distribution
			}
			img.Pix[y*img.Stride+x] = uint8(min(255, max(0, v)))
		}
	}
	return img
}

func bilinear(img *image.Gray, x, y float64) float64 {
	x, y = min(max(x, 0), float64(img.Rect.Dx())-1.01), min(max(y, 0), float64(img.Rect.Dy())-1.01)
	i, j := int(x), int(y)
	fx, fy := x-float64(i), y-float64(j)
	at := func(i, j int) float64 { return float64(img.Pix[j*img.Stride+i]) }
	return (at(i, j)*(1-fx)+at(i+1, j)*fx)*(1-fy) + (at(i, j+1)*(1-fx)+at(i+1, j+1)*fx)*fy
}

// inverted returns the pairs of the mapping from a frame to a page.
func inverted(q Quad) (pairs []pair) {
	for i, c := range corners() {
		pairs = append(pairs, pair{q.corner(i), c})
	}
	return pairs
}

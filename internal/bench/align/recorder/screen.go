package recorder

import (
	"image"
	"math"
	"math/rand/v2"
)

// layout is where a screen recording has the slide and the speaker.
type layout struct {
	slide, head image.Rectangle
	back        tone
}

// screen is a recording of a screen, in one or more layouts.
type screen struct {
	layouts []layout
	each    float64 // seconds until the next layout; 0 for never
	head    head
	periods [2]float64 // of the cursor
	scaled  map[*picture]map[image.Point]*picture
}

func newScreen(profile string, r *rand.Rand, seconds float64) *screen {
	full := layout{slide: image.Rect(0, 0, Width, Height), back: tone{16, 128, 128}}
	s := &screen{layouts: []layout{full}, head: newHead(r), periods: [2]float64{8 + 12*r.Float64(), 7 + 9*r.Float64()}, scaled: map[*picture]map[image.Point]*picture{}}
	switch profile {
	case "pip":
		s.layouts = []layout{covered(full, r)}
	case "letterbox":
		s.layouts = []layout{smaller(full, r)}
	case "side":
		s.layouts = []layout{beside(r)}
	case "switch":
		s.layouts = []layout{full, beside(r), covered(full, r)}
		s.each = seconds / float64(3+r.IntN(3))
	}
	return s
}

// covered adds a speaker in a corner.
func covered(l layout, r *rand.Rand) layout {
	w := int(Width*(0.17+0.1*r.Float64())) &^ 1
	h, margin := w*3/4&^1, r.IntN(7)*2
	x, y := []int{margin, Width - w - margin}[r.IntN(2)], []int{margin, Height - h - margin, Height - h - margin}[r.IntN(3)]
	l.head = image.Rect(x, y, x+w, y+h)
	return l
}

// smaller leaves a border around the slide.
func smaller(l layout, r *rand.Rand) layout {
	scale := 0.76 + 0.2*r.Float64()
	w, h := int(Width*scale)&^1, int(Height*scale)&^1
	l.slide = image.Rect(0, 0, w, h).Add(image.Pt(r.IntN(Width-w)&^1, r.IntN(Height-h)&^1))
	l.back = tone{uint8(16 + r.IntN(80)), uint8(118 + r.IntN(30)), uint8(118 + r.IntN(20))}
	return l
}

func beside(r *rand.Rand) layout {
	w := int(Width*(0.62+0.14*r.Float64())) &^ 1
	h := w * Height / Width &^ 1
	y := (Height - h) / 2 &^ 1
	l := layout{slide: image.Rect(4, y, 4+w, y+h), back: tone{uint8(20 + r.IntN(60)), 130, 126}}
	left := Width - w - 12
	l.head = image.Rect(0, 0, left&^1, left*3/4&^1).Add(image.Pt(w+8, y))
	return l
}

// area implements [stage].
func (s *screen) area() image.Point { return image.Pt(2*Width, 2*Height) }

// compose implements [stage].
func (s *screen) compose(frame, shown *picture, t float64) {
	if shown == nil {
		s.head.draw(frame, image.Rect(0, 0, Width, Height), t)
		return
	}
	l := s.layouts[0]
	if s.each > 0 {
		l = s.layouts[int(t/s.each)%len(s.layouts)]
	}
	frame.fill(l.back)
	frame.paste(s.reduced(shown, l.slide.Size()), l.slide.Min)
	if !l.head.Empty() {
		s.head.draw(frame, l.head, t)
	}
	s.cursor(frame, t)
}

// cursor draws a pointer that rests and moves in turn.
func (s *screen) cursor(frame *picture, t float64) {
	step := math.Floor(t/4) + min(1, math.Mod(t, 4))
	x := int(Width * (0.5 + 0.4*math.Sin(step*1.7)*math.Cos(t/s.periods[0]/3)))
	y := int(Height * (0.5 + 0.4*math.Sin(step/s.periods[1]*6)))
	for dy := range 12 {
		for dx := range 1 + dy*2/3 {
			c := tone{235, 128, 128}
			if dx == 0 || dx == dy*2/3 || dy == 11 {
				c.y = 16
			}
			if x+dx < Width && y+dy < Height {
				frame.set(x+dx, y+dy, c)
			}
		}
	}
}

// reduced is a picture at a smaller size. Those of pages are kept, since they are few.
func (s *screen) reduced(p *picture, size image.Point) *picture {
	if q := s.scaled[p][size]; q != nil && p.keep {
		return q
	}
	q := p.scale(size)
	if p.keep {
		if s.scaled[p] == nil {
			s.scaled[p] = map[image.Point]*picture{}
		}
		s.scaled[p][size] = q
	}
	return q
}

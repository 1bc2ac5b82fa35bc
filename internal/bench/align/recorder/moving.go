package recorder

import (
	"image"
	"math"
	"math/rand/v2"
)

// head is a speaker that moves and talks.
type head struct {
	periods, phases       [3]float64
	skin, shirt, hair, bg tone
}

func newHead(r *rand.Rand) head {
	h := head{
		skin: tone{uint8(110 + r.IntN(70)), uint8(105 + r.IntN(10)), uint8(142 + r.IntN(12))}, shirt: tone{uint8(30 + r.IntN(120)), uint8(110 + r.IntN(40)), uint8(110 + r.IntN(40))},
		hair: tone{uint8(25 + r.IntN(60)), 124, 133}, bg: tone{uint8(60 + r.IntN(100)), 126, 130},
	}
	for i := range h.periods {
		h.periods[i], h.phases[i] = 2.5+5*r.Float64(), 6*r.Float64()
	}
	return h
}

// draw draws the speaker into an area of even size and place.
func (s head) draw(p *picture, area image.Rectangle, t float64) {
	swing := func(i int) float64 { return math.Sin(2*math.Pi*t/s.periods[i] + s.phases[i]) }
	cx, cy := 0.5+0.06*swing(0)+0.03*swing(1), 0.42+0.03*swing(2)
	mouth := 0.012 + 0.03*math.Abs(math.Sin(8*t))*max(0, swing(1)+0.5)
	aspect := float64(area.Dx()) / float64(area.Dy())
	grain := uint32(t*1000) | 1
	for y := range area.Dy() {
		v := float64(y) / float64(area.Dy())
		for x := range area.Dx() {
			u := (float64(x)/float64(area.Dx())-0.5)*aspect + 0.5
			dx, dy := u-cx, v-cy
			c := s.bg
			c.y = uint8(float64(c.y) * (0.75 + 0.35*u + 0.1*math.Abs(float64((x*7/area.Dx())%2))))
			switch {
			case sq(dx/0.07)+sq((dy-0.13)/mouth) < 1:
				c = tone{60, 122, 150}
			case sq((math.Abs(dx)-0.07)/0.025)+sq((dy+0.04)/0.018) < 1:
				c = tone{40, 128, 128}
			case sq(dx/0.17)+sq((dy+0.16)/0.14) < 1 && dy < -0.12:
				c = s.hair
			case sq(dx/0.16)+sq(dy/0.25) < 1:
				c = s.skin
				c.y = uint8(float64(c.y) * (1 - dx))
			case sq((u-0.5-0.03*swing(0))/0.4)+sq((v-1.03)/0.36) < 1:
				c = s.shirt
			}
			grain = grain*1664525 + 1013904223
			c.y = uint8(min(235, max(16, int(c.y)+int(grain>>29)-3)))
			p.set(area.Min.X+x, area.Min.Y+y, c)
		}
	}
}

func sq(x float64) float64 { return x * x }

// movie is a film: colored shapes that move on a moving background.
type movie struct{ speed, phase [6]float64 }

func newMovie(r *rand.Rand) (m movie) {
	for i := range m.speed {
		m.speed[i], m.phase[i] = 0.3+1.5*r.Float64(), 7*r.Float64()
	}
	return m
}

func (m movie) draw(p *picture, area image.Rectangle, t float64) {
	wave := func(i int) float64 { return math.Sin(m.speed[i]*t + m.phase[i]) }
	columns := make([]float64, area.Dx())
	for x := range columns {
		columns[x] = 45 * math.Sin(float64(x)/float64(area.Dx())*(6+3*wave(0))+2*wave(1)*t/4)
	}
	for y := range area.Dy() {
		v := float64(y) / float64(area.Dy())
		row := 110 + 40*math.Sin(v*(5+2*wave(2))+t)
		for x, c := range columns {
			u := float64(x) / float64(area.Dx())
			out := tone{uint8(row + c), uint8(128 + 30*wave(3)), uint8(128 + 30*wave(4))}
			if sq((u-0.5-0.3*wave(1))/0.12)+sq((v-0.5-0.3*wave(5))/0.2) < 1 {
				out = tone{200, 90, 180}
			}
			p.set(area.Min.X+x, area.Min.Y+y, out)
		}
	}
}

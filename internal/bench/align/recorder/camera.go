package recorder

import (
	"math"
	"math/rand/v2"
)

// camera looks at a part of the scene. It sways, and may zoom in for a while.
type camera struct {
	sway    float64 // pixels
	periods [4]float64
	zoom    float64 // 1 for none
	in, out float64 // when it zooms, seconds
}

func newCamera(r *rand.Rand, zooms bool, seconds float64) camera {
	c := camera{sway: 4 * r.Float64(), zoom: 1}
	for i := range c.periods {
		c.periods[i] = 5 + 20*r.Float64()
	}
	if zooms {
		c.zoom, c.in, c.out = 1.15+0.15*r.Float64(), seconds*(0.3+0.2*r.Float64()), seconds*(0.7+0.5*r.Float64())
	}
	return c
}

// look draws what the camera sees.
func (c camera) look(frame, scene *picture, t float64) {
	zoom := 1.25 / (1 + (c.zoom-1)*(smooth(t, c.in, c.in+1.5)-smooth(t, c.out, c.out+1.5)))
	swing := func(i int) float64 { return math.Sin(2 * math.Pi * t / c.periods[i]) }
	cx := float64(scene.w)/2 + c.sway*(swing(0)+0.3*swing(1))
	cy := float64(scene.h)/2 + c.sway*(swing(2)+0.3*swing(3))
	left, top := cx-zoom*Width/2, cy-zoom*Height/2
	sample(frame.y, Width, Height, scene.y, scene.w, scene.h, left, top, zoom)
	sample(frame.u, Width/2, Height/2, scene.u, scene.w/2, scene.h/2, left/2, top/2, zoom)
	sample(frame.v, Width/2, Height/2, scene.v, scene.w/2, scene.h/2, left/2, top/2, zoom)
}

// sample scales a part of a plane to fill another one.
func sample(to []uint8, tw, th int, from []uint8, fw, fh int, left, top, step float64) {
	type tap struct{ at, share int }
	taps := func(n, limit int, start float64) []tap {
		list := make([]tap, n)
		for i := range list {
			x := min(max(start+(float64(i)+0.5)*step-0.5, 0), float64(limit-1)-0.01)
			list[i] = tap{int(x), int((x - math.Floor(x)) * 256)}
		}
		return list
	}
	columns, rows := taps(tw, fw, left), taps(th, fh, top)
	for y, r := range rows {
		a, b := from[r.at*fw:(r.at+1)*fw], from[(r.at+1)*fw:(r.at+2)*fw]
		out := to[y*tw : (y+1)*tw]
		for x, c := range columns {
			upper := int(a[c.at])*(256-c.share) + int(a[c.at+1])*c.share
			lower := int(b[c.at])*(256-c.share) + int(b[c.at+1])*c.share
			out[x] = uint8((upper*(256-r.share) + lower*r.share) >> 16)
		}
	}
}

// person walks before the screen and covers a part of it.
type person struct {
	clothes, skin tone
	size          float64 // height, share of the frame
	home, reach   float64 // where it walks, shares of the frame
	periods       [3]float64
}

func newPerson(r *rand.Rand) person {
	p := person{
		clothes: tone{uint8(25 + r.IntN(60)), uint8(118 + r.IntN(20)), uint8(118 + r.IntN(20))}, skin: tone{uint8(80 + r.IntN(80)), 112, 146},
		size: 0.45 + 0.2*r.Float64(), home: 0.1 + 0.8*r.Float64(), reach: 0.1 + 0.3*r.Float64(),
	}
	for i := range p.periods {
		p.periods[i] = 7 + 30*r.Float64()
	}
	return p
}

func (p person) draw(frame *picture, t float64) {
	x := p.home + p.reach*math.Sin(2*math.Pi*t/p.periods[0])*math.Abs(math.Sin(2*math.Pi*t/p.periods[1])) + 0.01*math.Sin(2*math.Pi*t/p.periods[2])
	high := p.size * Height
	cx, top := x*Width, Height-high
	for y := int(top); y < Height; y++ {
		v := (float64(y) - top) / high
		for px := max(0, int(cx-high/4)); px < min(Width, int(cx+high/4)); px++ {
			u := (float64(px) - cx) / high
			switch {
			case sq(u/0.09)+sq((v-0.11)/0.11) < 1:
				frame.set(px, y, p.skin)
			case sq(u/0.19)+sq((v-0.75)/0.53) < 1 && v > 0.2:
				frame.set(px, y, p.clothes)
			}
		}
	}
}

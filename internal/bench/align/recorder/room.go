package recorder

import (
	"image"
	"math"
	"math/rand/v2"
)

// Size of the scene that the camera sees a part of: larger than a frame, so that a zoom
// keeps its sharpness.
const (
	sceneWidth  = 832
	sceneHeight = 468
)

// room is a camera in a room with a projector.
type room struct {
	wall    *picture
	screen  *lens // from the scene to what is projected
	light   []uint8
	ambient float64
	gain    float64
	soften  int // of 256: share of the neighbours in each pixel
	scenes  map[*picture]*picture
	head    head
	person  person
	camera  camera
	noise   []int8
	rand    *rand.Rand
	view    *picture
}

func newRoom(r *rand.Rand, zooms bool, seconds float64) *room {
	between := func(low, high float64) float64 { return low + (high-low)*r.Float64() }
	v := &room{
		screen: newLens(newCorners(r)), ambient: between(14, 40), gain: between(0.6, 0.9), soften: int(between(20, 110)),
		scenes: map[*picture]*picture{}, head: newHead(r), person: newPerson(r), rand: r, view: newPicture(Width, Height),
	}
	v.camera = newCamera(r, zooms, seconds)
	v.wall, v.light = newWall(r), newLight(r)
	v.noise = make([]int8, 1<<16)
	strength := between(1.5, 4)
	for i := range v.noise {
		v.noise[i] = int8(min(12, max(-12, strength*r.NormFloat64())))
	}
	return v
}

// area implements [stage].
func (v *room) area() image.Point { return image.Pt(800, 450) }

// compose implements [stage].
func (v *room) compose(frame, shown *picture, t float64) {
	if shown == nil {
		v.head.draw(frame, image.Rect(0, 0, Width, Height), t)
		return
	}
	v.camera.look(frame, v.scene(shown), t)
	v.person.draw(frame, t)
	offset := v.rand.IntN(len(v.noise))
	for i, y := range frame.y {
		frame.y[i] = uint8(min(235, max(16, int(y)+int(v.noise[(i+offset)&(len(v.noise)-1)]))))
	}
}

// scene is the room while something is shown.
func (v *room) scene(shown *picture) *picture {
	if s := v.scenes[shown]; s != nil && shown.keep {
		return s
	}
	s := newPicture(sceneWidth, sceneHeight)
	copy(s.all, v.wall.all)
	for y := range sceneHeight {
		for x := range sceneWidth {
			at, ok := v.screen.see(float64(x), float64(y))
			if !ok {
				continue
			}
			px, py := at.x*float64(shown.w)-0.5, at.y*float64(shown.h)-0.5
			i := y*sceneWidth + x
			s.y[i] = uint8(min(235, v.ambient+16+v.gain*(bilinear(shown.y, shown.w, shown.h, px, py)-16)))
			if x%2 == 0 && y%2 == 0 {
				j, w := y/2*(sceneWidth/2)+x/2, shown.w/2
				from := min(int(at.y*float64(shown.h/2)), shown.h/2-1)*w + min(int(at.x*float64(w)), w-1)
				s.u[j], s.v[j] = chroma(shown.u[from], v.gain), chroma(shown.v[from], v.gain)
			}
		}
	}
	for i := range s.y {
		s.y[i] = uint8(min(235, int(s.y[i])*int(v.light[i])/200))
	}
	soften(s.y, sceneWidth, sceneHeight, v.soften)
	if shown.keep {
		v.scenes[shown] = s
	}
	return s
}

func chroma(c uint8, gain float64) uint8 { return uint8(128 + gain*(float64(c)-128)) }

// newWall is the room without what is projected.
func newWall(r *rand.Rand) *picture {
	w := newPicture(sceneWidth, sceneHeight)
	base := tone{uint8(60 + r.IntN(90)), uint8(122 + r.IntN(8)), uint8(126 + r.IntN(10))}
	w.fill(base)
	for i := range w.y {
		w.y[i] = uint8(int(base.y) + r.IntN(7) - 3)
	}
	floor := sceneHeight*85/100 + r.IntN(sceneHeight/12)
	for y := floor; y < sceneHeight; y++ {
		for x := range sceneWidth {
			w.set(x, y, tone{uint8(40 + r.IntN(8)), 122, 136})
		}
	}
	for range 2 + r.IntN(4) { // doors, posters and furniture
		x, y := r.IntN(sceneWidth-60), r.IntN(sceneHeight-60)
		c := tone{uint8(30 + r.IntN(150)), uint8(118 + r.IntN(20)), uint8(118 + r.IntN(20))}
		for dy := range 30 + r.IntN(min(200, sceneHeight-y-30)) {
			for dx := range 40 {
				w.set(x+dx, y+dy, c)
			}
		}
	}
	return w
}

// newLight is how bright each place of the scene is, 200 for the mean.
func newLight(r *rand.Rand) []uint8 {
	light := make([]uint8, sceneWidth*sceneHeight)
	angle, cx, cy := 2*math.Pi*r.Float64(), 0.3+0.4*r.Float64(), 0.3+0.3*r.Float64()
	for y := range sceneHeight {
		for x := range sceneWidth {
			u, v := float64(x)/sceneWidth, float64(y)/sceneHeight
			l := 205 + 45*(math.Cos(angle)*(u-0.5)+math.Sin(angle)*(v-0.5)) - 70*(sq(u-cx)+sq(v-cy))
			light[y*sceneWidth+x] = uint8(max(0, min(255, l)))
		}
	}
	return light
}

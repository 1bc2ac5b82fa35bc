package probe

import "math"

// decodedFrame is the shape of a frame after decoding.
type decodedFrame struct {
	at       float64 // seconds, counted from anywhere
	width    int
	height   int
	sar      string
	sideData []sideData // its own display matrix, if it has one
}

// as is the stream s in the shape of the frame.
func (g decodedFrame) as(s stream) stream {
	s.Width, s.Height, s.SAR = g.width, g.height, g.sar
	for _, d := range g.sideData {
		if d.Matrix != "" {
			s.SideData = g.sideData
		}
	}
	return s
}

// shape has the properties whose change is visible.
type shape struct {
	width, height           int // coded
	shownWidth, shownHeight int
	turn                    int
	mirrored                bool
}

func shapeOf(s stream) shape {
	f := shape{width: s.Width, height: s.Height, turn: turn(s)}
	f.shownWidth, f.shownHeight = shown(s)
	for _, d := range s.SideData {
		f.mirrored = f.mirrored || mirrored(d.Matrix)
	}
	return f
}

// mainShape returns the stream s in the shape that its decoded frames have for most
// of the time, and whether it has others. Each frame stands for the time up to the
// next. Of equal shapes the earlier wins.
func mainShape(s stream, t *track) (main stream, varies bool) {
	if len(t.decoded) == 0 {
		return s, false
	}
	lasts := map[shape]float64{}
	first := t.decoded[0].at
	for i, g := range t.decoded {
		end := first + t.end() - t.start
		if i+1 < len(t.decoded) {
			end = t.decoded[i+1].at
		}
		lasts[shapeOf(g.as(s))] += max(0, end-g.at)
	}
	main = t.decoded[0].as(s)
	for _, g := range t.decoded[1:] {
		// Times are rounded to the ticks of the container.
		if other := g.as(s); lasts[shapeOf(other)] > lasts[shapeOf(main)]+0.01 {
			main = other
		}
	}
	return main, len(lasts) > 1
}

// turn is the rotation for display, in degrees clockwise: 0, 90, 180 or 270.
func turn(s stream) int {
	for _, d := range s.SideData {
		if d.Matrix == "" && d.Rotation == 0 {
			continue
		}
		quarters := int(math.Round(-d.Rotation/90)) % 4 // ffprobe counts anticlockwise
		return 90 * ((quarters + 4) % 4)
	}
	return 0
}

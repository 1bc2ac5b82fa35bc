package probe

import "math"

// sight is a picture as the decoder gives it.
type sight struct {
	at       float64 // seconds, counted from anywhere
	width    int
	height   int
	sar      string
	sideData []sideData // its own display matrix, if it has one
}

// as is the stream s with the shape of a picture in it.
func (g sight) as(s stream) stream {
	s.Width, s.Height, s.SAR = g.width, g.height, g.sar
	for _, d := range g.sideData {
		if d.Matrix != "" {
			s.SideData = g.sideData
		}
	}
	return s
}

// shape is all that a change of shows.
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

// settle is the stream s in the shape that it has for most of its time, by its
// pictures that were decoded, and whether it has others. Each picture stands
// for the time up to the next. Of equal shapes the earlier wins.
func settle(s stream, t *track) (main stream, varies bool) {
	if len(t.sights) == 0 {
		return s, false
	}
	lasts := map[shape]float64{}
	first := t.sights[0].at
	for i, g := range t.sights {
		end := first + t.end() - t.start
		if i+1 < len(t.sights) {
			end = t.sights[i+1].at
		}
		lasts[shapeOf(g.as(s))] += max(0, end-g.at)
	}
	main = t.sights[0].as(s)
	for _, g := range t.sights[1:] {
		// Times are rounded to the ticks of the container.
		if other := g.as(s); lasts[shapeOf(other)] > lasts[shapeOf(main)]+0.01 {
			main = other
		}
	}
	return main, len(lasts) > 1
}

// turn is by how many degrees clockwise a picture is turned to be shown: 0, 90,
// 180 or 270.
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

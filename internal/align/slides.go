package align

const (
	fewestSlides = 2 // a picture with one is a still picture
	mostStates   = 3000
	bridged      = 2   // seconds of a transition between two slides
	leastTotal   = .03 // of the recording that shows slides
	sure         = .95 // that a slide is what its picture shows
)

// slides returns the slides of all scenes and when they are shown, or why there are none.
func (g *gatherer) slides(end float64) (list []Reconstructed, shown []Interval, reason string) {
	moving := 0
	for _, m := range g.mask {
		if m {
			moving++
		}
	}
	if float64(moving) > mostMoving*float64(len(g.mask)) {
		return nil, nil, "shows people or a film, but no slides"
	}
	if !g.assign() {
		return nil, nil, "shows too many different pictures to be slides"
	}
	if len(g.states) < fewestSlides {
		return nil, nil, "shows fewer than two slides"
	}
	shown = g.intervals()
	var total float64
	for _, in := range shown {
		total += in.End - in.Start
	}
	if total < leastTotal*end {
		return nil, nil, "shows hardly any slides"
	}
	for i, s := range g.at {
		list = append(list, Reconstructed{Number: i + 1, At: s.best()})
	}
	return list, shown, ""
}

// best returns the time of the frame to take: near the end of the scene, when the slide is
// complete and compression has refined it.
func (s scene) best() float64 {
	return max(s.start, s.end-max(.2, min(1, .2*(s.end-s.start))))
}

// intervals returns when slides are shown. A transition between two belongs to the second
// one, as it begins there.
func (g *gatherer) intervals() (list []Interval) {
	last := 0.0 // end of what was shown before, slide or not
	for _, s := range g.scenes {
		if s.slide == none {
			if s.lasts() {
				last = s.end
			}
			continue
		}
		start := s.start
		n := len(list)
		if start-last < bridged {
			start = last
		}
		last = s.end
		if n > 0 && list[n-1].Slide == s.slide+1 && start-list[n-1].End < 1e-3 {
			list[n-1].End = s.end
			continue
		}
		list = append(list, Interval{Start: start, End: s.end, Slide: s.slide + 1, Confidence: sure})
	}
	return list
}

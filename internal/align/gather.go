package align

// gatherer makes slides of scenes.
type gatherer struct {
	*watcher

	scenes []scene
	may    []bool    // scenes that may show a slide
	shared []bool    // ink that most scenes have: the design of the slides
	states [][]state // of each slide: it may be built up step by step
	at     []scene   // of each slide: the scene that shows it in full
}

// state is a picture of a slide.
type state struct {
	still still
	ink   []bool
}

func newGatherer(w *watcher, runs []run) *gatherer {
	g := &gatherer{watcher: w}
	for _, r := range runs {
		s := scene{run: r, slide: none, look: r.last.look(w.mask)}
		if r.lasts() {
			s.ink = r.last.ink()
		}
		g.scenes = append(g.scenes, s)
	}
	g.findShared()
	for i, s := range g.scenes {
		g.scenes[i].own = g.own(s.ink)
	}
	g.may = w.slideScenes(g.scenes)
	return g
}

const (
	fewTransitions = 4  // below which the design of slides is not known
	mostTimes      = .7 // of the transitions in which a design stays
)

// findShared finds the ink that stays in most changes from one slide to another.
func (g *gatherer) findShared() {
	g.shared = make([]bool, len(g.mask))
	stays := make([]int, len(g.mask))
	n, last := 0, -1
	for i, s := range g.scenes {
		if !s.lasts() {
			continue
		}
		if last >= 0 {
			a, b := g.scenes[last], g.register(g.scenes[last].last, s.last)
			if d := a.last.changes(b, g.mask, leastNoise); d > 4*g.pointer() {
				n++
				for k := range stays {
					if a.ink[k] && !changed(a.last.v[k], b.v[k], leastNoise) {
						stays[k]++
					}
				}
			}
		}
		last = i
	}
	if n < fewTransitions {
		return
	}
	for k, c := range stays {
		g.shared[k] = float64(c) >= mostTimes*float64(n)
	}
}

// own counts the ink that is not part of the design.
func (g *gatherer) own(ink []bool) (n int) {
	for k, m := range ink {
		if m && !g.shared[k] && !g.mask[k] {
			n++
		}
	}
	return n
}

// register returns b moved to where a is, if the camera sways.
func (w *watcher) register(a, b still) still {
	if !w.sways {
		return b
	}
	return b.moved(a.sway(b, w.mask))
}

// comparison says what changes from one picture to another, in pixels of ink that are not
// part of the design.
type comparison struct {
	own, removed int // ink of the first, and what is gone of it
	changed      int // pixels of any kind
	union        int // ink of both
}

func (g *gatherer) compare(a, b state) (c comparison) {
	moved := g.register(a.still, b.still)
	for k, m := range g.mask {
		if m || g.shared[k] && !changed(a.still.v[k], moved.v[k], leastNoise) {
			continue
		}
		diff := changed(a.still.v[k], moved.v[k], leastNoise)
		if diff {
			c.changed++
		}
		if a.ink[k] {
			c.own++
			if diff {
				c.removed++
			}
		}
		if a.ink[k] || b.ink[k] {
			c.union++
		}
	}
	return c
}

const (
	sameShare  = .05 // of the ink that differs in two pictures of one slide
	swayShare  = .12
	swayBuild  = .3 // of the ink that is added in the picture of a camera
	buildShare = .2 // of the ink that may go when a slide is built up
	leastInk   = 30 // pixels
)

// isSame reports whether two pictures show the same slide.
func (g *gatherer) isSame(c comparison) bool {
	share := sameShare
	if g.sways {
		share = swayShare
	}
	return float64(c.changed) <= max(float64(g.pointer()), share*float64(c.union))
}

// isBuild reports whether the second picture only adds to the first.
func (g *gatherer) isBuild(c comparison) bool {
	if g.sways && float64(c.changed) > swayBuild*float64(c.union) { // ink is not all that is seen
		return false
	}
	return c.own >= leastInk && float64(c.removed) <= buildShare*float64(c.own) && c.removed <= 2*g.pointer()
}

// assign names the slide of each scene. It returns false if there are too many: a day of talks
// shows a thousand, and each scene is compared with all of them.
func (g *gatherer) assign() bool {
	last := none // index of the last scene with a slide
	for i := range g.scenes {
		s := &g.scenes[i]
		if len(g.states) > mostStates {
			return false
		}
		if !g.may[i] {
			if s.lasts() {
				last = none
			}
			continue
		}
		now := state{s.last, s.ink}
		s.slide = g.known(now)
		if s.slide == none && last != none && s.start-g.scenes[last].end < settled {
			if c := g.compare(state{g.scenes[last].last, g.scenes[last].ink}, now); g.isBuild(c) {
				s.slide = g.scenes[last].slide
				g.states[s.slide] = append(g.states[s.slide], now)
				g.at[s.slide] = *s
			}
		}
		if s.slide == none {
			s.slide = len(g.states)
			g.states = append(g.states, []state{now})
			g.at = append(g.at, *s)
		}
		last = i
	}
	return true
}

// known returns the slide that a picture shows, or none if it is a new one.
func (g *gatherer) known(now state) int {
	best, slide := -1, none
	for i, list := range g.states {
		for _, st := range list {
			if c := g.compare(st, now); g.isSame(c) && (best < 0 || c.changed < best) {
				best, slide = c.changed, i
			}
		}
	}
	return slide
}

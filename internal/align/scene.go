package align

// scene is a run with what it shows.
type scene struct {
	run

	ink   []bool // of the last still
	own   int    // pixels of ink that are not part of the design
	look  look
	slide int // index; none if it shows none
}

const (
	// Slides have a ground of one colour, and sharp edges on it. Measured in talks: .55 or
	// more is ground; in films and pictures of people: .38 or less.
	slideGround  = .45
	swayGround   = .2 // light falls on a screen in a room unevenly
	leastSharp   = .004
	mostSharp    = .45
	mostMoving   = .5 // of the picture that moves all the time
	weakScene    = 4  // seconds that a slide without a ground, such as a photo, stays
	strongShare  = .7 // of the time, for slides without a ground to count
	strongScenes = 3
	leastOwn     = 60 // pixels
)

// isText reports whether a scene looks like a slide with a ground of one colour.
func (w *watcher) isText(s scene) bool {
	if w.sways { // light falls on a screen in a room unevenly, and its edges are blurred
		return !s.scrolled && s.lasts() && s.own >= leastOwn
	}
	return !s.scrolled && s.lasts() && s.look.plain >= slideGround && s.look.sharp >= leastSharp && s.look.sharp <= mostSharp
}

func (r run) lasts() bool { return r.end-r.start >= settled }

// isBlank reports whether a scene shows nothing, such as a black picture.
func (s scene) isBlank() bool { return s.look.sharp < leastSharp }

// slideScenes marks the scenes that may show slides.
func (w *watcher) slideScenes(list []scene) []bool {
	marks := make([]bool, len(list))
	var strong, all float64
	count := 0
	for i, s := range list {
		if !s.lasts() || s.scrolled || s.isBlank() {
			continue
		}
		all += s.end - s.start
		if marks[i] = w.isText(s); marks[i] {
			strong += s.end - s.start
			count++
		}
	}
	if w.sways || count < strongScenes || strong < strongShare*all {
		return marks
	}
	for i, s := range list {
		if !s.scrolled && !s.isBlank() && s.end-s.start >= weakScene {
			marks[i] = true
		}
	}
	return marks
}

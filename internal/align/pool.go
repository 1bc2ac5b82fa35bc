package align

const (
	maxPlaces     = 6
	placeMatches  = 24 // least number of matches of a further place
	firstMatches  = 16 // and of the first one, in at least two frames
	singleMatches = 40 // or in one frame
	anotherPlace  = 14 // pixels between the corners of different places: a camera sways by less
	pooled        = 5  // tolerance of a match, pixels: frames sway
)

// pool finds the places that explain the sights in all frames, best first. The sights of
// one frame that lie elsewhere are left for further places.
func pool(sights []sight, frame size) []Place {
	var places []Place
	rest := sights
	for len(places) < maxPlaces {
		p, ok := bestPlace(rest, frame)
		need := placeMatches
		if len(places) == 0 {
			need = firstMatches
		}
		if !ok || p.Matches < need || p.Frames < 2 && p.Matches < singleMatches {
			break
		}
		places = append(places, p)
		var other []sight
		for _, s := range rest {
			if !sameShape(s.aspect, p.Aspect) || s.quad.distance(p.Quad) > anotherPlace && !explains(p.Quad, s) {
				other = append(other, s)
			}
		}
		if len(other) == len(rest) {
			break
		}
		rest = other
	}
	return places
}

// explains reports whether most of a sight's matches agree with a quad.
func explains(q Quad, s sight) bool {
	h, ok := q.homography()
	return ok && 2*countAgreeing(h, s.pairs, pooled) > s.inliers
}

// bestPlace returns the place with the most matches.
func bestPlace(sights []sight, frame size) (best Place, ok bool) {
	for _, s := range sights {
		if p := support(s.quad, s.aspect, sights); p.Matches > best.Matches {
			best = p
		}
	}
	if best.Matches == 0 {
		return best, false
	}
	for _, within := range []float64{5, 4, 3, 3} {
		h, _ := best.Quad.homography()
		var in []pair
		for _, s := range bestOfFrames(best.Quad, best.Aspect, sights) {
			in = append(in, agreeing(h, s.pairs, within)...)
		}
		fit, fits := fitHomography(in)
		if !fits {
			break
		}
		q := quadOf(fit)
		if p := support(q, best.Aspect, sights); q.isPlausible(best.Aspect, frame) && 10*p.Matches >= 9*best.Matches {
			best = p
		}
	}
	return best, true
}

// support counts the matches that agree with a quad: of each frame those of one page.
func support(q Quad, aspect float64, sights []sight) Place {
	p := Place{Quad: q, Aspect: aspect}
	h, ok := q.homography()
	if !ok {
		return p
	}
	for _, s := range bestOfFrames(q, aspect, sights) {
		if n := countAgreeing(h, s.pairs, pooled); n >= minMatches {
			p.Matches += n
			p.Frames++
		}
	}
	return p
}

// bestOfFrames returns the sight of each frame that agrees with a quad most.
func bestOfFrames(q Quad, aspect float64, sights []sight) []sight {
	h, ok := q.homography()
	if !ok {
		return nil
	}
	best, count := map[int]sight{}, map[int]int{}
	var frames []int
	for _, s := range sights {
		if !sameShape(s.aspect, aspect) {
			continue
		}
		if n := countAgreeing(h, s.pairs, pooled); n > count[s.frame] {
			if count[s.frame] == 0 {
				frames = append(frames, s.frame)
			}
			best[s.frame], count[s.frame] = s, n
		}
	}
	list := make([]sight, len(frames))
	for i, f := range frames {
		list[i] = best[f]
	}
	return list
}

package recorder

import (
	"math"
	"math/rand/v2"
)

// Kinds of events. Those with a page are slide, build, flick and video.
const (
	kindSlide  = "slide"
	kindBuild  = "build"  // a slide whose lower part appears later
	kindFlick  = "flick"  // a slide that is skipped over
	kindVideo  = "video"  // a slide with a film in it
	kindCamera = "camera" // the speaker
	kindBlack  = "black"
	kindDemo   = "demo"  // a terminal
	kindFilm   = "film"  // a film that fills the picture
	kindOther  = "other" // another deck
)

// planned is an event before it is made.
type planned struct {
	seconds float64
	page    int
	kind    string
}

// timeline plans a talk of about that length: mostly forward, with skips, steps back and
// times without a slide.
func timeline(r *rand.Rand, pages int, seconds float64, others bool) (list []planned) {
	total := 0.0
	add := func(length float64, page int, kind string) {
		length = min(length, seconds-total)
		if length <= 0 {
			return
		}
		total += length
		list = append(list, planned{length, page, kind})
	}
	if r.IntN(3) > 0 {
		add(min(4+14*r.Float64(), seconds/10), 0, []string{kindCamera, kindBlack, kindFilm}[r.IntN(3)])
	}
	page := 1
	for total < seconds {
		if len(list) > 0 && list[len(list)-1].page != 0 && r.Float64() < 0.1 {
			add(min(5+30*r.Float64(), seconds/6), 0, without(r, others))
			continue
		}
		// Most slides are shown for 10 to 40 s.
		add(min(max(4, 16*math.Exp(0.7*r.NormFloat64())), 80, seconds/4), page, shownAs(r))
		switch move := r.Float64(); {
		case move < 0.78:
			page++
		case move < 0.85:
			page += 2 + r.IntN(4)
		case move < 0.95:
			page -= 1 + r.IntN(6)
		default:
			step := 1 - 2*r.IntN(2)
			for range 2 + r.IntN(5) {
				page = wrap(page+step, pages)
				add(0.3+0.6*r.Float64(), page, kindFlick)
			}
			page += step
		}
		page = wrap(page, pages)
	}
	return list
}

// shownAs is how a slide is shown.
func shownAs(r *rand.Rand) string {
	switch k := r.IntN(12); {
	case k == 0:
		return kindVideo
	case k < 3:
		return kindBuild
	}
	return kindSlide
}

func without(r *rand.Rand, others bool) string {
	kinds := []string{kindCamera, kindCamera, kindDemo, kindDemo, kindBlack, kindFilm}
	if others {
		kinds = append(kinds, kindOther, kindOther)
	}
	return kinds[r.IntN(len(kinds))]
}

// wrap returns a page of the deck for a number that may be outside.
func wrap(page, pages int) int { return (page-1+2*pages)%pages + 1 }

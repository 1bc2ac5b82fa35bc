package align

// Layout is where in the picture of a recording the slides are. A recording has several
// places if its layout switches, a camera zooms, or pages have several shapes.
type Layout struct {
	Places  []Place `json:"places,omitempty"`
	Samples int     `json:"samples"` // frames that were searched
	Seen    int     `json:"seen"`    // of these, frames in which a page was recognised
	Width   int     `json:"width"`   // of the frames, pixels
	Height  int     `json:"height"`
}

// Place is one place of slides in the picture.
type Place struct {
	Quad    Quad    `json:"quad"`
	Aspect  float64 `json:"aspect"`  // of the pages that are shown there: width to height
	Matches int     `json:"matches"` // keypoints of pages that were found there
	Frames  int     `json:"frames"`  // in which pages were found there
}

// Found reports whether the picture shows slides.
func (l Layout) Found() bool { return len(l.Places) > 0 }

// Reason returns why no slides were found, to read after the recording's name. It is empty
// if there are some.
func (l Layout) Reason() string {
	if l.Found() {
		return ""
	}
	return "shows no slide of these decks"
}

// Support returns how sure the layout is: the number of matches of keypoints. Of several
// pictures of one recording, the one with the highest support shows the slides best.
func (l Layout) Support() (sum float64) {
	for _, p := range l.Places {
		sum += float64(p.Matches)
	}
	return sum
}

// sameShape reports whether pages with two aspect ratios can be at one place.
func sameShape(a, b float64) bool { return a/b > .97 && a/b < 1.03 }

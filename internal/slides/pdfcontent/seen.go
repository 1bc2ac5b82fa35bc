package pdfcontent

import (
	"fmt"
	"math"
	"slices"
)

// Seen is what a page shows, and what its content streams contain beside that.
type Seen struct {
	Visible, Invisible int               // bytes of the texts that are drawn, and of those that are not (ISO 32000-1, 9.3.6)
	Covered            float64           // area that images cover, where they overlap, several times
	Images             map[string][]Area // the parts of each image that are shown, of the unit square, by ID
	Inline             int               // number of inline images that are cropped
	Moves              bool              // visible text follows invisible text in its line, so that it moves if that is removed
	Cut                bool              // the streams are too large: some were not read

	texts   []edit // remove invisible texts
	actuals []edit // remove replacement texts with other words
}

// edit replaces a part of a stream.
type edit struct {
	id       string
	from, to int
	by       string
}

// See reads the content streams of a page, of which the part shown is visible.
func See(streams []Content, shown Box) Seen {
	s := seer{Seen: Seen{Images: map[string][]Area{}}, left: dataMax}
	s.state, s.line = state{m: Identity(), clip: shown.corners(), font: anyFont()}, Identity()
	for _, c := range streams {
		s.read(c, 0)
	}
	return s.Seen
}

// Edits calls change with each stream of which texts are removed, by ID: invisible ones
// if asked for, and replacement texts.
func (s Seen) Edits(invisible bool, data func(id string) []byte, change func(id string, data []byte)) {
	edits := slices.Clone(s.actuals)
	if invisible {
		edits = append(edits, s.texts...)
	}
	byStream := map[string][]edit{}
	for _, e := range edits {
		byStream[e.id] = append(byStream[e.id], e)
	}
	for id, edits := range byStream {
		slices.SortFunc(edits, func(a, b edit) int { return a.from - b.from })
		var made []byte
		old, at := data(id), 0
		for _, e := range edits {
			if e.from >= at { // a form may be drawn twice
				made, at = append(append(append(made, old[at:e.from]...), e.by...), ' '), e.to
			}
		}
		change(id, append(made, old[at:]...))
	}
}

// state is the part of the graphics state that decides what is seen.
type state struct {
	m      Matrix
	clip   Area
	render int // mode of text
	font   font

	transparent bool // what is filled
}

// seer reads the streams of a page.
type seer struct {
	Seen
	state

	line    Matrix // where the line of text begins (9.4.2)
	left    int
	saved   []state
	path    []point
	parts   int // of the path
	curved  bool
	clips   bool // the path clips what follows
	pending bool // an invisible text of this line is to be removed
}

const (
	editsMax  = 100_000 // of a page
	placesMax = 101     // of an image on a page
)

func (s *seer) read(c Content, depth int) {
	if s.left -= len(c.Data); s.left < 0 || depth > depthMax {
		s.Cut = true
		return
	}
	scan := scanner{data: c.Data}
	for operator := scan.next(); operator != ""; operator = scan.next() {
		if len(s.texts)+len(s.actuals) > editsMax {
			s.Cut = true
			return
		}
		for _, a := range scan.actuals {
			if !ReplacesGlyphs(a.text) {
				s.actuals = append(s.actuals, edit{id: c.ID, from: a.from, to: a.to})
			}
		}
		s.operate(c, &scan, operator, depth)
	}
}

func (s *seer) operate(c Content, scan *scanner, operator string, depth int) {
	n := scan.numbers
	switch operator {
	case "q":
		if len(s.saved) < savedMax {
			s.saved = append(s.saved, s.state)
		} else {
			s.Cut = true
		}
	case "Q":
		if last := len(s.saved) - 1; last >= 0 {
			s.state, s.saved = s.saved[last], s.saved[:last]
		}
	case "cm":
		if len(n) == 6 {
			s.m = Matrix(n).then(s.m)
		}
	case "re", "m", "l", "c", "v", "y":
		s.extend(operator, n)
	case "W", "W*":
		s.clips = true
	case "f", "F", "f*", "B", "B*", "b", "b*", "S", "s", "n":
		if s.clips && len(s.path) > 0 {
			s.clip = s.clip.within(areaOf(s.path, s.parts, s.curved))
		}
		s.path, s.parts, s.curved, s.clips = s.path[:0], 0, false, false
	case "ID":
		scan.skipImage()
		s.image("")
	case "Do":
		s.draw(c, scan.name, depth)
	case "gs":
		if c.Transparent != nil {
			if transparent, known := c.Transparent(scan.name); known {
				s.transparent = transparent
			}
		}
	case "Tr":
		if len(n) == 1 {
			s.render = int(n[0])
		}
	case "Tf":
		if len(n) == 1 {
			s.font.size, s.font.anywhere = n[0], c.Anywhere != nil && c.Anywhere(scan.name)
		}
	case "Tz", "TL", "Ts":
		if len(n) == 1 {
			s.font.set(operator, n[0])
		}
	case "BT", "Td", "TD", "Tm", "T*":
		s.pending = false
		s.move(operator, n)
	case "Tj", "TJ", "'", `"`:
		s.text(c.ID, scan, operator)
	}
}

// text counts a text, and notes how to remove it if it is invisible.
func (s *seer) text(id string, scan *scanner, operator string) {
	const (
		filled    = 0
		invisible = 3
		onlyClips = 7
	)
	nextLine := operator == "'" || operator == `"`
	if nextLine {
		s.pending = false
		s.move("T*", nil)
	}
	shown := s.render != invisible && s.render != onlyClips && !(s.render == filled && s.transparent) && s.isWithinClip()
	if shown {
		s.Visible += scan.shown
		s.Moves = s.Moves || s.pending
		return
	}
	by := ""
	if nextLine {
		by = "T*"
	}
	if n := scan.numbers; operator == `"` && len(n) == 2 {
		by = fmt.Sprintf("%g Tw %g Tc T*", n[0], n[1])
	}
	s.Invisible += scan.shown
	s.texts = append(s.texts, edit{id, scan.from, scan.at, by})
	s.pending = true
}

// extend adds the points of a path operator to the path (8.5.2): those that control a
// curve are around it.
func (s *seer) extend(operator string, n []float64) {
	switch operator {
	case "re":
		if len(n) != 4 {
			return
		}
		x, y, right, top := n[0], n[1], n[0]+n[2], n[1]+n[3]
		n = []float64{x, y, right, y, right, top, x, top}
		s.parts++
	case "m":
		s.parts++
	case "c", "v", "y":
		s.curved = true
	}
	for i := 0; i+1 < len(n) && len(s.path) < boxesMax; i += 2 {
		s.path = append(s.path, s.m.points(point{n[i], n[i+1]})...)
	}
	if len(s.path) >= boxesMax {
		s.Cut = true
	}
}

func (s *seer) draw(c Content, name string, depth int) {
	if c.Named == nil {
		return
	}
	drawn, ok := c.Named(name)
	switch {
	case !ok:
	case drawn.Image:
		s.image(drawn.ID)
	default:
		before, saved := s.state, s.saved
		s.saved = nil
		s.m = drawn.Matrix.then(s.m)
		if b := drawn.Box; b != nil {
			clip, _ := convex(s.m.points(b.corners()...))
			s.clip = s.clip.within(clip)
		}
		s.read(drawn, depth+1)
		s.state, s.saved = before, saved
	}
}

// image notes which part of an image is within the clipping path.
func (s *seer) image(id string) {
	var part Area // empty if the image is a line
	if inverse, ok := s.m.inverse(); ok {
		s.Covered += Area(s.m.square()).within(s.clip).size()
		part = Area(inverse.points(slices.Clone(s.clip)...)).within(Box{0, 0, 1, 1}.corners())
	}
	switch {
	case id != "" && len(s.Images[id]) >= placesMax: // it is not cropped
	case id != "":
		s.Images[id] = append(s.Images[id], part)
	case part.Crops():
		s.Inline++
	}
}

func (b Box) isEmpty() bool { return !(b.Right > b.Left && b.Top > b.Bottom) } // true for NaN, too

// around is the box around points; an empty one, if there are none.
func around(points []point) Box {
	b := Box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range points {
		b = Box{min(b.Left, p.x), min(b.Bottom, p.y), max(b.Right, p.x), max(b.Top, p.y)}
	}
	return b
}

// inverse is the matrix that undoes m. A matrix that flattens all has none.
func (m Matrix) inverse() (Matrix, bool) {
	d := m[0]*m[3] - m[1]*m[2]
	if d == 0 || math.IsNaN(d) || math.IsInf(d, 0) {
		return Matrix{}, false
	}
	return Matrix{
		m[3] / d, -m[1] / d, -m[2] / d, m[0] / d,
		(m[2]*m[5] - m[3]*m[4]) / d, (m[1]*m[4] - m[0]*m[5]) / d,
	}, true
}

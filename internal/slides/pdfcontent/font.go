package pdfcontent

import "math"

// font is the part of the text state that decides where text is (ISO 32000-1, 9.3).
type font struct {
	size, scale float64 // the scale is horizontal
	leading     float64 // between lines
	rise        float64
	anywhere    bool // glyphs may be far from the line
}

// anyFont is the font before any is set.
func anyFont() font { return font{size: 1, scale: 1, anywhere: true} }

// set sets what an operator with one number sets.
func (f *font) set(operator string, n float64) {
	const percent = 100
	switch operator {
	case "Tz":
		f.scale = n / percent
	case "TL":
		f.leading = n
	case "Ts":
		f.rise = n
	}
}

// move moves the line of text (9.4.2).
func (s *seer) move(operator string, n []float64) {
	by := func(x, y float64) { s.line = Matrix{1, 0, 0, 1, x, y}.then(s.line) }
	switch {
	case operator == "BT":
		s.line = Identity()
	case operator == "Tm" && len(n) == 6:
		s.line = Matrix(n)
	case operator == "T*":
		by(0, -s.font.leading)
	case operator == "TD" && len(n) == 2:
		s.font.leading = -n[1]
		by(n[0], n[1])
	case operator == "Td" && len(n) == 2:
		by(n[0], n[1])
	}
}

// isWithinClip reports whether the clipping path leaves anything of the line of text. Where
// on the line a text is depends on the widths of glyphs, which are not read.
func (s *seer) isWithinClip() bool {
	const above, below = 3, 4 // times the size of the font: large brackets of formulas hang below their line
	inverse, ok := s.line.then(s.m).inverse()
	if len(s.clip) == 0 || !ok || s.font.size == 0 || s.font.scale == 0 {
		return false
	}
	if s.font.anywhere {
		return true
	}
	bottom, top := math.Inf(1), math.Inf(-1) // of the clipping path, from the line
	for _, p := range s.clip {
		y := inverse[1]*p.x + inverse[3]*p.y + inverse[5] - s.font.rise
		bottom, top = min(bottom, y), max(top, y)
	}
	size := math.Abs(s.font.size)
	return bottom <= above*size && top >= -below*size
}

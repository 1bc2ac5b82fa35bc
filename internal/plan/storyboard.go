package plan

import "math"

// Storyboard is the thumbnail sheets of a recording: tile i shows the stretch
// from i×Interval on.
type Storyboard struct {
	Interval float64 `json:"interval"` // seconds
	Width    int     `json:"width"`    // of a tile, pixels
	Height   int     `json:"height"`   // of a tile, pixels
	Columns  int     `json:"columns"`
	Rows     int     `json:"rows"` // of a full sheet
	Tiles    int     `json:"tiles"`
}

const (
	tileSide  = 240  // long side of a tile: what a scrub bar shows
	sheetSide = 4096 // a larger picture fails to decode on some phones
	sheetMost = 10   // tiles a row and rows a sheet: a sheet is a second's download
	halfHour  = 1800 // seconds; shorter recordings get denser tiles
)

func storyboard(width, height int, duration float64) *Storyboard {
	s := &Storyboard{Interval: 10}
	if duration < halfHour {
		s.Interval = 5
	}
	s.Width, s.Height = fit(width, height, tileSide)
	s.Columns = min(sheetMost, sheetSide/s.Width)
	s.Rows = min(sheetMost, sheetSide/s.Height)
	s.Tiles = max(1, int(math.Ceil(duration/s.Interval-1e-9)))
	return s
}

// Sheets is how many sheets the tiles fill.
func (s Storyboard) Sheets() int {
	a := s.Columns * s.Rows
	return (s.Tiles + a - 1) / a
}

// Poster is the picture that stands for a recording: the best of some frames.
type Poster struct {
	Every  float64 `json:"every"` // seconds between the frames looked at
	Width  int     `json:"width"` // of the largest size, pixels
	Height int     `json:"height"`
	Small  int     `json:"small"` // width of the small size, pixels
}

// candidates is how many frames are looked at: enough that one of them is
// neither a title card's fade nor a black stretch.
const candidates = 12

// candidateEvery is the most seconds between two: every chunk has some.
const candidateEvery = 60

func poster(width, height int, duration float64) *Poster {
	p := &Poster{Every: max(0.001, min(candidateEvery, milli(duration/candidates)))}
	p.Width, p.Height = fit(width, height, 1280)
	p.Small = max(2, min(640, p.Width/2))
	return p
}

// fit is the even size of that aspect whose long side is at most side.
func fit(width, height, side int) (w, h int) {
	scale := min(1, float64(side)/float64(max(width, height)))
	return even(float64(width)*scale, max(2, width)), even(float64(height)*scale, max(2, height))
}

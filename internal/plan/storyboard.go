package plan

import "math"

// Storyboard describes the thumbnail sheets of a recording. Tile i stands for the time
// from i×Interval to (i+1)×Interval.
type Storyboard struct {
	Interval float64 `json:"interval"` // seconds
	Width    int     `json:"width"`    // of a tile, pixels
	Height   int     `json:"height"`   // of a tile, pixels
	Columns  int     `json:"columns"`
	Rows     int     `json:"rows"` // of a full sheet
	Tiles    int     `json:"tiles"`
}

const (
	maxTileSide     = 240  // pixels, the size in a player's seek bar
	maxSheetSide    = 4096 // pixels; some phones cannot decode a larger image
	maxTilesPerSide = 10   // columns and rows; a sheet then downloads in a second
	halfHour        = 1800 // seconds; shorter recordings get denser tiles
)

func storyboard(width, height int, duration float64) *Storyboard {
	s := &Storyboard{Interval: 10}
	if duration < halfHour {
		s.Interval = 5
	}
	s.Width, s.Height = fit(width, height, maxTileSide)
	s.Columns = min(maxTilesPerSide, maxSheetSide/s.Width)
	s.Rows = min(maxTilesPerSide, maxSheetSide/s.Height)
	s.Tiles = max(1, int(math.Ceil(duration/s.Interval-1e-9)))
	return s
}

// Sheets returns the number of sheets.
func (s Storyboard) Sheets() int {
	a := s.Columns * s.Rows
	return (s.Tiles + a - 1) / a
}

// Poster describes the poster image of a recording: the best of several frames.
type Poster struct {
	Every  float64 `json:"every"` // seconds between candidate frames
	Width  int     `json:"width"` // of the largest size, pixels
	Height int     `json:"height"`
	Small  int     `json:"small"` // width of the small size, pixels
}

// posterCandidates is the number of candidate frames. It is high enough that one of them
// is neither black nor part of a fade.
const posterCandidates = 12

// maxCandidateGap is the most seconds between two candidates, so that every chunk has some.
const maxCandidateGap = 60

func poster(width, height int, duration float64) *Poster {
	p := &Poster{Every: max(0.001, min(maxCandidateGap, milli(duration/posterCandidates)))}
	p.Width, p.Height = fit(width, height, 1280)
	p.Small = max(2, min(640, p.Width/2))
	return p
}

// fit returns an even size with the same aspect ratio whose long side is at most side.
func fit(width, height, side int) (w, h int) {
	scale := min(1, float64(side)/float64(max(width, height)))
	return even(float64(width)*scale, max(2, width)), even(float64(height)*scale, max(2, height))
}

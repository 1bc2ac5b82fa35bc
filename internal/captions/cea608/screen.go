package cea608

import (
	"strings"

	"proceedings/internal/meeting"
)

// The screen that captions are written on.
const (
	rows    = 15
	columns = 32
)

type grid [rows][columns]rune // 0 where nothing is

type mode int

const (
	unset   mode = iota // characters count only once a mode was set
	popOn               // loaded out of sight, then shown at once
	rolling             // written at the lowest row, which moves up when it is full
	paintOn             // written in sight
)

const (
	// pause is how many seconds after the last character a paint-on caption is
	// over, and what is written then is the next one.
	pause = 1.5

	// standing is how many seconds a caption stands to which nothing is added:
	// decoders may erase the screen then (47 CFR 15.119).
	standing = 16
)

// screen is the memory of one channel, and what was read off it.
type screen struct {
	mode     mode
	shown    grid
	loading  grid
	row, col int // of the next character; col is columns behind the last
	open     open
	cues     []meeting.Cue
}

// open is the caption that is on the screen.
type open struct {
	active  bool
	start   float64 // when the first of it was shown, seconds
	last    float64 // when the last of it was
	touched [rows]bool
	whole   bool   // nothing more belongs to it, and text is all of it
	text    string // of a whole one
}

// write puts a character at the cursor.
func (s *screen) write(at float64, char rune) {
	col := min(columns-1, s.col) // what does not fit replaces the last
	switch s.mode {
	case unset:
		return
	case popOn:
		s.loading[s.row][col] = char
	case rolling, paintOn:
		if char == ' ' && !s.open.active {
			break // nothing to see yet
		}
		if s.open.active && (s.open.whole || s.mode == paintOn && at-s.open.last > pause) {
			s.close(at)
		}
		if !s.open.active {
			s.open = open{active: true, start: at}
		}
		s.open.last, s.open.touched[s.row] = at, true
		s.shown[s.row][col] = char
	}
	s.col = col + 1
}

// target is the memory that is written to.
func (s *screen) target() *grid {
	if s.mode == popOn {
		return &s.loading
	}
	return &s.shown
}

// back goes one character back and takes it away.
func (s *screen) back() {
	if s.col > 0 {
		s.col--
		s.target()[s.row][s.col] = 0
	}
}

func (s *screen) deleteToEnd() { clear(s.target()[s.row][s.col:]) }

// address sets the cursor by a preamble address code.
func (s *screen) address(a, b byte) {
	row := [8][2]int{{11, 11}, {1, 2}, {3, 4}, {12, 13}, {14, 15}, {5, 6}, {7, 8}, {9, 10}}[a&7][b>>5&1] - 1
	if s.mode == rolling && row != s.row { // the base row moves, with what is in it
		s.shown[row], s.shown[s.row] = s.shown[s.row], [columns]rune{}
		s.open.touched[row], s.open.touched[s.row] = s.open.touched[s.row], false
	}
	s.row, s.col = row, 0
	if b&0x10 != 0 {
		s.col = int(b&0x0e) * 2
	}
}

func (s *screen) rollUp(at float64) {
	if s.mode != rolling {
		s.erase(at)
		s.loading = grid{}
		s.row, s.col = rows-1, 0
	}
	s.mode = rolling
}

// carriageReturn ends a line. It stays on the screen, and is a caption of its
// own up to the first character of the next: what moved up is not said twice.
func (s *screen) carriageReturn(at float64) {
	if s.mode != rolling {
		return
	}
	if s.open.active && !s.open.whole {
		s.finish()
		if s.open.text == "" {
			s.close(at)
		}
	}
	s.shown[s.row], s.col = [columns]rune{}, 0
}

func (s *screen) erase(at float64) {
	s.close(at)
	s.shown = grid{}
}

// flip shows what was loaded.
func (s *screen) flip(at float64) {
	s.close(at)
	s.mode = popOn
	s.shown, s.loading = s.loading, s.shown
	s.open = open{active: true, start: at, last: at}
	for i := range s.open.touched {
		s.open.touched[i] = true
	}
	s.finish()
}

// finish takes the text of the open caption off the screen.
func (s *screen) finish() {
	var lines []string
	for i, row := range s.shown {
		if !s.open.touched[i] {
			continue
		}
		for j, char := range row {
			if char == 0 {
				row[j] = ' '
			}
		}
		if line := strings.TrimSpace(string(row[:])); line != "" {
			lines = append(lines, line)
		}
	}
	s.open.whole, s.open.text = true, strings.Join(lines, "\n")
}

// close ends the open caption, if there is one.
func (s *screen) close(at float64) {
	if !s.open.active {
		return
	}
	if !s.open.whole {
		s.finish()
	}
	end := min(at, s.open.last+standing)
	if s.open.text != "" && end > s.open.start {
		s.cues = append(s.cues, meeting.Cue{Start: s.open.start, End: end, Text: s.open.text})
	}
	s.open = open{}
}

package odp

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// guessMax is the largest length of a guessed title, in characters.
const guessMax = 120

// guess finds the title of a page whose shapes have no classes, as other programs
// write the format: the first text, if it is one short line without text above it.
type guess struct {
	seen  bool // some text
	found bool
	at    int // index of its block
	top   float64
}

// look considers a shape, which has added the blocks from index had.
func (g *guess) look(shape *office.Node, had int, blocks []meeting.Block) {
	added := blocks[had:]
	if len(added) == 0 || len(added) == 1 && added[0].Kind == meeting.Picture {
		return
	}
	top, known := length(shape.AttrIn(svgSpace, "y"))
	switch {
	case !g.seen:
		g.seen = true
		hasText := shape.Name == "custom-shape" || shape.Down("text-box") != nil
		g.found = hasText && known && len(added) == 1 && utf8.RuneCountInString(added[0].Text) <= guessMax &&
			!strings.Contains(added[0].Text, "\n")
		g.at, g.top = had, top
	case known && top < g.top:
		g.found = false
	}
}

// length parses a length in one of the format's absolute units.
func length(s string) (points float64, ok bool) {
	const unit = 2 // letters
	if len(s) <= unit {
		return 0, false
	}
	var size float64
	switch s[len(s)-unit:] {
	case "cm":
		size = 72 / 2.54
	case "mm":
		size = 72 / 25.4
	case "in":
		size = 72
	case "pt":
		size = 1
	case "pc":
		size = 12
	}
	n, err := strconv.ParseFloat(s[:len(s)-unit], 64)
	const most = 1e9
	return n * size, err == nil && size > 0 && n > -most && n < most
}

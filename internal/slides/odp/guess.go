package odp

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
)

// guessMax is the length of what may be taken for a title, in characters.
const guessMax = 120

// guess finds a title on a page whose shapes have lost their parts in the
// layout, as they do when other programs write the format: what is said first,
// in one short line, with no text above it.
type guess struct {
	seen  bool // text, in any shape
	found bool
	at    int // its block
	top   float64
}

// look considers a shape of the page; it has just added the blocks from had on.
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

// length reads a length in any of the format's absolute units, as points.
func length(s string) (points float64, ok bool) {
	for unit, size := range map[string]float64{"cm": 72 / 2.54, "mm": 72 / 25.4, "in": 72, "pt": 1, "pc": 12} {
		if number, found := strings.CutSuffix(s, unit); found {
			n, err := strconv.ParseFloat(number, 64)
			return n * size, err == nil
		}
	}
	return 0, false
}

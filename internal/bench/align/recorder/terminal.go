package recorder

import (
	"image"
	"math/rand/v2"
)

// terminal is a window with lines that scroll in bursts.
type terminal struct {
	rand   *rand.Rand
	page   *picture
	fore   uint8
	back   uint8
	next   float64 // when it scrolls, seconds
	height int     // of a line
}

func newTerminal(r *rand.Rand, size image.Point) *terminal {
	t := &terminal{rand: r, page: newPicture(size.X, size.Y), fore: 180, back: 24, height: size.Y / 36}
	if r.IntN(3) == 0 {
		t.fore, t.back = 50, 232
	}
	t.page.fill(tone{t.back, 128, 128})
	for y := 0; y+t.height <= size.Y; y += t.height {
		t.line(y)
	}
	return t
}

// at is the window after so many seconds.
func (t *terminal) at(after float64) *picture {
	if after >= t.next {
		t.next = after + 0.2 + 3*t.rand.Float64()*t.rand.Float64()
		for range 1 + t.rand.IntN(4) {
			copy(t.page.y, t.page.y[t.height*t.page.w:])
			t.line(t.page.h - t.height)
		}
	}
	return t.page
}

// line writes a random line at a height: words of dots.
func (t *terminal) line(top int) {
	for y := top; y < top+t.height; y++ {
		row := t.page.y[y*t.page.w:][:t.page.w]
		for x := range row {
			row[x] = t.back
		}
	}
	x := 6 + 16*t.rand.IntN(4)
	for range t.rand.IntN(9) {
		width := 8 + t.rand.IntN(50)
		if x+width > t.page.w-6 {
			break
		}
		for y := top + 2; y < top+t.height-1; y++ {
			for i := range width {
				if t.rand.IntN(2) == 0 {
					t.page.y[y*t.page.w+x+i] = t.fore
				}
			}
		}
		x += width + 6
	}
}

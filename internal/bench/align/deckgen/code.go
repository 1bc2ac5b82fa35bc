package deckgen

import (
	"fmt"
	"slices"
	"strings"
)

// program makes up lines of a program.
func (w *writer) program(count int) (lines []string) {
	depth := 0
	for len(lines) < count {
		in := strings.Repeat("    ", depth)
		switch k := w.rand.IntN(7); {
		case k == 0 && depth < 3:
			lines = append(lines, fmt.Sprintf("%sfor %s in %s:", in, w.noun(), w.noun()))
			depth++
		case k == 1 && depth < 3:
			lines = append(lines, fmt.Sprintf("%sif %s > %d:", in, w.noun(), w.rand.IntN(100)))
			depth++
		case k == 2 && depth > 0:
			lines = append(lines, fmt.Sprintf("%sreturn %s", in, w.noun()))
			depth--
		case k == 3:
			lines = append(lines, fmt.Sprintf("%s# %s", in, w.phrase()))
		default:
			lines = append(lines, fmt.Sprintf("%s%s = %s(%s, %d)", in, w.noun(), w.noun(), w.noun(), w.rand.IntN(1000)))
		}
	}
	return lines
}

// listing is a page with a program.
func (w *writer) listing(title string, lines []string) {
	w.slide(title, false, false)
	d, b := w.design, w.content()
	w.doc.rect(b, mix(d.back, d.muted), "")
	size := min(b.h/float64(len(lines)+1)/0.044, d.size*0.72)
	var items []item
	for _, l := range lines {
		f := font{family: d.mono, size: size, color: d.fore, align: "start"}
		if strings.HasPrefix(strings.TrimSpace(l), "#") {
			f.color = d.muted
		}
		items = append(items, item{text: l, font: f})
	}
	w.doc.text(b.inner(0.4), "top", items...)
}

func (w *writer) code() { w.listing(w.words.title(), w.program(6+w.rand.IntN(10))) }

// codeSeries is a few pages that differ in one line.
func (w *writer) codeSeries() {
	title, lines := w.words.title(), w.program(9+w.rand.IntN(5))
	for range 2 + w.rand.IntN(2) {
		lines = slices.Clone(lines)
		at := w.rand.IntN(len(lines))
		in := lines[at][:len(lines[at])-len(strings.TrimLeft(lines[at], " "))]
		lines[at] = fmt.Sprintf("%s%s.%s(%s=%d)", in, w.noun(), w.noun(), w.noun(), w.rand.IntN(1000))
		w.listing(title, lines)
	}
}

// mix is a color near the first, a little towards the second.
func mix(a, b string) string {
	var x, y [3]int
	_, _ = fmt.Sscanf(a, "#%02x%02x%02x", &x[0], &x[1], &x[2]) // they are all of that form
	_, _ = fmt.Sscanf(b, "#%02x%02x%02x", &y[0], &y[1], &y[2])
	for i := range x {
		x[i] = (x[i]*85 + y[i]*15) / 100
	}
	return fmt.Sprintf("#%02x%02x%02x", x[0], x[1], x[2])
}

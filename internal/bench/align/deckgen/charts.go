package deckgen

import (
	"fmt"
	"math"
)

// axes draws the axes of a chart with labels, and returns the area within.
func (w *writer) axes(b box) box {
	d := w.design
	in := box{b.x + b.w*0.07, b.y, b.w * 0.90, b.h * 0.88}
	for i := range 5 {
		y := in.y + in.h*float64(i)/4
		w.doc.line(in.x, y, in.x+in.w, y, mix(d.back, d.muted), 0.03)
		f := w.font(d.size*0.5, d.muted)
		f.align = "end"
		w.doc.text(box{b.x, y - 0.3, b.w * 0.06, 0.6}, "middle", item{text: fmt.Sprint((4 - i) * 25), font: f})
	}
	w.doc.line(in.x, in.y+in.h, in.x+in.w, in.y+in.h, d.fore, 0.05)
	w.doc.line(in.x, in.y, in.x, in.y+in.h, d.fore, 0.05)
	return in
}

func (w *writer) barChart() {
	w.slide(w.words.title(), false, true)
	in, d := w.axes(w.content()), w.design
	n, series := 4+w.rand.IntN(6), 1+w.rand.IntN(2)
	step := in.w / float64(n)
	for i := range n {
		x := in.x + step*float64(i)
		for s := range series {
			h := in.h * (0.1 + 0.85*w.rand.Float64())
			wide := step * 0.7 / float64(series)
			w.doc.rect(box{x + step*0.15 + wide*float64(s), in.y + in.h - h, wide, h}, []string{d.accent, d.second}[s], "")
		}
		f := w.font(d.size*0.5, d.fore)
		f.align = "center"
		w.doc.text(box{x, in.y + in.h + 0.1, step, 0.8}, "top", item{text: w.noun(), font: f})
	}
}

// curve draws a line of random values.
func (w *writer) curve(in box, color string) {
	var points []point
	value, n := w.rand.Float64(), 12+w.rand.IntN(30)
	for i := range n {
		value = min(max(value+0.25*(w.rand.Float64()-0.5), 0.02), 0.98)
		points = append(points, point{in.x + in.w*float64(i)/float64(n-1), in.y + in.h*(1-value)})
	}
	w.doc.polygon(points, "", color, 0.1)
}

func (w *writer) lineChart() {
	w.slide(w.words.title(), false, true)
	in := w.axes(w.content())
	for _, color := range []string{w.design.accent, w.design.second, w.design.fore}[:1+w.rand.IntN(3)] {
		w.curve(in, color)
	}
}

// chartSeries is a chart that gets one more line on each page. These pages are one slide.
func (w *writer) chartSeries() {
	title, seed := w.words.title(), w.rand.Uint64()
	for step := range 3 {
		w.slide(title, step > 0, false)
		in := w.axes(w.content())
		again := *w
		again.rand = seeded(seed)
		for _, color := range []string{w.design.accent, w.design.second, w.design.fore}[:step+1] {
			again.curve(in, color)
		}
	}
}

func (w *writer) pieChart() {
	w.slide(w.words.title(), false, true)
	b, d := w.content(), w.design
	radius, n := b.h*0.45, 3+w.rand.IntN(4)
	middle := point{b.x + b.w*0.3, b.y + b.h*0.5}
	from := 0.0
	for i := range n {
		part := 1 / float64(n) * (0.6 + 0.8*w.rand.Float64())
		if i == n-1 {
			part = 1 - from
		}
		points := []point{middle}
		for k := range 25 {
			a := 2 * math.Pi * (from + part*float64(k)/24)
			points = append(points, point{middle.x + radius*math.Sin(a), middle.y - radius*math.Cos(a)})
		}
		color := []string{d.accent, d.second, d.muted, mix(d.accent, d.fore), mix(d.second, d.back), d.fore}[i]
		w.doc.polygon(points, color, d.back, 0.06)
		y := b.y + b.h*(0.15+0.12*float64(i))
		w.doc.rect(box{b.x + b.w*0.62, y, 0.5, 0.5}, color, "")
		w.doc.text(box{b.x + b.w*0.66, y - 0.1, b.w * 0.34, 0.8}, "top", item{text: fmt.Sprintf("%s %.0f %%", w.noun(), part*100), font: w.font(d.size*0.7, d.fore)})
		from += part
	}
}

// diagram is boxes with arrows between them.
func (w *writer) diagram() {
	w.slide(w.words.title(), false, true)
	b, d := w.content(), w.design
	columns, rows := 2+w.rand.IntN(3), 1+w.rand.IntN(3)
	wide, high := b.w/float64(columns), b.h/float64(rows)
	for r := range rows {
		for c := range columns {
			if rows*columns > 3 && w.rand.IntN(5) == 0 {
				continue
			}
			cell := box{b.x + float64(c)*wide + wide*0.12, b.y + float64(r)*high + high*0.22, wide * 0.68, high * 0.5}
			fill := []string{d.accent, d.second, mix(d.back, d.accent)}[w.rand.IntN(3)]
			if w.rand.IntN(3) == 0 {
				w.doc.ellipse(cell, fill, d.fore)
			} else {
				w.doc.rect(cell, fill, d.fore)
			}
			f := w.font(d.size*0.65, d.fore)
			f.align = "center"
			w.doc.text(cell.inner(0.2), "middle", item{text: w.phrase(), font: f})
			if c+1 < columns {
				x, y := cell.x+cell.w+0.1, cell.y+cell.h/2
				to := x + wide*0.28
				w.doc.line(x, y, to, y, d.fore, 0.07)
				w.doc.polygon([]point{{to, y - 0.2}, {to, y + 0.2}, {to + 0.35, y}}, d.fore, "", 0)
			}
		}
	}
}

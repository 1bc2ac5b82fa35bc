package deckgen

import "fmt"

// lines makes the items of a list at two levels.
func (w *writer) lines(count int) (items []item) {
	d := w.design
	for len(items) < count {
		items = append(items, item{text: w.sentence(), bullet: d.bullet, font: w.font(d.size, d.fore), gap: 0.35})
		for range w.rand.IntN(3) {
			items = append(items, item{text: capital(w.phrase()), bullet: "–", level: 1, font: w.font(d.size*0.82, d.fore), gap: 0.12})
		}
	}
	return items[:count]
}

// capacity is how many lines a list has at most.
func (w *writer) capacity() int { return max(4, int(175/w.design.size)) }

func (w *writer) bullets() {
	w.slide(w.words.title(), false, true)
	w.doc.text(w.content(), "top", w.lines(3+w.rand.IntN(w.capacity()-2))...)
}

// build is a list that grows over several pages.
func (w *writer) build() {
	title, items := w.words.title(), w.lines(3+w.rand.IntN(w.capacity()-2))
	steps := min(2+w.rand.IntN(3), len(items))
	for s := range steps {
		w.slide(title, s > 0, false)
		w.doc.text(w.content(), "top", items[:len(items)*(s+1)/steps]...)
	}
}

func (w *writer) columns() {
	w.slide(w.words.title(), false, true)
	b := w.content()
	half := b.w * 0.47
	for i := range 2 {
		items := w.lines(w.capacity() / 2)
		for j := range items {
			items[j].font.size *= 0.9
		}
		head := item{text: capital(w.noun()), font: w.font(w.design.size, w.design.second)}
		head.font.bold = true
		w.doc.text(box{b.x + float64(i)*(b.w-half), b.y, half, b.h}, "top", append([]item{head}, items...)...)
	}
}

// repeated is a page that is there twice, alike in each pixel, with one between them.
func (w *writer) repeated() {
	title, items := w.words.title(), w.lines(w.capacity()/2+1)
	for i := range 2 {
		w.slide(title, false, false)
		w.doc.text(w.content(), "top", items...)
		if i == 0 {
			w.bullets()
		}
	}
}

func (w *writer) table() {
	w.slide(w.words.title(), false, true)
	d, b := w.design, w.content()
	columns, rows := 3+w.rand.IntN(3), 4+w.rand.IntN(5)
	width, height := b.w/float64(columns), min(b.h/float64(rows), 1.6)
	for r := range rows {
		for c := range columns {
			cell := box{b.x + float64(c)*width, b.y + float64(r)*height, width, height}
			f, fill, text := w.font(d.size*0.68, d.fore), "", fmt.Sprintf("%.*f", w.rand.IntN(3), w.rand.Float64()*1000)
			switch {
			case r == 0:
				f.color, f.bold, fill, text = "#ffffff", true, d.accent, capital(w.noun())
			case c == 0:
				text = capital(w.phrase())
			}
			w.doc.rect(cell, fill, d.muted)
			if c > 0 {
				f.align = "end"
			}
			w.doc.text(cell.inner(0.15), "middle", item{text: text, font: f})
		}
	}
}

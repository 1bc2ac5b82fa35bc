package deckgen

import "slices"

// deck writes a deck of at least that many pages: an opening, sections of different
// pages, and an end.
func (w *writer) deck(pages int) {
	w.title, w.author = w.words.title(), w.name()
	w.opening()
	topics := make([]string, 3+w.rand.IntN(4))
	for i := range topics {
		topics[i] = capital(w.phrase())
	}
	w.agenda(topics, -1)
	kinds := w.kinds()
	again := w.rand.IntN(2) == 0 // the agenda is shown again before each section
	for at, section := 0, 0; len(w.groups) < pages-2; section++ {
		if again {
			w.agenda(topics, -1)
		} else {
			w.section(topics[section%len(topics)])
		}
		for range 3 + w.rand.IntN(5) {
			if len(w.groups) >= pages-2 {
				break
			}
			kinds[at%len(kinds)]()
			at++
		}
	}
	w.few(capital(w.noun()) + "?")
	w.closing()
	// A series of pages may have passed the limit: more pages are cut off by the caller,
	// as hidden pages are.
	w.doc.keep(pages)
}

// kinds returns what writes each kind of page, in an order of the deck's own. The
// commonest kinds are there several times.
func (w *writer) kinds() []func() {
	list := []func(){
		w.bullets, w.bullets, w.bullets, w.build, w.build, w.columns, w.table, w.table, w.code, w.codeSeries,
		w.barChart, w.lineChart, w.pieChart, w.chartSeries, w.photo, w.photoBeside, w.photoBeside, w.diagram, w.diagram,
		func() { w.few(capital(w.sentence())) }, w.repeated,
	}
	w.rand.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	// A deck has its own preferences.
	return slices.Concat(list, list[:len(list)/2])
}

func (w *writer) opening() {
	d := w.design
	w.begin(false)
	if w.rand.IntN(2) == 0 {
		w.doc.rect(box{0, d.height * 0.62, d.width, d.height * 0.38}, d.accent, "")
	} else {
		w.doc.picture(box{d.width * 0.55, 0, d.width * 0.45, d.height}, photo(w.rand, 600, 760))
	}
	f := font{family: d.head, size: d.size * 1.9, color: d.fore, bold: true, align: "start"}
	w.doc.text(box{d.width * 0.07, d.height * 0.2, d.width * 0.46, d.height * 0.4}, "top", item{text: w.title, font: f})
	w.doc.text(box{d.width * 0.07, d.height * 0.66, d.width * 0.46, d.height * 0.2}, "top",
		item{text: w.author, font: w.font(d.size, d.fore)}, item{text: capital(w.noun()) + " " + w.noun() + " group", font: w.font(d.size*0.8, d.fore), gap: 0.3})
	w.logo(box{d.width * 0.07, d.height * 0.07, d.height * 0.09, d.height * 0.09})
}

// agenda lists the topics, with one of them marked unless it is negative.
func (w *writer) agenda(topics []string, marked int) {
	w.slide("Outline", false, false)
	var items []item
	for i, t := range topics {
		f := w.font(w.design.size*1.1, w.design.fore)
		if i == marked {
			f.color, f.bold = w.design.accent, true
		}
		items = append(items, item{text: t, bullet: w.design.bullet, font: f, gap: 0.35})
	}
	w.doc.text(w.content(), "top", items...)
}

// section is a page with a few words.
func (w *writer) section(topic string) {
	d := w.design
	w.begin(false)
	f := font{family: d.head, size: d.size * 1.8, color: d.accent, bold: true, align: "center"}
	w.doc.text(box{d.width * 0.1, d.height * 0.3, d.width * 0.8, d.height * 0.4}, "middle", item{text: topic, font: f})
}

// few is a page with few words and nothing else but what all pages have.
func (w *writer) few(text string) {
	d := w.design
	w.begin(false)
	w.furniture(true)
	f := font{family: d.head, size: d.size * 1.7, color: d.fore, align: "center"}
	w.doc.text(box{d.width * 0.12, d.height * 0.25, d.width * 0.76, d.height * 0.45}, "middle", item{text: text, font: f})
}

func (w *writer) closing() {
	w.slide("Thank you", false, true)
	w.doc.text(w.content(), "middle", item{text: w.author, font: w.font(w.design.size*1.2, w.design.fore)},
		item{text: w.noun() + "@" + w.noun() + ".example", font: w.font(w.design.size, w.design.accent), gap: 0.4})
}

package deckgen

import (
	"fmt"
	"math/rand/v2"
)

// writer writes the pages of a deck.
type writer struct {
	words
	rand   *rand.Rand
	design design
	doc    *document
	groups []int
	group  int
	title  string // of the deck
	author string
}

// content is the part of a page below the title.
func (w *writer) content() box {
	d := w.design
	b := box{d.width * 0.06, d.height * 0.21, d.width * 0.88, d.height * 0.67}
	switch d.heading {
	case "centred":
		b.y += d.height * 0.02
		b.h -= d.height * 0.02
	case "side":
		b = box{d.width * 0.30, d.height * 0.10, d.width * 0.65, d.height * 0.78}
	}
	return b
}

// begin begins a page, in a group of its own unless the one before is continued.
func (w *writer) begin(continued bool) {
	if !continued {
		w.group++
	}
	w.groups = append(w.groups, w.group)
	w.doc.page(w.design.back)
}

// slide begins a page with a title, a footer and a logo. Pages without a number may be
// repeated exactly.
func (w *writer) slide(title string, continued, numbered bool) {
	w.begin(continued)
	w.furniture(numbered)
	w.heading(title)
}

func (w *writer) font(size float64, color string) font {
	return font{family: w.design.text, size: size, color: color, align: "start"}
}

func (w *writer) heading(title string) {
	d := w.design
	f := font{family: d.head, size: d.size * 1.4, color: d.accent, bold: true, align: "start"}
	b := box{d.width * 0.06, d.height * 0.05, d.width * 0.80, d.height * 0.13}
	switch d.heading {
	case "ruled":
		w.doc.line(b.x, b.y+b.h, d.width-b.x, b.y+b.h, d.accent, 0.08)
		f.color = d.fore
	case "band":
		w.doc.rect(box{0, 0, d.width, d.height * 0.17}, d.accent, "")
		f.color, b.y, b.h = "#ffffff", 0, d.height*0.17
	case "centred":
		f.align, b.w = "center", d.width*0.88
	case "side":
		w.doc.rect(box{0, 0, d.width * 0.26, d.height}, d.accent, "")
		f.color, f.size = "#ffffff", d.size*1.2
		b = box{d.width * 0.02, d.height * 0.1, d.width * 0.22, d.height * 0.6}
		w.doc.text(b, "top", item{text: title, font: f})
		return
	}
	w.doc.text(b, "middle", item{text: title, font: f})
}

// furniture draws what is on all pages.
func (w *writer) furniture(numbered bool) {
	d := w.design
	b := box{d.width * 0.04, d.height * 0.925, d.width * 0.92, d.height * 0.055}
	f := w.font(10, d.muted)
	switch d.footer {
	case "line":
		w.doc.line(b.x, b.y, b.x+b.w, b.y, d.muted, 0.03)
	case "bar":
		w.doc.rect(box{0, b.y, d.width, d.height - b.y}, d.second, "")
		f.color = "#ffffff"
	}
	if d.footer == "line" || d.footer == "bar" {
		w.doc.text(b, "middle", item{text: w.author + " · " + w.title, font: f})
	}
	if d.footer != "none" && numbered {
		f.align = "end"
		w.doc.text(b, "middle", item{text: fmt.Sprint(len(w.groups)), font: f})
	}
	w.logo(box{d.width * 0.92, d.height * 0.04, d.height * 0.08, d.height * 0.08})
}

func (w *writer) logo(b box) {
	d := w.design
	switch d.logo {
	case "disc":
		w.doc.ellipse(b, d.second, "")
		w.doc.rect(b.inner(b.w*0.3), d.back, "")
	case "squares":
		half := b.w * 0.46
		w.doc.rect(box{b.x, b.y, half, half}, d.second, "")
		w.doc.rect(box{b.x + b.w - half, b.y, half, half}, d.fore, "")
		w.doc.rect(box{b.x, b.y + b.h - half, half, half}, d.muted, "")
		w.doc.rect(box{b.x + b.w - half, b.y + b.h - half, half, half}, d.second, "")
	case "ring":
		w.doc.ellipse(b, "", d.second)
		w.doc.ellipse(b.inner(b.w*0.22), d.accent, "")
	}
}

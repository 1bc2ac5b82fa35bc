package deckgen

import (
	"fmt"
	"math/rand/v2"
)

// design is what all pages of a deck share. Lengths are in centimetres.
type design struct {
	width, height float64

	back, fore, accent, second, muted string // colors

	text, head, mono string // fonts

	heading string // where titles are: plain, ruled, band, centred or side
	footer  string // none, number, line or bar
	logo    string // none, disc, squares or ring
	bullet  string
	size    float64 // of text, points
}

// wide and narrow are the sizes of pages.
func (d *design) wide()   { d.width, d.height = 28, 15.75 }
func (d *design) narrow() { d.width, d.height = 25.4, 19.05 }

// designs is how many designs there are before colors vary alone.
const designs = 10

// designOf returns the design of a seed.
func designOf(seed uint64, r *rand.Rand) design {
	light := design{back: "#ffffff", fore: "#202124", muted: "#8a8f98", text: "Calibri", head: "Calibri", mono: "Consolas", bullet: "•", size: 22}
	dark := light
	dark.back, dark.fore, dark.muted = "#14171c", "#eef0f3", "#747b86"
	hue := r.Float64()
	light.accent, light.second = hsl(hue, 0.65, 0.40), hsl(hue+0.45, 0.6, 0.5)
	dark.accent, dark.second = hsl(hue, 0.7, 0.62), hsl(hue+0.4, 0.7, 0.6)
	var d design
	switch seed % designs {
	case 0: // plain white
		d = light
		d.wide()
		d.heading, d.footer, d.logo = "plain", "number", "none"
	case 1: // a lecture with a colored band
		d = light
		d.narrow()
		d.heading, d.footer, d.logo, d.bullet = "band", "bar", "none", "▸"
	case 2: // a dark talk of engineers
		d = dark
		d.wide()
		d.heading, d.footer, d.logo, d.text, d.head = "plain", "none", "ring", "Arial", "Arial"
	case 3: // a company's template
		d = light
		d.wide()
		d.heading, d.footer, d.logo, d.size = "ruled", "line", "squares", 20
	case 4: // a book-like lecture
		d = light
		d.narrow()
		d.back, d.heading, d.footer, d.logo = "#faf6ee", "centred", "number", "disc"
		d.text, d.head, d.bullet = "Times New Roman", "Times New Roman", "–"
	case 5: // a colored background
		d = dark
		d.wide()
		d.back, d.accent = hsl(hue, 0.55, 0.22), hsl(hue+0.5, 0.8, 0.7)
		d.heading, d.footer, d.logo = "centred", "none", "none"
	case 6: // a stripe at the side
		d = light
		d.wide()
		d.heading, d.footer, d.logo, d.head = "side", "number", "disc", "Georgia"
	case 7: // small text of a seminar
		d = light
		d.narrow()
		d.heading, d.footer, d.logo, d.size, d.text = "ruled", "line", "ring", 17, "Arial"
	case 8: // few large words
		d = dark
		d.narrow()
		d.heading, d.footer, d.logo, d.size = "band", "number", "squares", 28
	default: // gray paper
		d = light
		d.wide()
		d.back, d.heading, d.footer, d.logo, d.bullet = "#ececec", "band", "bar", "disc", "■"
	}
	return d
}

// hsl is a color by hue, saturation and lightness, as #rrggbb. The hue may exceed 1.
func hsl(h, s, l float64) string {
	channel := func(shift float64) int {
		t := h + shift
		t -= float64(int(t))
		q := l * (1 + s)
		if l >= 0.5 {
			q = l + s - l*s
		}
		p, v := 2*l-q, 0.0
		switch {
		case t < 1.0/6:
			v = p + (q-p)*6*t
		case t < 0.5:
			v = q
		case t < 2.0/3:
			v = p + (q-p)*(2.0/3-t)*6
		default:
			v = p
		}
		return int(v*255 + 0.5)
	}
	return fmt.Sprintf("#%02x%02x%02x", channel(1.0/3), channel(1), channel(2.0/3))
}

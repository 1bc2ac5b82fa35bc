package main

import (
	"fmt"
	"strings"
)

// fontSet is a set of fonts that a machine may have.
type fontSet struct {
	name  string
	fonts map[string]string // a family for each that decks ask for
}

// fontSets are the fonts of the machine that recordings come from, and those of the
// machines that render page images: wider ones, so that lines break elsewhere.
func fontSets() []fontSet {
	return []fontSet{
		{"recording", map[string]string{
			"Calibri": "Carlito", "Arial": "Liberation Sans", "Georgia": "Caladea", "Times New Roman": "Liberation Serif", "Consolas": "Liberation Mono",
		}},
		{"noto", map[string]string{
			"Calibri": "Noto Sans", "Arial": "Noto Sans", "Georgia": "Noto Serif", "Times New Roman": "Noto Serif", "Consolas": "DejaVu Sans Mono",
		}},
		{"dejavu", map[string]string{
			"Calibri": "DejaVu Sans", "Arial": "DejaVu Sans", "Georgia": "DejaVu Serif", "Times New Roman": "DejaVu Serif", "Consolas": "DejaVu Sans Mono",
		}},
	}
}

// conf is a configuration of fontconfig with the fonts of the set and no others.
func (s fontSet) conf(cache string) string {
	var out strings.Builder
	out.WriteString(`<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd"><fontconfig>` +
		`<dir>/usr/share/fonts</dir><dir>/usr/local/share/fonts</dir>`)
	fmt.Fprintf(&out, `<cachedir>%s</cachedir><selectfont><rejectfont>`, cache)
	for _, all := range []string{"true", "false"} {
		fmt.Fprintf(&out, `<pattern><patelt name="scalable"><bool>%s</bool></patelt></pattern>`, all)
	}
	out.WriteString(`</rejectfont><acceptfont>`)
	seen := map[string]bool{}
	for _, family := range s.fonts {
		if !seen[family] {
			fmt.Fprintf(&out, `<pattern><patelt name="family"><string>%s</string></patelt></pattern>`, family)
		}
		seen[family] = true
	}
	out.WriteString(`</acceptfont></selectfont>`)
	for wanted, family := range s.fonts {
		fmt.Fprintf(&out, `<match target="pattern"><test name="family" compare="eq"><string>%s</string></test>`+
			`<edit name="family" mode="assign" binding="strong"><string>%s</string></edit></match>`, wanted, family)
	}
	out.WriteString(`</fontconfig>`)
	return out.String()
}

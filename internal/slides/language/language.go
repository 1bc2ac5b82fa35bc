// Package language finds out in which language and direction most of a text is
// written. It is pure.
package language

import (
	"maps"
	"slices"
	"unicode"

	"golang.org/x/text/language"
)

// Tally counts letters of the text of a slide. The zero value is ready to use.
type Tally struct {
	letters, rtl, marked int            // all, of scripts from right to left, in paragraphs from right to left
	languages            map[string]int // letters by tag, as the file has it
}

// Add counts the letters of a text. The tags are of its language; for text in a
// script that the language is not written in, that is the other one: programs mark
// text with a language for Latin and one for East Asian or complex scripts. rtl marks
// text of a paragraph from right to left.
func (t *Tally) Add(text, tag, other string, rtl bool) {
	letters, latin, right := 0, 0, 0
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		letters++
		switch {
		case unicode.Is(unicode.Latin, r):
			latin++
		case isRightToLeft(r):
			right++
		}
	}
	if letters == 0 {
		return
	}
	t.letters, t.rtl = t.letters+letters, t.rtl+right
	if rtl {
		t.marked += letters
	}
	const half = 2
	foreign := latin*half < letters // in another script than Latin
	switch {
	case tag != "" && (!foreign || !isLatin(tag)):
		t.count(tag, letters)
	case foreign && other != "" && !isLatin(other):
		t.count(other, letters)
	}
}

func (t *Tally) count(tag string, letters int) {
	const (
		most    = 100 // different tags
		longest = 35  // of a tag (RFC 5646, 4.4.1)
	)
	if len(tag) > longest {
		return
	}
	if t.languages == nil {
		t.languages = map[string]int{}
	}
	if _, known := t.languages[tag]; known || len(t.languages) < most {
		t.languages[tag] += letters
	}
}

// Language is the language of most letters as a BCP 47 tag, or empty.
func (t *Tally) Language() string {
	byTag := map[string]int{}
	for _, tag := range slices.Sorted(maps.Keys(t.languages)) {
		if parsed, err := language.Parse(tag); err == nil && parsed != language.Und {
			byTag[parsed.String()] += t.languages[tag]
		}
	}
	best, most := "", 0
	for _, tag := range slices.Sorted(maps.Keys(byTag)) {
		if byTag[tag] > most {
			best, most = tag, byTag[tag]
		}
	}
	return best
}

// Direction is "rtl" if most of the text is written from right to left, or else
// empty.
func (t *Tally) Direction() string {
	const half = 2
	if t.rtl*half > t.letters || t.rtl > 0 && t.marked*half > t.letters {
		return "rtl"
	}
	return ""
}

// isLatin reports whether a language is usually written in Latin script.
func isLatin(tag string) bool {
	const longest = 35
	if len(tag) > longest {
		return false
	}
	parsed, err := language.Parse(tag)
	if err != nil {
		return false
	}
	script, _ := parsed.Script()
	return script.String() == "Latn"
}

// isRightToLeft reports whether a letter is of a script that is written from right
// to left.
func isRightToLeft(r rune) bool {
	const first = 0x590 // all below are written from left to right
	return r >= first && unicode.In(r, unicode.Hebrew, unicode.Arabic, unicode.Syriac, unicode.Thaana, unicode.Nko,
		unicode.Samaritan, unicode.Mandaic, unicode.Adlam, unicode.Hanifi_Rohingya)
}

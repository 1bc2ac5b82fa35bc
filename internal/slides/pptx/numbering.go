package pptx

import (
	"strconv"
	"strings"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/ordinal"
)

// numbering counts the items of ordered lists in one text body.
type numbering struct {
	levels [deepest]struct {
		open  bool
		style bullet
		last  int
	}
}

// next is the number of the next item of a level. Items of a deeper level do not
// interrupt a list.
func (n *numbering) next(level int, style bullet) int {
	n.close(level + 1)
	l := &n.levels[level]
	if l.open && l.style == style {
		l.last++
	} else {
		l.open, l.style, l.last = true, style, style.start
	}
	return l.last
}

// close ends the lists of a level and of deeper ones.
func (n *numbering) close(level int) {
	for i := level; i < deepest; i++ {
		n.levels[i].open = false
	}
}

// bullet is the bullet of a paragraph; the zero value inherits it.
type bullet struct {
	kind   bulletKind
	scheme string // of a numbered one (ECMA-376, part 1, 20.1.10.61)
	start  int
}

type bulletKind int

const (
	noBullet bulletKind = iota + 1
	plainBullet
	numbered
)

// readBullet is the bullet among the properties of a paragraph or a list level.
func readBullet(properties *office.Node) bullet {
	if properties == nil {
		return bullet{}
	}
	for _, kid := range properties.Kids {
		switch kid.Name {
		case "buNone":
			return bullet{kind: noBullet}
		case "buChar", "buBlip":
			return bullet{kind: plainBullet}
		case "buAutoNum":
			const most = 32767
			start, err := strconv.Atoi(kid.Attr("startAt"))
			if err != nil || start < 1 || start > most {
				start = 1
			}
			return bullet{numbered, kid.Attr("type"), start}
		}
	}
	return bullet{}
}

// marker is the text of a number in a scheme, such as "3.", "(c)" or "iii)".
func marker(scheme string, n int) string {
	for _, form := range []struct{ suffix, before, after string }{
		{"ParenBoth", "(", ")"}, {"ParenR", "", ")"}, {"DbPeriod", "", "．"}, {"Period", "", "."}, {"Minus", "", "-"}, {"DbPlain", "", ""}, {"Plain", "", ""},
	} {
		if kind, ok := strings.CutSuffix(scheme, form.suffix); ok {
			return form.before + numeral(kind, strings.HasPrefix(form.suffix, "Db"), n) + form.after
		}
	}
	return strconv.Itoa(n) + "."
}

// numeral is n in the numerals of a scheme; wide is the full-width form.
func numeral(kind string, wide bool, n int) string {
	switch kind {
	case "alphaLc":
		return ordinal.Letters(n, ordinal.Lower)
	case "alphaUc":
		return ordinal.Letters(n, ordinal.Upper)
	case "romanLc":
		return strings.ToLower(ordinal.Roman(n))
	case "romanUc":
		return ordinal.Roman(n)
	case "circleNum", "circleNumWdWhite":
		return ordinal.Circled(n, false)
	case "circleNumWdBlack":
		return ordinal.Circled(n, true)
	case "ea1Chs", "ea1Cht", "ea1JpnChs", "ea1JpnKor":
		return ordinal.Chinese(n)
	case "arabic1":
		return ordinal.Letters(n, ordinal.ArabicLetters)
	case "arabic2":
		return ordinal.Letters(n, ordinal.ArabicAbjad)
	case "hebrew2":
		return ordinal.Letters(n, ordinal.Hebrew)
	case "thaiAlpha":
		return ordinal.Letters(n, ordinal.Thai)
	case "thaiNum":
		return ordinal.Digits(n, ordinal.ThaiZero)
	case "hindiAlpha":
		return ordinal.Letters(n, ordinal.HindiVowels)
	case "hindiAlpha1":
		return ordinal.Letters(n, ordinal.Hindi)
	case "hindiNum":
		return ordinal.Digits(n, ordinal.HindiZero)
	}
	if wide {
		return ordinal.Digits(n, ordinal.FullWidthZero)
	}
	return strconv.Itoa(n)
}

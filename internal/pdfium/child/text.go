package child

import (
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/klippa-app/go-pdfium/requests"
)

// charsMax limits the characters read from a page: a page of a book has 3,000.
const charsMax = 200_000

// text writes words with their places to the file out, as pdftotext
// -bbox-layout does.
func (d document) text(o options) (err error) {
	f, err := os.Create(o.out)
	if err != nil {
		return fmt.Errorf("write the text: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	fmt.Fprintln(w, "<doc>")
	err = d.each(o.first, o.last, func(number int, p requests.Page) error {
		width, height := d.size(number - 1)
		chars, charsErr := d.chars(p, width, height)
		if charsErr != nil {
			return charsErr
		}
		fmt.Fprintf(w, "<page width=\"%g\" height=\"%g\">\n", width, height)
		for _, block := range blocksOf(linesOf(chars)) {
			writeBlock(w, block)
		}
		fmt.Fprintln(w, "</page>")
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(w, "</doc>")
	if err = w.Flush(); err != nil {
		return fmt.Errorf("write the text: %w", err)
	}
	return nil
}

// chars are the characters of a page, with places in points from the top left of the
// displayed page.
func (d document) chars(p requests.Page, width, height float64) ([]char, error) {
	loaded, err := d.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: p})
	if err != nil {
		return nil, fmt.Errorf("read its text: %w", err)
	}
	text := loaded.TextPage
	defer d.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text}) //nolint:errcheck // the page is closed after it
	count, err := d.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return nil, fmt.Errorf("count its characters: %w", err)
	}
	var chars []char
	for i := range min(count.Count, charsMax) {
		got, err := d.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return nil, fmt.Errorf("read a character: %w", err)
		}
		c := char{r: rune(got.Unicode)}
		if n := len(chars); n > 0 && utf16.IsSurrogate(chars[n-1].r) && utf16.IsSurrogate(c.r) {
			chars[n-1].r = utf16.DecodeRune(chars[n-1].r, c.r)
			continue
		}
		if c.r == 0 {
			c.r = unicode.ReplacementChar
		}
		if !unicode.IsSpace(c.r) {
			place, err := d.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: text, Index: i})
			if err != nil {
				continue // it is nowhere to be seen
			}
			from := d.shown(p, width, height, float64(place.Rect.Left), float64(place.Rect.Top))
			to := d.shown(p, width, height, float64(place.Rect.Right), float64(place.Rect.Bottom))
			c.box = box{min(from.x, to.x), min(from.y, to.y), max(from.x, to.x), max(from.y, to.y)}
		}
		chars = append(chars, c)
	}
	return chars, nil
}

type point struct{ x, y float64 }

// fine is the resolution of places, in parts of a point.
const fine = 100

// shown converts a point from the page's coordinates to the displayed page. It is
// outside of the page where PDFium cannot convert it.
func (d document) shown(p requests.Page, width, height, x, y float64) point {
	at, err := d.FPDF_PageToDevice(&requests.FPDF_PageToDevice{
		Page: p, SizeX: int(math.Round(width * fine)), SizeY: int(math.Round(height * fine)), PageX: x, PageY: y,
	})
	if err != nil {
		return point{-1, -1}
	}
	return point{float64(at.DeviceX) / fine, float64(at.DeviceY) / fine}
}

func writeBlock(w *bufio.Writer, block []line) {
	fmt.Fprintln(w, "<block>")
	for _, l := range block {
		fmt.Fprintf(w, "<line%s>\n", l.box.attributes())
		for _, word := range l.words {
			fmt.Fprintf(w, "<word%s>%s</word>\n", word.box.attributes(), escaped(word.text))
		}
		fmt.Fprintln(w, "</line>")
	}
	fmt.Fprintln(w, "</block>")
}

func escaped(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder takes everything
	return b.String()
}

func (b box) attributes() string {
	return fmt.Sprintf(` xMin="%.2f" yMin="%.2f" xMax="%.2f" yMax="%.2f"`, b.left, b.top, b.right, b.bottom)
}

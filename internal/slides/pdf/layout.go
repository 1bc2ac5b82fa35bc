package pdf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"
)

// LayoutArgs are the arguments with which pdftotext writes words with their places,
// as XML, to the file out. This form keeps hyphens at the ends of lines, which plain
// text lacks.
func LayoutArgs(file, out string) []string {
	return []string{"-bbox-layout", "-enc", "UTF-8", "-cropbox", "-l", strconv.Itoa(MaxPages), "--", file, out}
}

// Page is the text of a page, its lines in reading order.
type Page struct {
	Width, Height float64 // in points
	Lines         []Line
	Unmapped      bool // most of its text is unreadable
}

// Line is a line of text and its place.
type Line struct {
	Rect

	Text  string
	Block int // lines with the same number belong together
	Words []Place
}

// Place is a word and its place, in points.
type Place struct {
	Rect

	Text string
}

// Height is the line's height, which is near its font size.
func (l Line) Height() float64 { return l.Bottom - l.Top }

// ParseLayout parses the output of pdftotext -bbox-layout.
func ParseLayout(data []byte) ([]Page, error) {
	d := xml.NewDecoder(bytes.NewReader(clean(data)))
	d.Strict = false // the head contains the file's own metadata
	var r layoutReader
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			r.endPage()
			return r.pages, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the layout of page %d: %w", len(r.pages), err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			r.start(v)
		case xml.CharData:
			if r.line != nil && r.inWord {
				r.line.Words[len(r.line.Words)-1].Text += string(v)
			}
		case xml.EndElement:
			r.end(v.Name.Local)
		}
	}
}

// layoutReader builds pages.
type layoutReader struct {
	pages  []Page
	line   *Line // the open one
	inWord bool
	block  int
	raw    strings.Builder // all text of the page, unfiltered
}

func (r *layoutReader) start(e xml.StartElement) {
	switch e.Name.Local {
	case "page":
		r.endPage()
		r.pages = append(r.pages, Page{Width: number(e, "width"), Height: number(e, "height")})
	case "block":
		r.block++
	case "line":
		r.end("line")
		if len(r.pages) > 0 {
			page := &r.pages[len(r.pages)-1]
			page.Lines = append(page.Lines, Line{Rect: rect(e), Block: r.block})
			r.line = &page.Lines[len(page.Lines)-1]
		}
	case "word":
		if r.line != nil {
			r.line.Words = append(r.line.Words, Place{Rect: rect(e)})
			r.inWord = true
		}
	}
}

func (r *layoutReader) end(name string) {
	switch name {
	case "word":
		r.inWord = false
	case "line":
		if r.line == nil {
			return
		}
		var kept []Place
		var texts []string
		for _, w := range r.line.Words {
			r.raw.WriteString(w.Text + " ")
			if w.Text = printable(w.Text); w.Text != "" {
				kept, texts = append(kept, w), append(texts, w.Text)
			}
		}
		r.line.Words, r.line.Text = kept, strings.Join(texts, " ")
		r.line, r.inWord = nil, false
	}
}

func (r *layoutReader) endPage() {
	r.end("line")
	if len(r.pages) > 0 {
		page := &r.pages[len(r.pages)-1]
		page.Unmapped = Unmapped(r.raw.String())
		page.Lines = inReadingOrder(page.Lines)
	}
	r.raw.Reset()
}

func rect(e xml.StartElement) Rect {
	return Rect{Left: number(e, "xMin"), Top: number(e, "yMin"), Right: number(e, "xMax"), Bottom: number(e, "yMax")}
}

// number is the value of an attribute, or 0 if it is not a number.
func number(e xml.StartElement, name string) float64 {
	f, err := strconv.ParseFloat(attr(e, name), 64)
	if err != nil || math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

func attr(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// clean replaces characters that XML does not allow: text in fonts without a correct
// character map contains control characters and invalid UTF-8.
func clean(data []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0xfffe || r == 0xffff {
			return utf8.RuneError
		}
		return r
	}, data)
}

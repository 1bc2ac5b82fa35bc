package pdf

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"
)

// LayoutArgs are the arguments by which pdftotext writes words with their
// places, as XML, to the file out.
func LayoutArgs(file, out string) []string {
	return []string{"-bbox-layout", "-enc", "UTF-8", "-cropbox", "-l", strconv.Itoa(MaxPages), "--", file, out}
}

// Page is the text of a page, line by line in reading order.
type Page struct {
	Height float64
	Lines  []Line
}

// Line is a line of text and where it is, in points from the top.
type Line struct {
	Text        string
	Top, Bottom float64
	Block       int // lines of one block stand together
}

// Height is the line's height: near enough its type size.
func (l Line) Height() float64 { return l.Bottom - l.Top }

// ParseLayout reads the output of pdftotext -bbox-layout.
func ParseLayout(data []byte) ([]Page, error) {
	d := xml.NewDecoder(bytes.NewReader(clean(data)))
	d.Strict = false // the head quotes the file's own metadata
	var pages []Page
	var line *Line // the one that is open
	var words []string
	block := 0
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return pages, nil
		}
		if err != nil {
			return nil, fmt.Errorf("read the layout of page %d: %w", len(pages), err)
		}
		switch v := token.(type) {
		case xml.StartElement:
			switch v.Name.Local {
			case "page":
				pages = append(pages, Page{Height: number(v, "height")})
			case "block":
				block++
			case "line":
				words = nil
				if len(pages) > 0 {
					page := &pages[len(pages)-1]
					page.Lines = append(page.Lines, Line{Top: number(v, "yMin"), Bottom: number(v, "yMax"), Block: block})
					line = &page.Lines[len(page.Lines)-1]
				}
			case "word":
				words = append(words, "")
			}
		case xml.CharData:
			if n := len(words); n > 0 {
				words[n-1] += string(v)
			}
		case xml.EndElement:
			if v.Name.Local == "line" && line != nil {
				line.Text = strings.Join(strings.Fields(strings.Join(words, " ")), " ")
				line = nil
			}
		}
	}
}

func number(e xml.StartElement, name string) float64 {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			f, _ := strconv.ParseFloat(a.Value, 64) // 0 is no line's height
			return f
		}
	}
	return 0
}

// clean drops the bytes that XML does not allow: fonts without a proper table
// yield control characters and broken UTF-8.
func clean(data []byte) []byte {
	return bytes.Map(func(r rune) rune {
		if r == utf8.RuneError || r < ' ' && r != '\n' && r != '\t' && r != '\r' || r == 0xfffe || r == 0xffff {
			return -1
		}
		return r
	}, data)
}

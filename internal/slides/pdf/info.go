// Package pdf reads what poppler's tools say of a PDF file: its pages, what it
// says of itself and where it leads to from pdfinfo, text from pdftotext, its
// table of contents from pdftohtml, its pictures from pdfimages. It is pure;
// somebody else runs the tools.
package pdf

import (
	"fmt"
	"strconv"
	"strings"

	"proceedings/internal/fault"
)

// MaxPages bounds the pages of a deck.
const MaxPages = 2000

// InfoArgs are the arguments by which pdfinfo tells what the file says of
// itself, and the sizes of all its pages. A file with a password wants "-upw"
// and the password before these, as before all others here.
func InfoArgs(file string) []string {
	return []string{"-isodates", "-enc", "UTF-8", "-f", "1", "-l", strconv.Itoa(MaxPages), "--", file}
}

// Size is the visible size of a page as it is shown, in points.
type Size struct{ Width, Height float64 }

// ParseInfo reads the sizes of the pages from pdfinfo's output. The lines that
// say it come after the file's own metadata, which may say anything: the last
// of each counts.
func ParseInfo(out string) ([]Size, error) {
	pages := 0
	sizes, turned := map[int]Size{}, map[int]bool{}
	for line := range strings.Lines(out) {
		var number, rotation int
		var size Size
		switch fields := strings.Fields(line); {
		case len(fields) == 2 && fields[0] == "Pages:":
			pages, _ = strconv.Atoi(fields[1]) // 0 is refused below
		case scan(line, "Page %d size: %g x %g pts", &number, &size.Width, &size.Height):
			sizes[number] = size
		case scan(line, "Page %d rot: %d", &number, &rotation):
			turned[number] = rotation%180 != 0
		}
	}
	switch {
	case pages < 1:
		return nil, fault.Refuse("has no pages")
	case pages > MaxPages:
		return nil, fault.Refuse("has more than %d pages", MaxPages)
	}
	all := make([]Size, pages)
	for i := range all {
		size := sizes[i+1]
		if !(size.Width > 0 && size.Height > 0) { // false for NaN, too
			return nil, fault.Refuse("is damaged: page %d has no size", i+1)
		}
		if turned[i+1] {
			size.Width, size.Height = size.Height, size.Width
		}
		all[i] = size
	}
	return all, nil
}

func scan(line, format string, into ...any) bool {
	n, _ := fmt.Sscanf(strings.Join(strings.Fields(line), " "), format, into...) // what does not fit is another line
	return n == len(into)
}

// Refusal is what poppler's complaint says of a file, or nil where it says
// nothing of the file.
func Refusal(stderr string) error {
	for _, c := range []struct{ words, reason string }{
		{"Incorrect password", "is encrypted and needs a password"},
		{"Unsupported security handler", "is encrypted in a way that cannot be opened"},
		{"Couldn't find trailer dictionary", "is damaged: it is no readable PDF file"},
		{"Couldn't read xref table", "is damaged: it is no readable PDF file"},
		{"Couldn't read page catalog", "is damaged: its list of pages cannot be read"},
		{"Document stream is empty", "is empty"},
	} {
		if strings.Contains(stderr, c.words) {
			return fault.Refuse("%s", c.reason)
		}
	}
	return nil
}

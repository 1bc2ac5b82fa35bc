// Package pdf parses what poppler's tools print about a PDF file: pages, metadata
// and links by pdfinfo, text by pdftotext, the table of contents by pdftohtml, and
// images by pdfimages. It is pure: package poppler runs the tools.
package pdf

import (
	"fmt"
	"strconv"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/words"
)

// MaxPages is the largest number of pages of a deck.
const MaxPages = 2000

// InfoArgs are the arguments with which pdfinfo prints the metadata of the file and
// the sizes of all pages. For an encrypted file, "-upw" and the password come before
// these, as before those of the other tools.
func InfoArgs(file string) []string {
	return []string{"-isodates", "-enc", "UTF-8", "-f", "1", "-l", strconv.Itoa(MaxPages), "--", file}
}

// Size is the visible size of a page, after rotation, in points.
type Size struct{ Width, Height float64 }

// ParseInfo parses the sizes of the pages from the output of pdfinfo. They come
// after the metadata of the file, which may contain anything: the last line of each
// kind counts.
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
	n, _ := fmt.Sscanf(words.OneLine(line), format, into...) // another line has fewer matches
	return n == len(into)
}

// Refusal is the refusal that an error message of poppler's means, or nil if the
// message is not about the file.
func Refusal(stderr string) error {
	for _, c := range []struct{ words, reason string }{
		{"Incorrect password", "is encrypted and needs a password"},
		{"Unsupported security handler", "is encrypted in a way that cannot be opened"},
		{"Couldn't find trailer dictionary", "is damaged: it is not a readable PDF file"},
		{"Couldn't read xref table", "is damaged: it is not a readable PDF file"},
		{"Couldn't read page catalog", "is damaged: its list of pages cannot be read"},
		{"Document stream is empty", "is empty"},
	} {
		if strings.Contains(stderr, c.words) {
			return fault.Refuse("%s", c.reason)
		}
	}
	return nil
}

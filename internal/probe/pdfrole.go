package probe

import (
	"fmt"
	"math"
	"regexp"
	"slices"

	"proceedings/internal/meeting"
)

// pdfFacts are the properties of a PDF file that tell decks from documents.
type pdfFacts struct {
	count   int        // of pages
	sizes   []pageSize // of the first pages
	program program    // that made it
	letters int        // median per page, or lettersUnknown
}

const lettersUnknown = -1

// pageSize is the visible size of a page in points.
type pageSize struct {
	width, height float64
	rotated       bool // by 90° or 270°; width and height are those before
}

func (s *pageSize) parse(value string) {
	if _, err := fmt.Sscanf(value, "%g x %g", &s.width, &s.height); err != nil {
		s.width, s.height = 0, 0
	}
}

func (s pageSize) isKnown() bool { return s.width > 0 && s.height > 0 }

func (s pageSize) isWide() bool {
	if s.rotated {
		s.width, s.height = s.height, s.width
	}
	return s.width >= s.height
}

// paperRatios are the ratios of long to short side of paper: ISO 216, and the US
// formats Letter, Legal and Tabloid. Those of slides are 4:3, 16:10 and 16:9.
func paperRatios() []float64 { return []float64{math.Sqrt2, 11 / 8.5, 14 / 8.5, 17.0 / 11} }

func (s pageSize) isPaper() bool {
	ratio := max(s.width, s.height) / min(s.width, s.height)
	return slices.ContainsFunc(paperRatios(), func(r float64) bool { return math.Abs(ratio-r) < 0.01 })
}

// page is the size of a page, from 1, to be set.
func (f *pdfFacts) page(number int) *pageSize {
	for len(f.sizes) < number {
		f.sizes = append(f.sizes, pageSize{})
	}
	return &f.sizes[number-1]
}

// landscape reports whether most pages are at least as wide as high. If there are as
// many of the one as of the other, the first page is a cover and does not count.
func (f pdfFacts) landscape() bool {
	all, wide := f.countPages(f.sizes, pageSize.isWide)
	if 2*wide == all && len(f.sizes) > 1 {
		all, wide = f.countPages(f.sizes[1:], pageSize.isWide)
	}
	return all > 0 && 2*wide > all
}

// countPages counts the pages with a size, and those for which is is true.
func (pdfFacts) countPages(sizes []pageSize, is func(pageSize) bool) (all, matching int) {
	for _, s := range sizes {
		if s.isKnown() {
			all++
			if is(s) {
				matching++
			}
		}
	}
	return all, matching
}

// isPaper reports whether most pages have the format of a sheet of paper.
func (f pdfFacts) isPaper() bool {
	all, paper := f.countPages(f.sizes, pageSize.isPaper)
	return 2*paper > all
}

// isStacked reports whether most pages have the shape of two slides of 16:9 above each
// other: one is the speaker's notes, for a second screen.
func (f pdfFacts) isStacked() bool {
	all, stacked := f.countPages(f.sizes, func(s pageSize) bool {
		if s.rotated {
			s.width, s.height = s.height, s.width
		}
		return math.Abs(s.width/s.height/(8.0/9)-1) < 0.01
	})
	return 2*stacked > all
}

// dense is the number of letters per page from which it is a page to read: a slide
// has some 500, a page of a report 2000, a poster more.
const dense = 1500

// role tells a deck from a document:
//
//   - Most pages of a deck are wide, or slides with notes below or above them. Handouts and upright slides of a slide program
//     are a deck, too, unless they are a single page or have much text.
//   - A word processor or a spreadsheet writes documents, unless its pages have the
//     ratio of slides.
//   - Wide pages in the format of paper with much text are a report; a single page
//     with much text is a poster.
func (f pdfFacts) role() meeting.Role {
	isDeck := f.landscape()
	switch {
	case !isDeck:
		isDeck = (f.program == slideProgram && f.count > 1 || f.isStacked()) && f.letters < dense
	case f.program == textProgram && f.isPaper():
		isDeck = false
	case f.count == 1 || f.program != slideProgram && f.isPaper():
		isDeck = f.letters < dense
	}
	if isDeck {
		return meeting.Deck
	}
	return meeting.Document
}

// needsLetters reports whether the role depends on how much text a page has.
func (f pdfFacts) needsLetters() bool {
	sparse, full := f, f
	sparse.letters, full.letters = 0, dense
	return sparse.role() != full.role()
}

// program is the kind of program that made a file.
type program int

const (
	otherProgram program = iota
	slideProgram
	textProgram // a word processor or a spreadsheet
)

var (
	slidePrograms = regexp.MustCompile(`(?i)powerpoint|\bimpress\b|\bkeynote\b|\bbeamer\b|\bprezi\b|\bpowerdot\b|\bmarp\b|\bdecktape\b|\bslidev\b|google slides|wps presentation`)
	slideTitles   = regexp.MustCompile(`^Microsoft PowerPoint - `) // set by printing to a file
	textPrograms  = regexp.MustCompile(`(?i)\bword\b|\bwriter\b|\bexcel\b|\bcalc\b|^pages\b`)
)

// programOf is the kind of the program in a file's metadata. Only the creator can be
// a word processor: many producers have "writer" in their names.
func programOf(creator, producer, title string) program {
	switch {
	case slidePrograms.MatchString(creator), slidePrograms.MatchString(producer), slideTitles.MatchString(title):
		return slideProgram
	case textPrograms.MatchString(creator):
		return textProgram
	}
	return otherProgram
}

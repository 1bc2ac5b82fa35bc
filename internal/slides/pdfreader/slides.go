package pdfreader

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/pdffile"
)

// linesMax is the number of lines of a document that are compared across pages. A
// deck of 2000 pages has fewer; the pages after that many are slides by themselves.
const linesMax = 300_000

// slideReader makes slides of pages.
type slideReader struct {
	screens bool // the right half of each page is notes
	frames  pdf.Frames
	sizes   []pdf.Size
	listed  []pdffile.PageListing
	links   map[int][]meeting.Link // by page number

	left   int             // lines that may still be compared
	sheets []sheet         // of the pages that are compared
	last   []meeting.Slide // of the pages after these
	before pdf.Page        // the page before, if it is a slide
	next   int             // the page after the last that was read

	annotations map[int]bool // pages whose links and comments a slide has
}

// sheet is a page that is a slide or a step of one.
type sheet struct {
	pdf.Sheet

	area      meeting.Area
	notes     pdf.Page
	notesPage int // the page of its own that the notes are on, or 0
}

// page reads the next page. poppler may leave out the last ones.
func (r *slideReader) page(number int, p pdf.Page) error {
	p = p.Readable()
	r.next = number + 1
	if on := r.frames.On[number]; len(on) > 0 {
		r.printed(number, p, on)
		return nil
	}
	if last := len(r.sheets) - 1; r.frames.Notes && last >= 0 { // notes that did not fit on their page
		slide := &r.sheets[last]
		slide.notes.Lines, slide.notesPage = append(slide.notes.Lines, p.Compact().Lines...), number
		return nil
	}
	area, notes := meeting.Area{Page: number}, pdf.Page{}
	if r.screens {
		slide, beside := p.Halves()
		p, area, notes = slide, pdf.LeftArea(number), beside.NotesBeside(slide)
	}
	r.left -= len(p.Lines) + len(notes.Lines)
	if r.left < 0 {
		s := p.Slide(number)
		s.Areas, s.Notes = []meeting.Area{area}, notes.Text()
		r.last = append(r.last, s)
		return nil
	}
	if on, ok := p.NotesOn(r.before); ok {
		slide := &r.sheets[len(r.sheets)-1]
		slide.notes, slide.notesPage, r.before = on.Compact(), number, pdf.Page{}
		return nil
	}
	r.add(p, area, notes)
	r.before = p
	return nil
}

// printed reads a page that shows slides in frames.
func (r *slideReader) printed(number int, p pdf.Page, on []pdf.Rect) {
	notes := r.frames.NotesOf(p, on)
	for i, frame := range on {
		slide, area := p.Crop(frame), frame.Area(number, r.sizes[number-1])
		if r.left -= len(slide.Lines) + len(notes[i].Lines); r.left < 0 {
			s := slide.Slide(number)
			s.Areas, s.Notes = []meeting.Area{area}, notes[i].Text()
			r.last = append(r.last, s)
			continue
		}
		r.add(slide, area, notes[i])
		if len(on) > 1 { // these are of all slides on the page
			added := &r.sheets[len(r.sheets)-1]
			added.Label, added.Graphics = "", nil
		}
	}
}

func (r *slideReader) add(p pdf.Page, area meeting.Area, notes pdf.Page) {
	s := sheet{Sheet: pdf.NewSheet(p), area: area, notes: notes.Compact()}
	listed := r.listed[area.Page-1]
	s.Label, s.Graphics = listed.Label, listed.Graphics
	r.sheets = append(r.sheets, s)
}

// slides are the slides on that many pages. Of a slide that is shown step by step, the
// text is that of the last step.
func (r *slideReader) slides(pages int) []meeting.Slide {
	for number := max(1, r.next); number <= pages; number++ {
		area := meeting.Area{Page: number}
		if len(r.last) == 0 {
			r.add(pdf.Page{}, area, pdf.Page{})
		} else {
			r.last = append(r.last, meeting.Slide{Areas: []meeting.Area{area}})
		}
	}
	compared := make([]pdf.Sheet, len(r.sheets))
	notes := make([]pdf.Page, len(r.sheets))
	for i, s := range r.sheets {
		compared[i], notes[i] = s.Sheet, s.notes
	}
	groups := groupsOf(r.sheets, pdf.Steps(compared))
	shown := make([]pdf.Page, len(groups)) // the last step of each slide
	for i, steps := range groups {
		shown[i] = steps[len(steps)-1].Page
	}
	footers, notesFooters := pdf.FindFooters(shown), pdf.FindFooters(notes)
	made := make([]meeting.Slide, 0, len(groups)+len(r.last))
	for i, steps := range groups {
		rest, master := footers.Split(shown[i])
		s := rest.Slide(i + 1)
		s.Master = master
		var said []string
		for _, step := range steps {
			s.Areas = append(s.Areas, step.area)
			if on, _ := notesFooters.Split(step.notes); len(on.Lines) > 0 {
				said = addNew(said, strings.Split(on.Text(), "\n"))
			}
		}
		s.Notes = strings.Join(said, "\n")
		s = r.annotated(s)
		for _, step := range steps {
			if step.notesPage > 0 {
				s.Comments = addNew(s.Comments, r.listed[step.notesPage-1].Comments)
			}
		}
		made = append(made, s)
	}
	for _, s := range r.last {
		made = append(made, r.annotated(s))
	}
	return numbered(made)
}

// groupsOf divides sheets into groups of so many.
func groupsOf(sheets []sheet, counts []int) [][]sheet {
	groups := make([][]sheet, len(counts))
	for i, n := range counts {
		groups[i], sheets = sheets[:n], sheets[n:]
	}
	return groups
}

// annotated is a slide with the links and comments of all its pages, each once. Of
// several slides on a page the first has them.
func (r *slideReader) annotated(s meeting.Slide) meeting.Slide {
	for _, a := range s.Areas {
		if r.annotations[a.Page] {
			continue
		}
		r.annotations[a.Page] = true
		s.Links = addNew(s.Links, r.links[a.Page])
		s.Comments = addNew(s.Comments, r.listed[a.Page-1].Comments)
	}
	return s
}

// addNew adds the elements of more that list does not have.
func addNew[T comparable](list, more []T) []T {
	if len(list) == 0 {
		return more
	}
	known := make(map[T]bool, len(list))
	for _, e := range list {
		known[e] = true
	}
	for _, e := range more {
		if !known[e] {
			list, known[e] = append(list, e), true
		}
	}
	return list
}

// numbered are slides with their numbers, and without areas if each is the page of
// its number.
func numbered(slides []meeting.Slide) []meeting.Slide {
	plain := true
	for i := range slides {
		slides[i].Number = i + 1
		plain = plain && len(slides[i].Areas) == 1 && slides[i].Areas[0] == meeting.Area{Page: i + 1}
	}
	if plain {
		for i := range slides {
			slides[i].Areas = nil
		}
	}
	return slides
}

package pdfreader

import (
	"context"
	"errors"
	"fmt"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/pdfedit"
	"proceedings/internal/slides/pdffile"
)

// linesMax is the number of lines of a document that are compared across pages. A
// deck of 2000 pages has fewer; the pages after that many are slides by themselves.
const linesMax = 500_000

// Text is the text, the links and the table of contents of the document. Pages that
// show a slide step by step are one slide.
func (d *Document) Text(ctx context.Context) (meeting.DeckText, error) {
	info, sizes, err := d.info(ctx)
	if err != nil {
		return meeting.DeckText{}, err
	}
	listing, err := d.listing(ctx, len(sizes))
	if err != nil {
		return meeting.DeckText{}, err
	}
	links, err := d.poppler.Links(ctx)
	if err != nil {
		return meeting.DeckText{}, fmt.Errorf("list the links: %w", err)
	}
	pages := pageFacts{listing.Pages, pdf.ParseLinks(string(links))}
	text := meeting.DeckText{Properties: pdf.ParseProperties(info)}
	if text.Slides, err = d.slides(ctx, sizes, pages); err != nil {
		return meeting.DeckText{}, err
	}
	outline, err := d.poppler.Outline(ctx)
	if err != nil {
		return meeting.DeckText{}, fmt.Errorf("read the table of contents: %w", err)
	}
	text.Outline = pdf.OnSlides(pdf.ParseOutline(outline), text.Slides)
	return text, nil
}

// listing is what qpdf lists, for each page, or nothing if it cannot read the file.
func (d *Document) listing(ctx context.Context, pages int) (pdffile.Listing, error) {
	l, err := d.qpdf.List(ctx, d.file.Path, d.file.Password)
	if d.unlisted = errors.Is(err, pdfedit.ErrUnlisted); d.unlisted {
		l, err = pdffile.Listing{}, nil
	}
	if len(l.Pages) != pages { // another opinion of a damaged file
		l.Pages = make([]pdffile.PageListing, pages)
	}
	return l, err //nolint:wrapcheck // it says what was done
}

// pageFacts are what is known of pages beside their text.
type pageFacts struct {
	listed []pdffile.PageListing
	links  map[int][]meeting.Link // by page number
}

// slides are the slides of the document.
func (d *Document) slides(ctx context.Context, sizes []pdf.Size, facts pageFacts) ([]meeting.Slide, error) {
	sheets := make([]pdf.Sheet, len(sizes)) // of the first pages, until there are too many lines
	last := make([]meeting.Slide, 0, len(sizes))
	compared, left := 0, linesMax
	err := d.Pages(ctx, sizes, func(number int, p pdf.Page) error {
		p = p.Readable()
		if left -= len(p.Lines); left >= 0 {
			compared = number
			sheets[number-1] = pdf.NewSheet(p)
		} else {
			last = append(last, p.Slide(number))
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(last) == 0 {
		compared = len(sizes) // even if poppler wrote less than all pages
	}
	sheets = sheets[:compared]
	for i := range sheets {
		sheets[i].Label, sheets[i].Graphics = facts.listed[i].Label, facts.listed[i].Graphics
	}
	made := facts.steps(sheets)
	for _, s := range last {
		s.Areas = []meeting.Area{{Page: s.Number}}
		made = append(made, facts.annotated(s))
	}
	return numbered(made), nil
}

// steps are the slides that sheets show. Of a slide that is shown step by step, the
// text is that of the last step.
func (f pageFacts) steps(sheets []pdf.Sheet) []meeting.Slide {
	counts := pdf.Steps(sheets)
	shown := make([]pdf.Page, len(counts)) // the last step of each slide
	end := 0
	for i, n := range counts {
		end += n
		shown[i] = sheets[end-1].Page
	}
	footers := pdf.FindFooters(shown)
	slides := make([]meeting.Slide, len(counts))
	page := 0
	for i, n := range counts {
		rest, master := footers.Split(shown[i])
		s := rest.Slide(i + 1)
		s.Master = master
		for range n {
			page++
			s.Areas = append(s.Areas, meeting.Area{Page: page})
		}
		slides[i] = f.annotated(s)
	}
	return slides
}

// annotated is a slide with the links and comments of all its pages, each once.
func (f pageFacts) annotated(s meeting.Slide) meeting.Slide {
	for _, a := range s.Areas {
		s.Links = addNew(s.Links, f.links[a.Page])
		s.Comments = addNew(s.Comments, f.listed[a.Page-1].Comments)
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

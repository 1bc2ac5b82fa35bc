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

// Text is the text, the links and the table of contents of the document.
func (d *Document) Text(ctx context.Context) (meeting.DeckText, error) {
	info, sizes, err := d.info(ctx)
	if err != nil {
		return meeting.DeckText{}, err
	}
	text := meeting.DeckText{Properties: pdf.ParseProperties(info)}
	if text.Slides, err = d.slides(ctx, sizes); err != nil {
		return meeting.DeckText{}, err
	}
	links, err := d.poppler.Links(ctx)
	if err != nil {
		return meeting.DeckText{}, fmt.Errorf("list the links: %w", err)
	}
	for page, found := range pdf.ParseLinks(string(links)) {
		if page <= len(text.Slides) {
			text.Slides[page-1].Links = found
		}
	}
	listing, err := d.listing(ctx)
	if err != nil {
		return meeting.DeckText{}, err
	}
	for i, page := range listing.Pages[:min(len(listing.Pages), len(text.Slides))] {
		text.Slides[i].Comments = page.Comments
	}
	outline, err := d.poppler.Outline(ctx)
	if err != nil {
		return meeting.DeckText{}, fmt.Errorf("read the table of contents: %w", err)
	}
	text.Outline = pdf.ParseOutline(outline)
	return text, nil
}

// listing is what qpdf lists, or nothing if it cannot read the file.
func (d *Document) listing(ctx context.Context) (pdffile.Listing, error) {
	l, err := d.qpdf.List(ctx, d.file.Path, d.file.Password)
	if d.unlisted = errors.Is(err, pdfedit.ErrUnlisted); d.unlisted {
		return pdffile.Listing{}, nil
	}
	return l, err //nolint:wrapcheck // it says what was done
}

// slides are the pages as slides, a page each.
func (d *Document) slides(ctx context.Context, sizes []pdf.Size) ([]meeting.Slide, error) {
	all := make([]meeting.Slide, len(sizes))
	for i := range all {
		all[i].Number = i + 1
	}
	var pages []pdf.Page // the first
	left := linesMax
	err := d.Pages(ctx, sizes, func(number int, p pdf.Page) error {
		p = p.Readable()
		if left -= len(p.Lines); left >= 0 && number == len(pages)+1 {
			pages = append(pages, p.Compact())
		} else {
			all[number-1] = p.Slide(number)
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	footers := pdf.FindFooters(pages)
	for i, p := range pages {
		rest, master := footers.Split(p)
		all[i] = rest.Slide(i + 1)
		all[i].Master = master
	}
	return all, nil
}

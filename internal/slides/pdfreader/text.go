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
	screens, err := d.HasScreens(ctx, sizes)
	if err != nil {
		return meeting.DeckText{}, err
	}
	frames, err := d.Frames(ctx, sizes)
	if err != nil {
		return meeting.DeckText{}, err
	}
	r := slideReader{
		screens: screens, frames: frames, sizes: sizes, listed: listing.Pages, links: pdf.ParseLinks(string(links)), left: linesMax,
		annotations: map[int]bool{},
	}
	if err = d.Pages(ctx, sizes, r.page); err != nil {
		return meeting.DeckText{}, err
	}
	text := meeting.DeckText{Properties: pdf.ParseProperties(info), Slides: r.slides(len(sizes))}
	if len(text.Slides) != len(sizes) || text.Slides[0].Areas != nil {
		text.Pages = len(sizes)
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
	d.attachments = len(l.Attachments) // their names may be private
	if len(l.Pages) != pages {         // poppler and qpdf disagree on a damaged file
		l.Pages = make([]pdffile.PageListing, pages)
	}
	return l, err
}

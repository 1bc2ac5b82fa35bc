package pdfreader

import (
	"context"
	"errors"

	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/pdfedit"
)

// Frames are the frames of slides that are printed on paper: on pages of notes and on
// handouts. It reads the pages only if they have the shape of paper.
func (d *Document) Frames(ctx context.Context, sizes []pdf.Size) (pdf.Frames, error) {
	if d.frames != nil {
		return *d.frames, nil
	}
	if !pdf.MayBePrinted(sizes) {
		found, err := d.screenFrames(ctx, sizes)
		if err == nil {
			d.frames = &found
		}
		return found, err
	}
	boxes, err := d.qpdf.Boxes(ctx, d.file.Path, d.file.Password)
	if errors.Is(err, pdfedit.ErrUnlisted) || err == nil && len(boxes) != len(sizes) {
		boxes, err = make([][]pdf.Rect, len(sizes)), nil
	}
	if err != nil {
		return pdf.Frames{}, err
	}
	pages := make([]pdf.Drawn, len(sizes))
	for i := range pages {
		pages[i] = pdf.Drawn{Size: sizes[i], Boxes: boxes[i]}
	}
	err = d.Pages(ctx, sizes, func(number int, p pdf.Page) error {
		pages[number-1].Words = p.Places()
		return nil
	})
	if err != nil {
		return pdf.Frames{}, err
	}
	found := pdf.FindFrames(pages)
	d.frames = &found
	return found, nil
}

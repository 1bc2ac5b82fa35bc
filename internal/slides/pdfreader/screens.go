package pdfreader

import (
	"context"
	"slices"

	"proceedings/internal/slides/pdf"
)

// HasScreens reports whether each page is a slide on the left and the speaker's notes
// on the right, for a second screen. It reads the text only if the pages have that
// shape.
func (d *Document) HasScreens(ctx context.Context, sizes []pdf.Size) (bool, error) {
	if d.screens == nil {
		has := pdf.MayHaveNotes(sizes)
		if has {
			side, err := d.notesSide(ctx, sizes)
			if err != nil {
				return false, err
			}
			has = side == pdf.Right
		}
		d.screens = &has
	}
	return *d.screens, nil
}

// notesSide is where the pages have notes for a second screen.
func (d *Document) notesSide(ctx context.Context, sizes []pdf.Size) (pdf.Side, error) {
	var s pdf.Screens
	err := d.Pages(ctx, sizes, func(_ int, p pdf.Page) error {
		s.Add(p)
		return nil
	})
	if err != nil {
		return pdf.NoSide, err
	}
	side, unsure := s.Notes()
	d.mayShowNotes = unsure
	return side, nil
}

// screenFrames are the frames of slides beside which, or on some pages only, are notes for
// a second screen. [Document.HasScreens] finds the usual ones, on the right of all pages.
func (d *Document) screenFrames(ctx context.Context, sizes []pdf.Size) (pdf.Frames, error) {
	if !slices.ContainsFunc(sizes, pdf.Size.MayBeTwo) {
		return pdf.Frames{}, nil
	}
	if has, err := d.HasScreens(ctx, sizes); has || err != nil {
		return pdf.Frames{}, err
	}
	side, err := d.notesSide(ctx, sizes)
	if err != nil || side == pdf.NoSide {
		return pdf.Frames{}, err
	}
	return pdf.FramesBeside(sizes, side), nil
}

// SlideSizes are the sizes of the slides on pages of these sizes: without the half for
// notes.
func (d *Document) SlideSizes(ctx context.Context, sizes []pdf.Size) (slides []pdf.Size, screens bool, err error) {
	if screens, err = d.HasScreens(ctx, sizes); err != nil || !screens {
		return sizes, false, err
	}
	slides = make([]pdf.Size, len(sizes))
	for i, s := range sizes {
		slides[i] = s.LeftHalf()
	}
	return slides, true, nil
}

// Screens reports whether [Document.HasScreens] found notes for a second screen.
func (d *Document) Screens() bool { return d.screens != nil && *d.screens }

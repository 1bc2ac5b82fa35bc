package pdfreader

import (
	"context"

	"proceedings/internal/slides/pdf"
)

// HasScreens reports whether each page is a slide on the left and the speaker's notes
// on the right, for a second screen. It reads the text only if the pages have that
// shape.
func (d *Document) HasScreens(ctx context.Context, sizes []pdf.Size) (bool, error) {
	if d.screens == nil {
		has := pdf.MayHaveNotes(sizes)
		if has {
			var s pdf.Screens
			err := d.Pages(ctx, sizes, func(_ int, p pdf.Page) error {
				s.Add(p)
				return nil
			})
			if err != nil {
				return false, err
			}
			has = s.HaveNotes()
		}
		d.screens = &has
	}
	return *d.screens, nil
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

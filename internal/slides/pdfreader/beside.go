package pdfreader

import (
	"context"

	"proceedings/internal/slides/pdf"
)

// HasWordsBeside reports whether words are in a margin of that width around the pages.
func (d *Document) HasWordsBeside(ctx context.Context, margin float64) (bool, error) {
	sizes, err := d.Sizes(ctx)
	if err != nil {
		return false, err
	}
	has := false
	err = d.Pages(ctx, sizes, func(_ int, p pdf.Page) error {
		has = has || p.HasWordsBeside(margin)
		return nil
	})
	return has, err
}

// Redraw writes a PDF file with only what the pages show.
func (d *Document) Redraw(ctx context.Context, out string) error { return d.poppler.Redraw(ctx, out) }

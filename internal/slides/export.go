package slides

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/pdffile"
	"proceedings/internal/slides/pptx"
)

// exportPDF has LibreOffice make the PDF file, once it is known that the deck
// does it no harm.
func (j *job) exportPDF(ctx context.Context, d deck) error {
	if d.archive != nil {
		slides, err := j.clean(d)
		if err != nil {
			return err
		}
		if shown := portions(slides, j.heavy); len(shown) > 1 {
			err = j.exportPortions(ctx, slides, shown)
			if !errors.Is(err, pdffile.ErrShape) {
				return err
			} // the whole deck may do
		}
	}
	made, err := j.convert(ctx, j.path, d.format, pdfExport)
	if err != nil {
		return err
	}
	whole, err := j.readPDF(ctx, made, filepath.Join(j.work, "whole"))
	if errors.Is(err, pdffile.ErrShape) {
		return j.keepPDF(made) // pages with links to nowhere are better than none
	}
	if err != nil {
		return err
	}
	return j.writePDF(ctx, whole)
}

func (j *job) keepPDF(made string) error {
	if err := os.Rename(made, j.pdf); err != nil {
		return fmt.Errorf("keep the PDF file: %w", err)
	}
	return nil
}

// exportPortions has LibreOffice make the PDF file of a heavy .pptx in portions:
// it holds a model of all that it loads until it is done, several times as large
// as the document that it makes of it.
func (j *job) exportPortions(ctx context.Context, slides []pptx.Weight, shown []int) error {
	f, err := os.Open(j.path)
	if err != nil {
		return fmt.Errorf("open the copy of the deck: %w", err)
	}
	defer f.Close() //nolint:errcheck // it was only read from
	info, err := f.Stat()
	if err != nil {
		return fmt.Errorf("open the copy of the deck: %w", err)
	}
	archive, err := office.Open(f, info.Size(), office.DefaultLimits())
	if err != nil {
		return fmt.Errorf("open the copy of the deck: %w", err)
	}
	files := make([]pdffile.File, len(shown))
	first := 0
	for i, n := range shown {
		files[i], err = j.exportPortion(ctx, archive, i+1, slides[:first], slides[first:first+n], slides[first+n:])
		if err != nil {
			return fmt.Errorf("slides %d to %d: %w", first+1, first+n, err)
		}
		first += n
	}
	joined, err := pdffile.Join(files, shown)
	if err != nil {
		return fmt.Errorf("join the PDF files: %w", err)
	}
	return j.writePDF(ctx, joined)
}

// exportPortion makes a PDF file of all slides, of which those before and those
// after have nothing on them.
func (j *job) exportPortion(ctx context.Context, a *office.Archive, number int, before, shown, after []pptx.Weight) (pdffile.File, error) {
	in, err := written(filepath.Join(j.work, fmt.Sprintf("portion-%d", number)), func(out io.Writer) error {
		return a.Emptied(out, others(shown, before, after))
	})
	if err != nil {
		return pdffile.File{}, fmt.Errorf("copy the deck: %w", err)
	}
	made, err := j.convert(ctx, in, PPTX, pdfExport)
	if err != nil {
		return pdffile.File{}, err
	}
	return j.readPDF(ctx, made, in)
}

// others are the parts of the slides in the lists that are not those of the
// slides shown, too.
func others(shown []pptx.Weight, lists ...[]pptx.Weight) []string {
	kept := map[string]bool{}
	for _, s := range shown {
		kept[s.Part] = true
	}
	var parts []string
	for _, list := range lists {
		for _, s := range list {
			if !kept[s.Part] {
				parts = append(parts, s.Part)
			}
		}
	}
	return parts
}

package slides

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"proceedings/internal/slides/office"
	"proceedings/internal/slides/pdfedit"
	"proceedings/internal/slides/pdffile"
	"proceedings/internal/slides/pptx"
	"proceedings/internal/slides/sanitize"
)

// export makes the PDF file out of a deck by LibreOffice, from a sanitized copy.
func (j *job) export(ctx context.Context, d deck, out string) error {
	if d.archive != nil {
		if err := j.findHidden(d); err != nil {
			return err
		}
		slides, err := j.sanitizedCopy(d)
		if err != nil {
			return err
		}
		if shown := portions(slides, j.portionMax); len(shown) > 1 {
			err = j.exportPortions(ctx, slides, shown, out)
			if !errors.Is(err, pdffile.ErrShape) {
				return err
			} // LibreOffice may convert the whole deck
		}
	}
	made, err := j.convert(ctx, j.path, d, "pdf")
	if err != nil {
		return err
	}
	whole, err := j.editor().Read(ctx, made, filepath.Join(j.work, "whole"), j.names())
	if errors.Is(err, pdffile.ErrShape) {
		if made, err = j.editor().Pages(ctx, made); err != nil {
			return err
		}
		return keep(made, out) // pages without links are better than none
	}
	if err != nil {
		return err
	}
	return j.writePDF(ctx, whole, out)
}

// exportPictures makes the PDF file out of the pictures in a Keynote deck that LibreOffice
// refused.
func (j *job) exportPictures(ctx context.Context, d deck, refusal error, out string) error {
	pictures, err := j.keynotePictures(d, refusal)
	if err != nil {
		return err
	}
	defer pictures.Close() //nolint:errcheck // only read
	return j.export(ctx, pictures.deck, out)
}

func (j *job) editor() pdfedit.Editor { return pdfedit.New(j.runner, j.work) }

// writePDF writes the PDF file out.
func (j *job) writePDF(ctx context.Context, f pdffile.File, out string) error {
	// LibreOffice attaches the video and audio files of a deck that was not copied.
	if err := j.editor().StripMade(f, pdffile.Removal{Metadata: j.Omit.Metadata, Attachments: true}); err != nil {
		return err
	}
	uncropped, err := j.editor().CropMade(f)
	if err != nil && !errors.Is(err, pdffile.ErrShape) {
		return err
	}
	j.uncropped += uncropped
	made, err := j.editor().Write(ctx, f)
	if err != nil {
		return err
	}
	return keep(made, out)
}

// keep moves a finished PDF file to the output folder.
func keep(made, out string) error {
	if err := os.Rename(made, out); err != nil {
		return fmt.Errorf("keep the PDF file: %w", err)
	}
	return nil
}

// exportPortions makes the PDF file of a heavy pptx file in portions: LibreOffice
// keeps a model of all that it loads until it is done, several times as large as
// the document.
func (j *job) exportPortions(ctx context.Context, slides []pptx.Weight, shown []int, out string) error {
	f, err := os.Open(j.path)
	if err != nil {
		return fmt.Errorf("open the copy of the deck: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
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
	joined, err := pdffile.Join(files, visible(shown, j.hidden))
	if err != nil {
		return fmt.Errorf("join the PDF files: %w", err)
	}
	return j.writePDF(ctx, joined, out)
}

// exportPortion makes a PDF file of all slides, of which those before and after
// the portion are empty.
func (j *job) exportPortion(ctx context.Context, a *office.Archive, number int, before, shown, after []pptx.Weight) (pdffile.File, error) {
	in, err := j.writeFile(fmt.Sprintf("portion-%d", number), func(out io.Writer) error {
		return sanitize.EmptySlides(out, a, emptied(shown, before, after))
	})
	if err != nil {
		return pdffile.File{}, fmt.Errorf("copy the deck: %w", err)
	}
	made, err := j.convert(ctx, in, deck{format: PPTX}, "pdf")
	if err != nil {
		return pdffile.File{}, err
	}
	return j.editor().Read(ctx, made, in, j.names())
}

// emptied are the parts of the slides in the lists, without those that are shown
// too: a part can be a slide twice.
func emptied(shown []pptx.Weight, lists ...[]pptx.Weight) []string {
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

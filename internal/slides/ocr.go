package slides

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pageimage"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/pdfreader"
	"proceedings/internal/slides/tesseract"
)

// OCRText is the text that OCR found on pages.
type OCRText struct {
	Pages []meeting.Slide   // the number and text of each page, without a title
	Tools map[string]string // versions of the tools that were used, by name
}

const (
	ocrWidth      = 2000 // pixels; more hardly improve the text of slides
	pointsPerInch = 72
)

// OCR reads pages of the PDF file at path by optical
// character recognition. The pages are numbered from 1. The folder dir is for
// temporary files, and empty again afterwards. It calls progress, if not nil, after
// each page. A page that tesseract fails on is left out, unless it fails on all.
func (c *Converter) OCR(ctx context.Context, path, dir string, pages []int, o Options, progress func(done, total int)) (OCRText, error) {
	j, err := newJob(c, path, dir, o)
	if err != nil {
		return OCRText{}, err
	}
	defer j.close()

	var text OCRText
	if text.Tools, err = j.toolVersions(ctx, popplerTool, tesseractTool); err != nil {
		return OCRText{}, err
	}
	document := j.openPDF(j.path, false)
	sizes, err := document.Sizes(ctx)
	if err != nil {
		return OCRText{}, err
	}
	sizes, screens, err := document.SlideSizes(ctx, sizes)
	if err != nil {
		return OCRText{}, err
	}
	reader := tesseract.New(j.runner, j.work)
	language, err := reader.Language(ctx, j.Language)
	if err != nil {
		return OCRText{}, err
	}
	var failed error
	for i, number := range pages {
		if number < 1 || number > len(sizes) {
			return OCRText{}, fmt.Errorf("read page %d: the PDF file has %d", number, len(sizes))
		}
		blocks, err := ocrPage(ctx, document, reader, number, sizes[number-1], screens, language)
		switch exit := (*proc.ExitError)(nil); {
		case errors.As(err, &exit):
			failed = err
		case err != nil:
			return OCRText{}, err
		default:
			text.Pages = append(text.Pages, meeting.Slide{
				Number: number, Blocks: blocks, Body: meeting.Body(blocks), OCR: true,
			})
		}
		if progress != nil {
			progress(i+1, len(pages))
		}
	}
	if len(text.Pages) == 0 && failed != nil {
		return OCRText{}, failed
	}
	return text, nil
}

// ocrPage renders a page, or with screens its left half, of that size and reads it.
func ocrPage(ctx context.Context, d *pdfreader.Document, r tesseract.Reader, number int, size pdf.Size, screens bool, language string) ([]meeting.Block, error) {
	canvas := pageimage.Fit(size, ocrWidth)
	files, err := d.Render(ctx, batch{first: number, last: number, canvas: canvas}.rendering(screens))
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(files[0])) //nolint:errcheck // the working folder is removed anyway
	dpi := math.Round(float64(canvas.Width) / (size.Width / pointsPerInch))
	blocks, err := r.Read(ctx, files[0], dpi, language)
	if err != nil {
		return nil, fmt.Errorf("read page %d: %w", number, err)
	}
	return blocks, nil
}

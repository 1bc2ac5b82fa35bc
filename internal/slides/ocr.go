package slides

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pageimage"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/pdfreader"
	"proceedings/internal/slides/tesseract"
)

// OCRText is the text that OCR found on pages.
type OCRText struct {
	Pages    []meeting.Slide   // the number and text of each page, without a title; OCR is true if the whole page was read
	Warnings []string          // predicates about the deck, in words for a person
	Tools    map[string]string // versions of the tools that were used, by name
}

const (
	ocrWidth      = 2000 // pixels; more hardly improve the text of slides
	ocrWidthMax   = 3000 // for pictures with more pixels
	pointsPerInch = 72
)

// OCR reads pages of the PDF file at path by optical
// character recognition. The pages are numbered from 1. The folder dir is for
// temporary files, and empty again afterwards. It calls progress, if not nil, after
// each page. A page that tesseract fails on is left out, unless it fails on all.
func (c *Converter) OCR(ctx context.Context, path, dir string, pages OCRPages, o Options, progress func(done, total int)) (OCRText, error) {
	j, err := newJob(c, path, dir, o)
	if err != nil {
		return OCRText{}, err
	}
	defer j.close()

	var text OCRText
	if text.Tools, err = j.toolVersions(ctx, popplerTool, tesseractTool); err != nil {
		return OCRText{}, err
	}
	r, err := j.newOCRReader(ctx, pages)
	if err != nil {
		return OCRText{}, err
	}
	if missing := otherScripts(r.missing); len(missing) > 0 {
		text.Warnings = append(text.Warnings, "has images with text that may be in "+strings.Join(missing, " or ")+", a language that OCR is not installed for")
	}
	var failed error
	all := pages.list()
	for i, p := range all {
		if p.number < 1 || p.number > len(r.sizes) {
			return OCRText{}, fmt.Errorf("read page %d: the PDF file has %d", p.number, len(r.sizes))
		}
		blocks, err := r.page(ctx, p)
		switch exit := (*proc.ExitError)(nil); {
		case errors.As(err, &exit):
			failed = err
		case err != nil:
			return OCRText{}, err
		default:
			text.Pages = append(text.Pages, meeting.Slide{
				Number: p.number, Blocks: blocks, Body: meeting.Body(blocks), OCR: !p.pictures,
			})
		}
		if progress != nil {
			progress(i+1, len(all))
		}
	}
	if len(text.Pages) == 0 && failed != nil {
		return OCRText{}, failed
	}
	return text, nil
}

// ocrReader reads pages of one PDF file.
type ocrReader struct {
	*job

	document  *pdfreader.Document
	sizes     []pdf.Size // of the slides on the pages
	screens   bool       // the right half of each page is notes
	tesseract tesseract.Reader
	languages string         // as tesseract takes them
	ofPage    map[int]string // of pages in another language
	missing   []string       // languages that are not installed

	words  map[int][][4]float64 // boxes of the words of pages with pictures, by page number
	images []pdf.Images
}

func (j *job) newOCRReader(ctx context.Context, pages OCRPages) (*ocrReader, error) {
	document := pdfreader.Open(j.runner, j.Fallback, pdfreader.File{Path: j.path, Password: j.Password, Dir: j.work, Rendered: true})
	r := &ocrReader{job: j, document: document, tesseract: tesseract.New(j.runner, j.work)}
	sizes, err := r.document.Sizes(ctx)
	if err != nil {
		return nil, err
	}
	if r.sizes, r.screens, err = r.document.SlideSizes(ctx, sizes); err != nil {
		return nil, err
	}
	if err = r.setLanguages(ctx, pages); err != nil {
		return nil, err
	}
	if len(pages.Pictures) == 0 {
		return r, nil
	}
	if r.images, err = r.document.Images(ctx, sizes); err != nil {
		return nil, err
	}
	r.words = map[int][][4]float64{}
	for _, number := range pages.Pictures {
		r.words[number] = nil
	}
	return r, r.document.Pages(ctx, sizes, func(number int, p pdf.Page) error {
		if _, ok := r.words[number]; !ok {
			return nil
		}
		if r.screens {
			p, _ = p.Halves()
		}
		for _, w := range p.Words() {
			r.words[number] = append(r.words[number], w.Box)
		}
		return nil
	})
}

// setLanguages finds out which languages are installed, those of the deck and of pages
// in another language.
func (r *ocrReader) setLanguages(ctx context.Context, pages OCRPages) (err error) {
	if r.languages, r.missing, err = r.tesseract.Languages(ctx, r.Languages); err != nil {
		return err
	}
	r.ofPage = map[int]string{}
	known := map[string]string{}
	for number, tag := range pages.Languages {
		name, ok := known[tag]
		if !ok {
			var missing []string
			if name, missing, err = r.tesseract.Languages(ctx, []string{tag}); err != nil {
				return err
			}
			r.missing, known[tag] = append(r.missing, missing...), name
		}
		r.ofPage[number] = name
	}
	return nil
}

// languagesOf are the languages of a page.
func (r *ocrReader) languagesOf(number int) string { return cmp.Or(r.ofPage[number], r.languages) }

// page reads a page.
func (r *ocrReader) page(ctx context.Context, p ocrPage) ([]meeting.Block, error) {
	size, width := r.sizes[p.number-1], ocrWidth
	if p.pictures {
		width = pictureWidth(r.images[p.number-1].Density, size)
	}
	canvas := pageimage.Fit(size, width)
	files, err := r.document.Render(ctx, batch{first: p.number, last: p.number, canvas: canvas}.rendering(r.screens))
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(filepath.Dir(files[0])) //nolint:errcheck // the working folder is removed anyway
	dpi := math.Round(float64(canvas.Width) / (size.Width / pointsPerInch))
	if p.pictures {
		return r.pictures(ctx, p.number, files[0], canvas, dpi)
	}
	text, err := r.tesseract.Read(ctx, files[0], dpi, r.languagesOf(p.number))
	if err == nil && text.IsDoubtful() {
		text, err = r.upsideDown(ctx, p.number, files[0], canvas, dpi, text)
	}
	if err != nil {
		return nil, fmt.Errorf("read page %d: %w", p.number, err)
	}
	return scanBlocks(text), nil
}

// pictures reads a page without the words that are known.
func (r *ocrReader) pictures(ctx context.Context, number int, tiff string, canvas pageimage.Canvas, dpi float64) ([]meeting.Block, error) {
	masked := filepath.Join(r.work, "page.pgm")
	if err := pageimage.Mask(tiff, canvas, r.words[number], masked); err != nil {
		return nil, fmt.Errorf("read the pictures on page %d: %w", number, err)
	}
	text, err := r.tesseract.Read(ctx, masked, dpi, r.languagesOf(number))
	if err != nil {
		return nil, fmt.Errorf("read the pictures on page %d: %w", number, err)
	}
	return pictureBlocks(text), nil
}

// upsideDown reads a page turned by 180°, too, and returns the better text.
func (r *ocrReader) upsideDown(ctx context.Context, number int, tiff string, canvas pageimage.Canvas, dpi float64, upright tesseract.Text) (tesseract.Text, error) {
	turned := filepath.Join(r.work, "page.pgm")
	if err := pageimage.UpsideDown(tiff, canvas, turned); err != nil {
		return tesseract.Text{}, err
	}
	text, err := r.tesseract.Read(ctx, turned, dpi, r.languagesOf(number))
	if err != nil {
		return tesseract.Text{}, err
	}
	return upright.Or(text), nil
}

// pictureWidth is the width to which a page is rendered to read its pictures: no
// pixel of them is lost, within limits.
func pictureWidth(density float64, page pdf.Size) int {
	return int(min(max(ocrWidth, density*page.Width/pointsPerInch), ocrWidthMax))
}

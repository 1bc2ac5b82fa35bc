package slides

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"

	"proceedings/internal/fault"
	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/pageimage"
	"proceedings/internal/slides/pdffile"
	"proceedings/internal/slides/pdfreader"
)

// Rendered is a deck as PDF file and page images. Names are relative to the output
// folder; whoever stores the files adds their sizes and hashes.
type Rendered struct {
	Format   Format
	PDF      meeting.Object // without a name if there is none, because private content could not be removed
	Pages    []meeting.Page
	Media    []meeting.SlideClips // of pptx and odp files
	Warnings []string             // predicates about the deck, in words for a person
	Tools    map[string]string    // versions of the tools that were used, by name
}

// Render makes a PDF file of the deck at path, and images of its pages, in the
// existing folder dir. It calls progress, if not nil, after each page. A deck that
// cannot be rendered is refused with a reason.
func (c *Converter) Render(ctx context.Context, path, dir string, o Options, progress func(done, total int)) (Rendered, error) {
	j, err := newJob(c, path, dir, o)
	if err != nil {
		return Rendered{}, err
	}
	defer j.close()

	d, err := j.open()
	if err != nil {
		return Rendered{}, err
	}
	defer d.Close() //nolint:errcheck // only read
	made := Rendered{Format: d.format, PDF: meeting.Object{Name: layout.DeckPDF, Type: "application/pdf"}}
	out := filepath.Join(j.dir, layout.DeckPDF)
	source := out // of the images
	tools := []string{webpTool, jpegTool}
	if d.format == PDF {
		if err = j.choosePassword(ctx); err != nil {
			return Rendered{}, err
		}
	}
	if d.format != PDF {
		tools = append(tools, libreOfficeTool, qpdfTool)
		err = j.export(ctx, d.deck, out)
		if d.keynote != nil && fault.IsPermanent(err) {
			err = j.exportPictures(ctx, d.deck, err, out)
		}
	} else if strip := j.removal(); strip == (pdffile.Removal{}) {
		tools = append(tools, qpdfTool)
		err = j.copyInert(ctx, d, out)
	} else {
		tools = append(tools, qpdfTool)
		source, err = j.strip(ctx, strip, out)
	}
	if err != nil {
		return Rendered{}, err
	}
	if d.format == PDF && j.Omit.Notes {
		if source, err = j.withholdNotes(ctx, source, out); err != nil {
			return Rendered{}, err
		}
	}
	if source != out {
		made.PDF = meeting.Object{}
	}
	if d.format != PDF {
		if j.check, err = j.newCheck(ctx, d.deck); err != nil {
			return Rendered{}, err
		}
	}
	if made.Media, err = j.media(ctx, d.deck); err != nil {
		return Rendered{}, err
	}
	if len(made.Media) > 0 {
		tools = append(tools, ffmpegTool)
	}
	document := j.openPDF(source, d.format == PDF)
	if made.Pages, err = j.pages(ctx, document, progress); err != nil {
		return Rendered{}, err
	}
	if made.Tools, err = j.toolVersions(ctx, append(tools, pdfTools(document)...)...); err != nil {
		return Rendered{}, err
	}
	if made.PDF.Name != "" {
		j.warnings = append(j.warnings, croppingWarning(j.uncropped, j.uncroppedOn)...)
	}
	made.Warnings = slices.Concat(j.warnings, j.check.warnings(), document.Warnings())
	return made, nil
}

// copyTo copies an uploaded PDF file to the output folder.
func copyTo(path string, source io.Reader) error {
	out, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	_, err = io.Copy(out, source)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	return nil
}

// pages renders every page, a batch at a time: a batch fits on any disk, and the
// use of memory does not grow with the deck.
func (j *job) pages(ctx context.Context, d *pdfreader.Document, progress func(done, total int)) ([]meeting.Page, error) {
	sizes, err := d.Sizes(ctx)
	if err != nil {
		return nil, err
	}
	slideSizes, screens, err := d.SlideSizes(ctx, sizes)
	if err != nil {
		return nil, err
	}
	for _, name := range []string{layout.PageImageFolder, layout.PageWordsFolder} {
		if err = os.MkdirAll(filepath.Join(j.dir, name), 0o750); err != nil {
			return nil, fmt.Errorf("make the folder of pages: %w", err)
		}
	}
	frames, err := d.Frames(ctx, sizes)
	if err != nil {
		return nil, err
	}
	parts := partsOf(slideSizes, sizes, frames)
	pages := make([]meeting.Page, len(parts))
	if len(frames.On) > 0 {
		for i, p := range parts {
			pages[i].Area = p.area()
		}
	}
	if err := j.words(ctx, d, sizes, screens, parts, pages); err != nil {
		return nil, err
	}
	encoder, done := pageimage.New(j.runner, j.dir, j.work), 0
	for _, b := range batches(parts) {
		files, err := d.Render(ctx, b.rendering(screens))
		if err != nil {
			return nil, err
		}
		for i, tiff := range files {
			number := b.first + i
			done++
			if j.skip[number] {
				continue
			}
			page, index := &pages[b.parts[i]], b.parts[i]
			if page.Images, page.Color, err = encoder.Encode(ctx, tiff, index+1, b.canvas); err != nil {
				return nil, fmt.Errorf("encode page %d: %w", number, err)
			}
			if progress != nil {
				progress(done, len(parts))
			}
		}
		if err := os.RemoveAll(filepath.Dir(files[0])); err != nil {
			return nil, fmt.Errorf("clear rendered pages: %w", err)
		}
	}
	return pages, nil
}

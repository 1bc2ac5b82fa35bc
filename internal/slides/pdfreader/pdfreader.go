// Package pdfreader reads and renders a PDF file: by poppler, and by pdfium where
// poppler fails. Each of them opens damaged files that the other does not. qpdf lists
// comments and page labels, which poppler's tools do not print.
package pdfreader

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/fault"
	"proceedings/internal/pdfium"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/pdfedit"
	"proceedings/internal/slides/poppler"
)

// runner is what this package needs of the outside world, beside the fallback.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// fallback does what poppler failed to do.
type fallback interface {
	Run(ctx context.Context, j pdfium.Job) error
}

// Document is a PDF file. It is not safe for concurrent use.
type Document struct {
	runner   runner
	poppler  poppler.File
	qpdf     pdfedit.Editor
	fallback fallback
	file     File

	usedFallback bool // with success
	fallbackOnly bool // poppler does not open the file
	unreadable   int  // number of pages that cannot be read
	readable     int  // number of the others, if some cannot be read
	unlisted     bool // qpdf cannot list it

	mayShowNotes bool // pages may be a slide and notes each

	attachments int // number of embedded files

	seen    *poppler.File // the text that pages show; nil until it is known
	screens *bool         // whether the right half of each page is notes; nil until that is known
	frames  *pdf.Frames   // nil until they are known
}

// File says which file a Document reads, and how.
type File struct {
	Path     string
	Password string // empty for none
	Dir      string // working folder
	Uploaded bool   // an error in the file is a refusal; else the error is ours
	Rendered bool   // it is the PDF file of a rendered deck: pages that could not be read are left out again
}

// Open makes a Document, which reads the file by r, a [proc.Runner]. The fallback
// is a [pdfium.Reader], or nil for none.
func Open(r runner, fallback fallback, f File) *Document {
	return &Document{
		runner: r, poppler: poppler.New(r, f.Path, f.Password, f.Dir), qpdf: pdfedit.New(r, f.Dir), fallback: fallback, file: f,
	}
}

// Sizes are the sizes of the pages.
func (d *Document) Sizes(ctx context.Context) ([]pdf.Size, error) {
	_, sizes, err := d.info(ctx)
	return sizes, err
}

// info is the output of pdfinfo, or of the fallback in the same form, and the
// sizes of the pages.
func (d *Document) info(ctx context.Context) (string, []pdf.Size, error) {
	if d.file.Password != "" { // most files open without that of the meeting, and are not copied then
		plain, locked := poppler.New(d.runner, d.file.Path, "", d.file.Dir), poppler.PasswordError{}
		if _, _, err := plain.Info(ctx, d.file.Uploaded); !errors.As(err, &locked) {
			d.poppler, d.file.Password = plain, ""
		}
	}
	out, sizes, err := d.poppler.Info(ctx, d.file.Uploaded)
	if password := (poppler.PasswordError{}); err == nil || errors.As(err, &password) {
		return out, sizes, err
	}
	damaged := out
	out, sizes, err = d.fallbackInfo(ctx, err)
	leavesOut := fault.IsPermanent(err) || d.file.Rendered && errors.Is(err, poppler.ErrIncomplete)
	if rest, some, unreadable := readablePages(damaged); unreadable > 0 && leavesOut {
		d.unreadable, d.readable = unreadable, len(some)
		return rest, some, nil
	}
	return out, sizes, err
}

// Password returns the password that opens the file: empty if it opens without one, as
// a file does that has a password for editing only, and another than was given.
func (d *Document) Password(ctx context.Context) (string, error) {
	_, _, err := d.info(ctx)
	return d.file.Password, err
}

// Images are facts about the images on each page.
func (d *Document) Images(ctx context.Context, sizes []pdf.Size) ([]pdf.Images, error) {
	list, err := d.poppler.Images(ctx, len(sizes))
	if err != nil {
		return nil, fmt.Errorf("list the images: %w", err)
	}
	return pdf.ParseImages(string(list), sizes), nil
}

// rangeMax is the number of pages whose text is read at once: with the place of
// every word, text takes a hundred times its own size.
const rangeMax = 100

// Pages calls each with the text of every page, in their order.
func (d *Document) Pages(ctx context.Context, sizes []pdf.Size, each func(number int, p pdf.Page) error) error {
	out := filepath.Join(d.file.Dir, "layout.html")
	for first := 1; first <= len(sizes); first += rangeMax {
		last := min(first+rangeMax-1, len(sizes))
		pages, err := d.pages(ctx, first, last, out)
		if err != nil {
			return fmt.Errorf("read the text of pages %d to %d: %w", first, last, err)
		}
		for i, p := range pages[:min(len(pages), last-first+1)] {
			if err := each(first+i, p.Sized(sizes[first+i-1])); err != nil {
				return err
			}
		}
	}
	return nil
}

// shown is the file of which all text is shown: a copy, if an uploaded file has other text.
func (d *Document) shown(ctx context.Context) (poppler.File, error) {
	if d.seen != nil || !d.file.Uploaded {
		return *cmp.Or(d.seen, &d.poppler), nil
	}
	seen, err := d.qpdf.ReadSeen(ctx, d.file.Path, d.file.Password)
	if d.seen = &d.poppler; err != nil && (ctx.Err() != nil || !isAboutFile(err)) {
		return poppler.File{}, fmt.Errorf("find text that is not shown: %w", err)
	}
	if err == nil && seen.Changed {
		file := poppler.New(d.runner, seen.Path, "", d.file.Dir)
		d.seen = &file
	}
	return *d.seen, nil
}

// pages is the text of a range of pages, by way of the file out.
func (d *Document) pages(ctx context.Context, first, last int, out string) ([]pdf.Page, error) {
	err := errSkipped()
	if !d.fallbackOnly {
		var seen poppler.File
		if seen, err = d.shown(ctx); err != nil {
			return nil, err
		}
		err = seen.Text(ctx, first, last, out)
	}
	if err != nil {
		if err = d.fallbackText(ctx, err, first, last, out); err != nil {
			return nil, err
		}
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return nil, err //nolint:wrapcheck // the caller says what was read
	}
	return pdf.ParseLayout(data)
}

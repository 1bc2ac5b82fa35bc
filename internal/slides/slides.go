// Package slides turns a deck into a PDF file, pictures of its pages, and its
// text slide by slide.
//
// Text comes out of the file itself where it is a pptx or an odp: a PDF export
// has neither notes nor titles. Pictures come from LibreOffice's PDF export by
// way of poppler. Every deck is taken for hostile: it is measured before any
// other program sees it, and what the programs leave is checked, for their
// exit codes say little.
package slides

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"

	"proceedings/internal/meeting"
	"proceedings/internal/proc"
)

// runner is the one thing that this package needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Converter converts decks. It runs one LibreOffice at a time: each takes
// hundreds of megabytes.
type Converter struct {
	runner runner
	office chan struct{} // holds a token while LibreOffice runs

	mu       sync.Mutex
	versions map[string]string // of the tools that were asked
}

// New makes a Converter that runs its tools by r, a [proc.Runner].
func New(r runner) *Converter {
	return &Converter{runner: r, office: make(chan struct{}, 1), versions: map[string]string{}}
}

// Result is what became of a deck. Names are relative to the folder that it
// was converted in; sizes and hashes are left to whoever stores the files.
type Result struct {
	Format   Format
	PDF      meeting.Object
	Slides   []meeting.Slide
	Warnings []string          // predicates about the deck, in words for a person
	Tools    map[string]string // the tools that were used and their versions
}

// PDFName is the name of the PDF file in the folder.
const PDFName = "deck.pdf"

// Convert converts the deck at path into the folder dir, which must be there.
// It calls progress, if not nil, after each page. What it cannot convert, it
// refuses with a reason.
func (c *Converter) Convert(ctx context.Context, path, dir string, progress func(done, total int)) (Result, error) {
	j, err := newJob(c, path, dir)
	if err != nil {
		return Result{}, err
	}
	defer os.RemoveAll(j.work) //nolint:errcheck // swept again with the folder

	source, err := os.Open(j.path)
	if err != nil {
		return Result{}, fmt.Errorf("open the deck: %w", err)
	}
	defer source.Close() //nolint:errcheck // it was only read from
	info, err := source.Stat()
	if err != nil {
		return Result{}, fmt.Errorf("open the deck: %w", err)
	}
	d, err := recognise(source, info.Size())
	if err != nil {
		return Result{}, err
	}

	slides, err := j.document(ctx, d, source)
	if err != nil {
		return Result{}, err
	}
	pages, err := j.pages(ctx, d.format == PDF)
	if err != nil {
		return Result{}, err
	}
	if d.format == PDF {
		if slides, err = j.pdfText(ctx, len(pages)); err != nil {
			return Result{}, err
		}
	}
	pictures, err := j.pictures(ctx, pages, progress)
	if err != nil {
		return Result{}, err
	}
	tools, err := j.tools(ctx, d.format)
	if err != nil {
		return Result{}, err
	}
	result := Result{
		Format: d.format,
		PDF:    meeting.Object{Name: PDFName, Type: "application/pdf"},
		Tools:  tools,
	}
	result.Slides, result.Warnings = join(slides, pictures)
	result.Warnings = append(j.warnings, result.Warnings...)
	return result, nil
}

// document makes the PDF file, and gives the text where the deck is not one.
func (j *job) document(ctx context.Context, d deck, source io.Reader) ([]meeting.Slide, error) {
	switch d.format {
	case PDF:
		return nil, j.copyPDF(source)
	case PPT:
		slides, err := j.oldText(ctx)
		if err != nil {
			return nil, err
		}
		return slides, j.export(ctx, d.format)
	}
	if err := d.archive.Measure(); err != nil {
		return nil, fmt.Errorf("measure the deck: %w", err)
	}
	slides, err := d.text()
	if err != nil {
		return nil, err
	}
	if err := j.unlink(d); err != nil {
		return nil, err
	}
	return slides, j.export(ctx, d.format)
}

// job is one conversion.
type job struct {
	*Converter
	path string // of the deck; of one without references to the outside, once it is made
	dir  string // of what is made
	work string // of what is thrown away, in dir

	warnings []string
}

func newJob(c *Converter, path, dir string) (*job, error) {
	j := &job{Converter: c}
	var err error
	if j.path, err = filepath.Abs(path); err != nil {
		return nil, fmt.Errorf("locate the deck: %w", err)
	}
	if j.dir, err = filepath.Abs(dir); err != nil {
		return nil, fmt.Errorf("locate the folder: %w", err)
	}
	if j.work, err = os.MkdirTemp(j.dir, "work-"); err != nil {
		return nil, fmt.Errorf("make a working folder: %w", err)
	}
	return j, nil
}

// unlink has LibreOffice work on a copy of the deck where that refers to files
// outside: they are none of its business.
func (j *job) unlink(d deck) error {
	parts, n, err := d.archive.Unlinked()
	if err != nil {
		return fmt.Errorf("look for links: %w", err)
	}
	if n == 0 {
		return nil
	}
	out, err := os.Create(filepath.Join(j.work, "unlinked"))
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	err = d.archive.Rewrite(out, parts)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	j.path = out.Name()
	j.warnings = append(j.warnings, fmt.Sprintf("refers to %d files outside itself, which are not shown", n))
	return nil
}

func (j *job) copyPDF(source io.Reader) error {
	out, err := os.Create(j.pdf())
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

func (j *job) pdf() string { return filepath.Join(j.dir, PDFName) }

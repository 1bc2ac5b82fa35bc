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
	"os"
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

// Package slides turns a deck into a PDF file, pictures of its pages, and its
// text slide by slide.
//
// Text comes out of the file itself where it is a pptx or an odp: a PDF export
// has neither notes nor titles. Pictures come from LibreOffice's PDF export by
// way of poppler, and where a page's text is in its picture only, tesseract
// reads it. Every deck is taken for hostile: it is measured before any other
// program sees it, and what the programs leave is checked, for their exit
// codes say little.
package slides

import (
	"context"
	"sync"

	"proceedings/internal/proc"
	"proceedings/internal/slides/warm"
)

// runner is the one thing that this package needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Converter converts decks. It runs one LibreOffice at a time: each takes
// hundreds of megabytes.
type Converter struct {
	Second second // is asked of a PDF file that poppler gives up, a [pdfium.Reader]; nil for nobody

	runner runner
	heavy  int           // in units of [pptx.Weigh]: what LibreOffice loads at once of a deck
	office chan struct{} // holds a token while LibreOffice works
	warm   *warm.Office

	mu       sync.Mutex
	versions map[string]string // of the tools that were asked
	cold     error             // why LibreOffice was started for a deck alone
}

// New makes a Converter that runs its tools by r, a [proc.Runner]. It keeps
// LibreOffice running, with what it needs in the folder dir (that of the system
// for what is passing, if empty), until Close, or until no deck came for a while.
func New(r runner, dir string) *Converter {
	return &Converter{runner: r, heavy: heavy, office: make(chan struct{}, 1), warm: warm.New(r, dir), versions: map[string]string{}}
}

// Options are what is known of a deck beside its bytes.
type Options struct {
	Password string // by which it opens; empty for none
	Language string // BCP 47, for reading pictures
}

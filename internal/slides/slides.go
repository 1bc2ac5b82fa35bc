package slides

import (
	"context"
	"sync"

	"proceedings/internal/pdfium"
	"proceedings/internal/proc"
	"proceedings/internal/slides/libreoffice"
)

// runner is what this package needs of the outside world, beside the fallback.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// fallback reads PDF files that poppler does not.
type fallback interface {
	Run(ctx context.Context, j pdfium.Job) error
	Command(do string, args ...string) proc.Command
}

// Converter converts decks. Its methods may be called concurrently; LibreOffice
// converts one deck at a time.
type Converter struct {
	Fallback fallback // reads PDF files that poppler does not, a [pdfium.Reader]; nil for none

	runner     runner
	portionMax int // in units of [pptx.Weigh]: how much of a deck LibreOffice loads at once
	office     *libreoffice.Office

	mu       sync.Mutex
	versions map[string]string // by the names of tools
	fonts    coverage          // nil if not listed yet
}

// New makes a Converter that runs its tools by r, a [proc.Runner]. It keeps
// LibreOffice running, with its files in the folder dir ("" is the folder for
// temporary files), until Close or until no deck came for a while.
func New(r runner, dir string) *Converter {
	return &Converter{runner: r, portionMax: portionMax, office: libreoffice.New(r, dir), versions: map[string]string{}}
}

// OfficeUnavailable is the reason why LibreOffice could not be kept running and
// was started for a deck alone. That takes six times as long, and cannot open
// encrypted decks. It is nil if this never happened.
func (c *Converter) OfficeUnavailable() error { return c.office.Unavailable() }

// Close stops LibreOffice after the current deck.
func (c *Converter) Close() error { return c.office.Close() }

// Omission is private content of a deck.
type Omission struct {
	HiddenSlides bool
	Notes        bool // on the pages of a PDF file; in the PDF file of other decks there are none
	Comments     bool // of a PDF file; in the PDF file of other decks there are none
	Metadata     bool // author, dates, paths, …
	Attachments  bool // files in a PDF file
	CutMedia     bool // video and audio files that a slide show does not show whole
}

// Options are facts about a deck that its file does not contain.
type Options struct {
	Password string // opens the file; empty for none

	Languages []string // BCP 47, for OCR

	// Omit is left out of the PDF file and the images.
	Omit Omission
}

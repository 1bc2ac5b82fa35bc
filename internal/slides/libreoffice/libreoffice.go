// Package libreoffice converts decks to PDF and to pptx by LibreOffice: by one
// that is kept running, and where that is not possible, by one process a deck.
package libreoffice

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	"proceedings/internal/proc"
	"proceedings/internal/slides/libreoffice/server"
)

// runner is the one thing that this package needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// fileSizeLimit bounds the files that LibreOffice writes, in bytes.
const fileSizeLimit = 1 << 30

// InputName is the file name, without extension, under which LibreOffice sees
// each deck. It is part of the addresses that LibreOffice writes into PDF files.
const InputName = server.InputName

// Office converts decks, one at a time: LibreOffice takes hundreds of megabytes.
type Office struct {
	runner runner
	server *server.Server
	lock   chan struct{} // holds a token while LibreOffice works

	mu          sync.Mutex
	unavailable error // see Unavailable
}

// New makes an Office that starts LibreOffice by r, a [proc.Runner]. It keeps
// LibreOffice running, with its files in the folder dir ("" is the folder for
// temporary files), until Close or until no deck came for a while.
func New(r runner, dir string) *Office {
	return &Office{runner: r, server: server.New(r, dir), lock: make(chan struct{}, 1)}
}

// Conversion is one deck to convert.
type Conversion struct {
	In       string // path of the deck
	Format   string // of the deck: pptx, ppt or odp; empty to let LibreOffice detect it
	Export   string // the output format: pdf or pptx
	Password string // opens the deck; empty for none
	Dir      string // working folder, for the output too

	OmitHidden bool // leave hidden slides out of a PDF file
}

// Convert converts a deck and returns the path of the output. A deck that
// LibreOffice cannot read is refused with a reason.
func (o *Office) Convert(ctx context.Context, c Conversion) (string, error) {
	select {
	case o.lock <- struct{}{}:
		defer func() { <-o.lock }()
	case <-ctx.Done():
		return "", fmt.Errorf("wait for LibreOffice: %w", context.Cause(ctx))
	}
	out := filepath.Join(c.Dir, "made."+c.Export)
	err := o.server.Convert(ctx, server.Conversion{
		In: c.In, Out: out, Filter: importFilter(c.Format), Export: c.Export, Password: c.Password,
		OmitHidden: c.OmitHidden,
	})
	if errors.Is(err, server.ErrUnavailable) {
		o.setUnavailable(err)
		out, err = o.convertOnce(ctx, c)
	}
	if err != nil {
		return "", fmt.Errorf("convert the deck by LibreOffice: %w", err)
	}
	return out, nil
}

// importFilter is LibreOffice's name for a format. With it, LibreOffice reads the
// file in the recognised format instead of detecting one of its hundred formats.
func importFilter(format string) string {
	switch format {
	case "pptx":
		return "Impress MS PowerPoint 2007 XML"
	case "ppt":
		return "MS PowerPoint 97"
	case "":
		return ""
	default:
		return "impress8"
	}
}

// Unavailable is the reason why LibreOffice could not be kept running and was
// started for a deck alone. That takes six times as long, and cannot open
// encrypted decks. It is nil if this never happened.
func (o *Office) Unavailable() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.unavailable
}

func (o *Office) setUnavailable(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.unavailable = err
}

// Close stops LibreOffice after the current deck.
func (o *Office) Close() error { return o.server.Close() }

// FontEnv writes the list of fonts that LibreOffice uses to the folder dir, and
// returns the environment variable that lets other programs use it.
func FontEnv(dir string) (string, error) {
	if err := server.WriteFonts(dir); err != nil {
		return "", fmt.Errorf("write the list of fonts: %w", err)
	}
	return server.FontEnv(dir), nil
}

// VersionCommand prints the version of LibreOffice.
func VersionCommand() proc.Command {
	return proc.Command{Path: "soffice", Args: []string{"--version"}}
}

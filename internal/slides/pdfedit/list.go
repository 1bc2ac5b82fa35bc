package pdfedit

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/slides/pdffile"
)

const (
	listCPU  = 60 * time.Second
	listSize = 128 << 20 // bytes of JSON, which is read one object at a time
)

// ErrUnlisted means that qpdf cannot list a file, because it is damaged or has too many
// objects.
var ErrUnlisted = errors.New("qpdf cannot list the PDF file")

// List lists any PDF file, which opens by the password, if not empty. The error is
// ErrUnlisted for a file that qpdf cannot list.
func (e Editor) List(ctx context.Context, path, password string) (pdffile.Listing, error) {
	out := filepath.Join(e.dir, "listing.json")
	secret, err := e.passwordFile(password)
	if err != nil {
		return pdffile.Listing{}, err
	}
	args := slices.Concat([]string{"--warning-exit-0"}, pdffile.ListArgs(), secret)
	_, err = e.runner.Run(ctx, proc.Command{
		Path: "qpdf", Args: append(args, "--", path, out),
		Dir: e.dir, Read: []string{path}, Write: []string{e.dir}, CPU: listCPU, FileSize: listSize,
	})
	defer os.Remove(out) //nolint:errcheck // the working folder is removed anyway
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) {
		return pdffile.Listing{}, fmt.Errorf("%w: %w", ErrUnlisted, err)
	}
	if err != nil {
		return pdffile.Listing{}, fmt.Errorf("list the PDF file: %w", err)
	}
	f, err := os.Open(out)
	if errors.Is(err, os.ErrNotExist) {
		return pdffile.Listing{}, ErrUnlisted
	}
	if err != nil {
		return pdffile.Listing{}, fmt.Errorf("list the PDF file: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	l, err := pdffile.ReadListing(bufio.NewReader(f))
	if err != nil {
		return pdffile.Listing{}, fmt.Errorf("%w: %w", ErrUnlisted, err)
	}
	return l, nil
}

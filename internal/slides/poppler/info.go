package poppler

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pdf"
)

// otherError is poppler's exit status for errors of no other kind, such as a file
// without pages.
const otherError = 99

// Info is the output of pdfinfo and the sizes of the pages in it. An uploaded file
// that pdfinfo cannot read is refused; with any other file, the error is ours. The output
// is returned with an error about the sizes, too.
func (f File) Info(ctx context.Context, uploaded bool) (string, []pdf.Size, error) {
	f, err := f.opened(ctx)
	if err != nil {
		return "", nil, err
	}
	var out bytes.Buffer
	c := f.command("pdfinfo", pdf.InfoArgs(f.path))
	c.Stdout = &out
	stderr, err := f.runner.Run(ctx, c)
	if exit := (*proc.ExitError)(nil); uploaded && errors.As(err, &exit) && (exit.Code == 1 || exit.Code == otherError) {
		return "", nil, f.refusal(stderr)
	}
	if err != nil {
		return "", nil, fmt.Errorf("look at the PDF file: %w", err)
	}
	sizes, err := pdf.ParseInfo(out.String())
	if err != nil && !uploaded {
		return out.String(), nil, fmt.Errorf("look at the PDF file of a deck: %w: %s", ErrIncomplete, err) //nolint:errorlint // not a refusal of the deck
	}
	return out.String(), sizes, err
}

// refusal is the reason for refusing a file on which pdfinfo fails.
func (f File) refusal(stderr string) error {
	switch refusal := pdf.Refusal(stderr); {
	case strings.Contains(stderr, "Incorrect password"):
		return PasswordError{refusal}
	case refusal != nil:
		return refusal
	}
	return fault.Refuse("is damaged: it cannot be opened as PDF")
}

// PasswordError refuses a file for its password. No other program can open it
// either.
type PasswordError struct{ error }

// Unwrap is the refusal.
func (e PasswordError) Unwrap() error { return e.error }

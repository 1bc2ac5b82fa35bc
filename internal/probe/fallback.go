package probe

import (
	"bytes"
	"context"
	"errors"

	"proceedings/internal/fault"
	"proceedings/internal/pdfium"
	"proceedings/internal/proc"
)

// fallback reads a PDF file that poppler cannot.
type fallback interface {
	Run(ctx context.Context, j pdfium.Job) error
}

// finalRefusal is a refusal that no other program would change.
type finalRefusal struct{ error }

func (l finalRefusal) Unwrap() error { return l.error }

// askFallback reads a file with the fallback after poppler failed, with the pages
// that poppler counted. Where the fallback fails, too, poppler's error stands.
func (p *Prober) askFallback(ctx context.Context, counts pdfFacts, failed error, path, password string) (pdfFacts, error) {
	exit := (*proc.ExitError)(nil)
	if p.Second == nil || ctx.Err() != nil || !errors.As(failed, &exit) && !fault.IsPermanent(failed) && !errors.Is(failed, errNoPageSize) {
		return counts, failed
	}
	var out bytes.Buffer
	err := p.Second.Run(ctx, pdfium.Job{Do: pdfium.Info, File: path, Password: password, Stdout: &out})
	if ctx.Err() != nil {
		return counts, err
	}
	if pages, countErr := parsePageCount(out.String()); err == nil && countErr == nil {
		return pages, nil
	}
	return counts, failed
}

package probe

import (
	"bytes"
	"context"
	"errors"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/pdfium"
	"proceedings/internal/proc"
)

// second is the program that is asked of a PDF file where poppler gives it up.
type second interface {
	Run(ctx context.Context, j pdfium.Job) error
}

// locked is a refusal that no other program would take back.
type locked struct{ error }

func (l locked) Unwrap() error { return l.error }

// ask has the second program look at a file that poppler gave up after it had
// counted so many pages. Where it cannot read the file either, that stands.
func (p *Prober) ask(ctx context.Context, counts meeting.Pages, failed error, path, password string) (meeting.Pages, error) {
	exit := (*proc.ExitError)(nil)
	if p.Second == nil || ctx.Err() != nil || !errors.As(failed, &exit) && !fault.IsPermanent(failed) && !errors.Is(failed, errShapeless) {
		return counts, failed
	}
	var out bytes.Buffer
	err := p.Second.Run(ctx, pdfium.Job{Do: pdfium.Info, File: path, Password: password, Stdout: &out})
	if ctx.Err() != nil {
		return counts, err
	}
	if pages, countErr := counted(out.String()); err == nil && countErr == nil {
		return pages, nil
	}
	return counts, failed
}

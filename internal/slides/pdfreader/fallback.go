package pdfreader

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"proceedings/internal/fault"
	"proceedings/internal/pdfium"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/poppler"
)

// UsedFallback reports whether the fallback did some of the work.
func (d *Document) UsedFallback() bool { return d.usedFallback }

// Warnings are predicates about the file, in words for a person.
func (d *Document) Warnings() []string {
	var all []string
	if d.usedFallback {
		all = append(all, "is damaged: only a second program could read it, so its pages may look different")
	}
	if d.unreadable > 0 {
		all = append(all, unreadableWarning(d.unreadable, d.readable))
	}
	if d.unlisted {
		all = append(all, "has a structure that cannot be read: its comments and page labels are missing")
	}
	if d.mayShowNotes {
		all = append(all, "has pages of the shape of two slides: if one half is speaker notes, these are published; to prevent it, save the deck without notes")
	}
	switch d.attachments {
	case 0:
	case 1:
		all = append(all, "contains an embedded file, which readers get only with the original")
	default:
		all = append(all, fmt.Sprintf("contains %d embedded files, which readers get only with the original", d.attachments))
	}
	return all
}

// try runs a job by the fallback after poppler failed. If the fallback fails, too,
// the error is that of poppler, which says more about the file.
func (d *Document) try(ctx context.Context, failed error, job pdfium.Job) error {
	if tooComplex := (poppler.TooComplexError{}); d.fallback == nil || ctx.Err() != nil || !isAboutFile(failed) || errors.As(failed, &tooComplex) {
		return failed
	}
	job.File, job.Password, job.Dir = d.file.Path, d.file.Password, d.file.Dir
	if err := d.fallback.Run(ctx, job); err != nil {
		if ctx.Err() != nil {
			return err
		}
		if exit := (*proc.ExitError)(nil); errors.As(err, &exit) && exit.OverCPU() {
			return poppler.TooComplex("its pages cannot be read in reasonable time")
		}
		return failed
	}
	d.usedFallback = true
	return nil
}

// isAboutFile reports whether an error of poppler's comes from the file, and not
// from the machine.
func isAboutFile(err error) bool {
	exit := (*proc.ExitError)(nil)
	return errors.As(err, &exit) || fault.IsPermanent(err) || errors.Is(err, poppler.ErrIncomplete)
}

// fallbackInfo is the info that poppler failed to read. After it, poppler is not
// used for this file: of a page that it does not find, it renders nothing and
// reports success.
func (d *Document) fallbackInfo(ctx context.Context, failed error) (string, []pdf.Size, error) {
	var out bytes.Buffer
	if err := d.try(ctx, failed, pdfium.Job{Do: pdfium.Info, Stdout: &out}); err != nil {
		return "", nil, err
	}
	sizes, err := pdf.ParseInfo(out.String())
	if err != nil {
		d.usedFallback = false
		return "", nil, failed
	}
	d.fallbackOnly = true
	return out.String(), sizes, nil
}

// fallbackText writes the text of pages with its places to the file out.
func (d *Document) fallbackText(ctx context.Context, failed error, first, last int, out string) error {
	return d.try(ctx, failed, pdfium.Job{Do: pdfium.Text, First: first, Last: last, Out: out})
}

// fallbackRender renders pages to files whose names begin with prefix.
func (d *Document) fallbackRender(ctx context.Context, failed error, r poppler.Rendering, prefix string) error {
	return d.try(ctx, failed, pdfium.Job{
		Do: pdfium.Paint, First: r.First, Last: r.Last, Width: r.Width, Height: r.Height,
		Left: r.Left, Top: r.Top, Whole: r.Whole, Tall: r.Tall, Out: prefix,
	})
}

// errSkipped stands for the error of poppler where it was not tried, because it
// does not open the file.
func errSkipped() error {
	return fmt.Errorf("poppler does not open the file: %w", poppler.ErrIncomplete)
}

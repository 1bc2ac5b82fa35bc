package slides

import (
	"context"
	"errors"
	"path/filepath"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pdfedit"
	"proceedings/internal/slides/pdffile"
	"proceedings/internal/slides/poppler"
)

func (j *job) removal() pdffile.Removal {
	return pdffile.Removal{Metadata: j.Omit.Metadata, Comments: j.Omit.Comments, Attachments: j.Omit.Attachments}
}

// strip writes a copy of the uploaded PDF file without private content to out, and
// returns its path. A file that cannot be rewritten is not published: strip warns, and
// returns the path of the upload, for the page images.
func (j *job) strip(ctx context.Context, r pdffile.Removal, out string) (string, error) {
	made, err := j.editor().Strip(ctx, j.path, j.Password, r)
	if err == nil { // what is in forms and media, which Strip keeps
		made.Path, _, err = j.editor().Inert(ctx, made.Path, true)
	}
	if isAboutFile(ctx, err) {
		j.warnings = append(j.warnings, "is not offered as a PDF file: its comments, metadata and attachments cannot be removed; to publish it as it is, add originals to publish in meeting.yaml")
		return j.path, nil
	}
	if err != nil {
		return "", err
	}
	j.uncropped = made.Uncropped
	hidden, err := j.hides(ctx, made)
	if err != nil {
		return "", err
	}
	if !hidden {
		return out, keep(made.Path, out)
	}
	redrawn := filepath.Join(j.work, "redrawn.pdf")
	if err = j.openPDF(made.Path, true).Redraw(ctx, redrawn); err == nil {
		j.warnings = append(j.warnings, "has text or layers that its pages do not show: readers get a PDF file without these, and without links; to publish it as it is, add originals to publish in meeting.yaml")
		return out, keep(redrawn, out)
	}
	if isAboutFile(ctx, err) {
		j.warnings = append(j.warnings, "is not offered as a PDF file: it has text or layers that its pages do not show; to publish it as it is, add originals to publish in meeting.yaml")
		return j.path, nil
	}
	return "", err
}

// hides reports whether a PDF file has content that its pages do not show: layers,
// invisible text, and words beside the pages.
func (j *job) hides(ctx context.Context, made pdfedit.Stripped) (bool, error) {
	if made.HidesLayers || made.HidesText {
		return true, nil
	}
	beside, err := j.openPDF(made.Wide, true).HasWordsBeside(ctx, pdffile.WideMargin)
	if tooComplex := (poppler.TooComplexError{}); errors.As(err, &tooComplex) {
		return false, err
	}
	if isAboutFile(ctx, err) {
		return true, nil
	}
	return beside, err
}

// isAboutFile reports whether an error is that of a tool about its file.
func isAboutFile(ctx context.Context, err error) bool {
	exit := (*proc.ExitError)(nil)
	return ctx.Err() == nil && (errors.As(err, &exit) || errors.Is(err, pdffile.ErrShape) || errors.Is(err, poppler.ErrIncomplete) || fault.IsPermanent(err))
}

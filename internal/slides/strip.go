package slides

import (
	"context"
	"errors"

	"proceedings/internal/proc"
	"proceedings/internal/slides/pdffile"
)

func (j *job) removal() pdffile.Removal {
	return pdffile.Removal{Metadata: j.Omit.Metadata, Comments: j.Omit.Comments, Attachments: j.Omit.Attachments}
}

// strip writes a copy of the uploaded PDF file without private content to out, and
// returns its path. A file that qpdf cannot rewrite is not published: strip warns, and
// returns the path of the upload, for the page images.
func (j *job) strip(ctx context.Context, r pdffile.Removal, out string) (string, error) {
	made, err := j.editor().Strip(ctx, j.path, j.Password, r)
	switch exit := (*proc.ExitError)(nil); {
	case err == nil:
		return out, keep(made, out)
	case errors.As(err, &exit) && ctx.Err() == nil, errors.Is(err, pdffile.ErrShape):
		j.warnings = append(j.warnings, "is not offered as a PDF file: its comments, metadata and attachments cannot be removed. To publish it as it is, add originals to publish in meeting.yaml")
		return j.path, nil
	}
	return "", err
}

package slides

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"

	"proceedings/internal/proc"
	"proceedings/internal/slides/pdfedit"
	"proceedings/internal/slides/pdffile"
	"proceedings/internal/words"
)

// InertPDF returns the path of a PDF file without scripts and other active content, which
// opens without a password: path itself if that is such a file, or a copy in the folder
// dir. It returns "" for a file that cannot be searched. The warnings are predicates about
// the file.
func (c *Converter) InertPDF(ctx context.Context, path, dir, password string, keepFiles bool) (_ string, warnings []string, err error) {
	j, err := newJob(c, path, dir, Options{Password: password})
	if err != nil {
		return "", nil, err
	}
	defer j.close()
	if err = j.choosePassword(ctx); err != nil {
		return "", nil, err
	}
	if path, err = j.unlocked(ctx); err != nil {
		return "", nil, err
	}
	made, found, err := pdfedit.New(c.runner, dir).Inert(ctx, path, keepFiles)
	exit := (*proc.ExitError)(nil)
	switch {
	case isAboutFile(ctx, err) && errors.As(err, &exit) && strings.Contains(exit.Stderr, "invalid password"):
		return "", []string{"is not offered for download: it is encrypted, and cannot be searched for scripts; give its password in meeting.yaml, or add originals to publish"}, nil
	case isAboutFile(ctx, err):
		return "", []string{"is not offered for download: it cannot be searched for scripts; save it again with another program, or add originals to publish in meeting.yaml"}, nil
	case err != nil:
		return "", nil, err
	}
	if made == path && path != j.path { // in the job's folder
		made = filepath.Join(dir, "unlocked.pdf")
		if err = keep(path, made); err != nil {
			return "", nil, err
		}
	}
	return made, activeWarnings(found), nil
}

// copyInert copies an uploaded PDF deck, which readers may have as it is, but for its active
// content and its password. One that cannot be searched is copied: somebody has asked for
// the original.
func (j *job) copyInert(ctx context.Context, d io.Reader, out string) error {
	path, err := j.unlocked(ctx)
	if err != nil {
		return err
	}
	made, found, err := j.editor().Inert(ctx, path, true)
	if err != nil && !isAboutFile(ctx, err) {
		return err
	}
	if err != nil {
		made = path
	}
	if made == j.path {
		return copyTo(out, d)
	}
	j.warnings = append(j.warnings, activeWarnings(found)...)
	return keep(made, out)
}

// activeWarnings say what readers do not get.
func activeWarnings(found pdffile.Active) []string {
	var parts []string
	for _, part := range []struct {
		is   bool
		text string
	}{
		{found.Scripts, "scripts"},
		{found.Actions, "actions that open files or addresses, start programs or send forms"},
		{found.Media, "rich media"},
		{found.Files, "embedded files"},
	} {
		if part.is {
			parts = append(parts, part.text)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	return []string{"has " + words.List(parts, len(parts)) + ", which the published copy leaves out"}
}

package slides

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"proceedings/internal/meeting"
)

// job is one conversion.
type job struct {
	*Converter
	path string // of the deck; of one without references to the outside, once it is made
	dir  string // of what is made
	work string // of what is thrown away, in dir

	warnings []string
}

func newJob(c *Converter, path, dir string) (*job, error) {
	j := &job{Converter: c}
	var err error
	if j.path, err = filepath.Abs(path); err != nil {
		return nil, fmt.Errorf("locate the deck: %w", err)
	}
	if j.dir, err = filepath.Abs(dir); err != nil {
		return nil, fmt.Errorf("locate the folder: %w", err)
	}
	if j.work, err = os.MkdirTemp(j.dir, "work-"); err != nil {
		return nil, fmt.Errorf("make a working folder: %w", err)
	}
	return j, nil
}

// unlink has LibreOffice work on a copy of the deck where that refers to files
// outside: they are none of its business.
func (j *job) unlink(d deck) error {
	parts, n, err := d.archive.Unlinked()
	if err != nil {
		return fmt.Errorf("look for links: %w", err)
	}
	if n == 0 {
		return nil
	}
	out, err := os.Create(filepath.Join(j.work, "unlinked"))
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	err = d.archive.Rewrite(out, parts)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	j.path = out.Name()
	j.warnings = append(j.warnings, fmt.Sprintf("refers to %d files outside itself, which are not shown", n))
	return nil
}

func (j *job) copyPDF(source io.Reader) error {
	out, err := os.Create(j.pdf())
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	_, err = io.Copy(out, source)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	return nil
}

func (j *job) pdf() string { return filepath.Join(j.dir, PDFName) }

// document makes the PDF file, and gives the text where the deck is not one.
func (j *job) document(ctx context.Context, d deck, source io.Reader) ([]meeting.Slide, error) {
	switch d.format {
	case PDF:
		return nil, j.copyPDF(source)
	case PPT:
		slides, err := j.oldText(ctx)
		if err != nil {
			return nil, err
		}
		return slides, j.export(ctx, d.format)
	}
	if err := d.archive.Measure(); err != nil {
		return nil, fmt.Errorf("measure the deck: %w", err)
	}
	slides, err := d.text()
	if err != nil {
		return nil, err
	}
	if err := j.unlink(d); err != nil {
		return nil, err
	}
	return slides, j.export(ctx, d.format)
}

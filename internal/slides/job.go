package slides

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/libreoffice"
	"proceedings/internal/slides/pdfreader"
)

// job is one call of a Converter's method on a deck.
type job struct {
	*Converter
	Options

	path        string            // of the deck, or of the copy that the next tool reads
	dir         string            // for the output
	work        string            // for temporary files, in dir
	text        *meeting.DeckText // of a pptx or odp file, once it was read
	hidden      []bool            // of each slide, if hidden slides are omitted and known
	skip        map[int]bool      // pages that are not rendered, from 1
	warnings    []string
	uncropped   int          // number of pictures of which the PDF file has more than is shown
	uncroppedOn []int        // numbers of the slides of others, 0 for a layout
	asShapes    map[int]bool // numbers of slides whose images show text as shapes or pictures
	check       *drawnCheck
	blank       []int // numbers of slides that LibreOffice cannot read
}

func newJob(c *Converter, path, dir string, o Options) (*job, error) {
	j := &job{Converter: c, Options: o, check: &drawnCheck{}}
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

// close removes temporary files. The caller removes dir, with what is left in it.
func (j *job) close() { _ = os.RemoveAll(j.work) }

// openPDF is a document of the PDF file at path. Its errors are refusals if it
// was uploaded.
func (j *job) openPDF(path string, uploaded bool) *pdfreader.Document {
	return pdfreader.Open(j.runner, j.Fallback, pdfreader.File{
		Path: path, Password: j.Password, Dir: j.work, Uploaded: uploaded,
	})
}

// choosePassword drops the password if the PDF deck opens without it: the meeting's
// password may be that of another deck.
func (j *job) choosePassword(ctx context.Context) error {
	if j.Password == "" {
		return nil
	}
	password, err := j.openPDF(j.path, true).Password(ctx)
	if err == nil {
		j.Password = password
	}
	return err
}

// convert converts the deck d, which is at path, by LibreOffice to pdf or pptx.
func (j *job) convert(ctx context.Context, path string, d deck, to string) (string, error) {
	c := libreoffice.Conversion{
		In: path, Format: string(d.format), Export: to, Password: j.Password, Dir: j.work, OmitHidden: j.Omit.HiddenSlides && to == "pdf",
	}
	if d.unknown {
		c.Format = ""
	}
	made, err := j.office.Convert(ctx, c)
	if d.unopened != "" && fault.IsPermanent(err) {
		return "", fault.Refuse("%s", d.unopened)
	}
	return made, err
}

// writeFile writes what write writes to a new file in the working folder, and
// returns its path.
func (j *job) writeFile(name string, write func(io.Writer) error) (string, error) {
	path := filepath.Join(j.work, name)
	out, err := os.Create(path)
	if err != nil {
		return "", err //nolint:wrapcheck // it names the file; the caller says what for
	}
	err = write(out)
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	return path, err
}

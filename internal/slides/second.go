package slides

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"proceedings/internal/fault"
	"proceedings/internal/pdfium"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pdf"
)

// second is the program that is asked where poppler gives a file up: damaged
// files that the one refuses the other may open.
type second interface {
	Run(ctx context.Context, j pdfium.Job) error
	Command(do string, args ...string) proc.Command
}

const secondTool = "pdfium"

// ask has the second program do what poppler failed to, and gives the failure of
// poppler where it cannot either: that says more of the file.
func (j *job) ask(ctx context.Context, failed error, do pdfium.Job) error {
	exit := (*proc.ExitError)(nil)
	if j.Second == nil || ctx.Err() != nil || !errors.As(failed, &exit) && !fault.IsPermanent(failed) && !errors.Is(failed, errIncomplete) {
		return failed
	}
	do.File, do.Password, do.Dir = j.pdf, j.Password, j.work
	if err := j.Second.Run(ctx, do); err != nil {
		if ctx.Err() != nil {
			return err
		}
		return failed
	}
	if !j.asked {
		j.asked = true
		j.warnings = append(j.warnings, "is damaged: only another program than usual could read it, so its pages may look other than they should")
	}
	return nil
}

// errIncomplete is a tool that says that all went well, and did not do it all.
var errIncomplete = errors.New("it is not all there")

// askInfo is the info that poppler failed to give. From then on poppler is not
// asked any more: of a page that it does not find it paints nothing, and calls
// that a success.
func (j *job) askInfo(ctx context.Context, failed error) (string, []pdf.Size, error) {
	var out bytes.Buffer
	if err := j.ask(ctx, failed, pdfium.Job{Do: pdfium.Info, Stdout: &out}); err != nil {
		return "", nil, err
	}
	sizes, err := pdf.ParseInfo(out.String())
	if err != nil {
		return "", nil, failed
	}
	j.onlySecond = true
	return out.String(), sizes, nil
}

// askText writes what pages say, with its places, to the file out.
func (j *job) askText(ctx context.Context, failed error, first, last int, out string) error {
	return j.ask(ctx, failed, pdfium.Job{Do: pdfium.Text, First: first, Last: last, Out: out})
}

// askPaint paints pages into the folder out.
func (j *job) askPaint(ctx context.Context, failed error, b batch, out string) error {
	return j.ask(ctx, failed, pdfium.Job{
		Do: pdfium.Paint, First: b.first, Last: b.last,
		Width: b.canvas.width, Height: b.canvas.height, Out: filepath.Join(out, "page"),
	})
}

// unopened is why poppler is not asked for a page of a file that it gave up.
func unopened() error { return fmt.Errorf("poppler does not open the file: %w", errIncomplete) }

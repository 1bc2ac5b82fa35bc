// Package poppler runs poppler's tools on a PDF file: pdfinfo, pdftotext,
// pdfimages, pdftohtml and pdftocairo. Package pdf parses what they print.
package poppler

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"proceedings/internal/fault"
	"proceedings/internal/proc"
	"proceedings/internal/slides/pdf"
)

// runner is the one thing that this package needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

const (
	cpuLimit      = 300 * time.Second // to render a batch of pages
	textCPU       = 60 * time.Second  // to read what is on pages, and more for each page
	textCPUPage   = time.Second
	fileSizeLimit = 256 << 20
)

// ErrIncomplete means that a tool reported success but did not do all of its work.
var ErrIncomplete = errors.New("the output is incomplete")

// File is a PDF file.
type File struct {
	runner   runner
	path     string
	password string
	dir      string
}

// New makes a File of the PDF file at path. Its tools run by r, a [proc.Runner],
// and write only to the folder dir. The password may be empty.
func New(r runner, path, password, dir string) File {
	return File{runner: r, path: path, password: password, dir: dir}
}

// Text writes the words of some pages with their places to the file out, as
// [pdf.ParseLayout] reads it.
func (f File) Text(ctx context.Context, first, last int, out string) error {
	f, err := f.opened(ctx)
	if err != nil {
		return err
	}
	args := pdf.LayoutArgs(f.path, out)
	// Of an option that is given twice, the last value counts.
	args = slices.Insert(args, slices.Index(args, "--"), "-f", strconv.Itoa(first), "-l", strconv.Itoa(last))
	c := f.command("pdftotext", args)
	c.CPU = readCPU(last - first + 1)
	_, err = f.runner.Run(ctx, c)
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) && exit.OverCPU() {
		return TooComplex(fmt.Sprintf("its text cannot be read within %d seconds", int(c.CPU.Seconds())))
	}
	return err
}

// readCPU is the processor time to read what is on that many pages.
func readCPU(pages int) time.Duration { return textCPU + time.Duration(pages)*textCPUPage }

// TooComplexError refuses a file that takes too long: another attempt, or another program,
// would take as long.
type TooComplexError struct{ error }

// TooComplex is a TooComplexError with a reason.
func TooComplex(reason string) error {
	return TooComplexError{fault.Refuse("is too complex: %s", reason)}
}

// Unwrap is the refusal.
func (e TooComplexError) Unwrap() error { return e.error }

// Rendering is a range of pages to render, and their size in pixels.
type Rendering struct {
	First, Last   int // page numbers from 1
	Width, Height int // in pixels
	Left, Top     int // of the part of the page that is rendered
	Whole         int // width of the whole page; 0 for Width
	Tall          int // height of the whole page; 0 for Height
}

// Render renders pages to TIFF files, whose names are prefix, "-", the page number
// and ".tif". TIFF costs no more time than JPEG, and keeps the edges of letters.
func (f File) Render(ctx context.Context, r Rendering, prefix string) error {
	f, err := f.opened(ctx)
	if err != nil {
		return err
	}
	_, err = f.runner.Run(ctx, f.command("pdftocairo", []string{
		"-tiff", "-cropbox", "-f", strconv.Itoa(r.First), "-l", strconv.Itoa(r.Last),
		"-scale-to-x", strconv.Itoa(cmp.Or(r.Whole, r.Width)), "-scale-to-y", strconv.Itoa(cmp.Or(r.Tall, r.Height)),
		"-x", strconv.Itoa(r.Left), "-y", strconv.Itoa(r.Top), "-W", strconv.Itoa(r.Width), "-H", strconv.Itoa(r.Height), // rounding may add a pixel
		f.path, prefix,
	}))
	return err
}

// Redraw writes a PDF file that shows the same pages, and has nothing that they do not
// show: hidden layers, and what is beside the pages. Text stays text. It has no links and
// no table of contents.
func (f File) Redraw(ctx context.Context, out string) error {
	f, err := f.opened(ctx)
	if err != nil {
		return err
	}
	_, err = f.runner.Run(ctx, f.command("pdftocairo", []string{"-pdf", f.path, out}))
	return err
}

// command runs one of the tools on an opened file.
func (f File) command(tool string, args []string) proc.Command {
	return proc.Command{
		Path: tool, Args: args, Dir: f.dir, Read: []string{f.path}, Write: []string{f.dir},
		CPU: cpuLimit, FileSize: fileSizeLimit,
	}
}

// Links lists the links of all pages, as [pdf.ParseLinks] reads them.
func (f File) Links(ctx context.Context) ([]byte, error) {
	return f.list(ctx, cpuLimit, "pdfinfo", pdf.LinkArgs)
}

// Outline is the table of contents, as [pdf.ParseOutline] reads it.
func (f File) Outline(ctx context.Context) ([]byte, error) {
	return f.list(ctx, readCPU(1), "pdftohtml", pdf.OutlineArgs)
}

// Lines is the text of the first pages, one line of the page a line, with spaces between
// columns.
func (f File) Lines(ctx context.Context, pages int) ([]byte, error) {
	return f.list(ctx, readCPU(pages), "pdftotext", func(path string) []string {
		return []string{"-layout", "-enc", "UTF-8", "-f", "1", "-l", strconv.Itoa(pages), "--", path, "-"}
	})
}

// Images lists the images on all pages, as [pdf.ParseImages] reads them.
func (f File) Images(ctx context.Context, pages int) ([]byte, error) {
	return f.list(ctx, readCPU(pages), "pdfimages", pdf.ImageArgs)
}

// list is the output of a tool, or nothing if the tool fails on the file: a deck
// without its links or its table of contents is better than none.
func (f File) list(ctx context.Context, limit time.Duration, tool string, args func(path string) []string) ([]byte, error) {
	f, err := f.opened(ctx)
	if err != nil {
		return nil, err
	}
	var out truncated
	c := f.command(tool, args(f.path))
	c.Stdout, c.CPU = &out, limit
	_, err = f.runner.Run(ctx, c)
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) {
		err = nil
	}
	return out.kept.Bytes(), err
}

// listMax bounds a list, in bytes: the number of links or images has no limit.
const listMax = 32 << 20

// truncated keeps the first listMax bytes that are written to it.
type truncated struct{ kept bytes.Buffer }

func (b *truncated) Write(data []byte) (int, error) {
	b.kept.Write(data[:min(len(data), listMax-b.kept.Len())])
	return len(data), nil
}

// VersionCommand prints the version of poppler.
func VersionCommand() proc.Command {
	return proc.Command{Path: "pdftocairo", Args: []string{"-v"}}
}

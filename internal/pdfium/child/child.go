// Package child is the child process of internal/pdfium, which runs PDFium. It is
// linked into the commands, so that there is nothing more to install.
package child

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"

	"proceedings/internal/pdfium"
)

// Release is the version of go-pdfium. A program that go test built cannot read the
// versions of its modules.
const Release = "1.20.0"

// passwordMax is more than a PDF file's password can have.
const passwordMax = 4 << 10

// Asked reports whether a program with these arguments, without its name, is the
// child.
func Asked(args []string) bool { return len(args) > 0 && args[0] == pdfium.Word }

// Main runs the child and returns its exit code: 1 for a file that PDFium cannot read,
// 2 for any other error. args follow [pdfium.Word]; stdin is the password.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	err := run(context.Background(), args, stdin, stdout)
	if err == nil {
		return 0
	}
	fmt.Fprintln(stderr, err)
	if errors.Is(err, errFile) {
		return 1
	}
	return 2
}

// errFile marks errors of the file.
var errFile = errors.New("pdfium cannot read it")

// options are the flags.
type options struct {
	cache, file, password, out                         string
	first, last, width, height, whole, left, top, tall int
}

func run(ctx context.Context, args []string, stdin io.Reader, stdout io.Writer) error {
	if len(args) == 0 {
		return errors.New("no command given")
	}
	if args[0] == pdfium.Version {
		_, err := fmt.Fprintln(stdout, Release)
		return err //nolint:wrapcheck // the only thing that was done
	}
	var o options
	flags := flag.NewFlagSet(pdfium.Word, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	flags.StringVar(&o.cache, "cache", "", "folder of machine code")
	flags.StringVar(&o.out, "out", "", "where the answer goes")
	flags.IntVar(&o.first, "first", 1, "first page")
	flags.IntVar(&o.last, "last", 1, "last page")
	flags.IntVar(&o.width, "width", 0, "pixels")
	flags.IntVar(&o.height, "height", 0, "pixels")
	flags.IntVar(&o.whole, "whole", 0, "width of the whole page in pixels, if only a part is rendered")
	flags.IntVar(&o.tall, "tall", 0, "height of the whole page in pixels, if only a part is rendered")
	flags.IntVar(&o.left, "left", 0, "left edge of the rendered part in pixels")
	flags.IntVar(&o.top, "top", 0, "top edge of the rendered part in pixels")
	if err := flags.Parse(args[1:]); err != nil {
		return fmt.Errorf("read the flags: %w", err)
	}
	o.file = flags.Arg(0)
	password, err := io.ReadAll(io.LimitReader(stdin, passwordMax))
	if err != nil {
		return fmt.Errorf("read the password: %w", err)
	}
	o.password = string(password)
	e, err := start(ctx, o.cache)
	if err != nil || args[0] == pdfium.Compile {
		return err
	}
	file, err := os.Open(o.file)
	if err != nil {
		return fmt.Errorf("open the file: %w", err)
	}
	defer file.Close() //nolint:errcheck // it was only read from
	d, err := e.open(file, o.password)
	if err != nil {
		return err
	}
	switch args[0] {
	case pdfium.Info:
		return d.info(stdout)
	case pdfium.Text:
		return d.text(o)
	case pdfium.Paint:
		return d.paint(o)
	}
	return fmt.Errorf("unknown command %q", args[0])
}

// Package pdfedit runs qpdf to read the PDF files that LibreOffice makes, to write one
// of them, or several joined, and to remove private content from any PDF file. Package
// pdffile does the changes.
package pdfedit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"proceedings/internal/proc"
	"proceedings/internal/slides/pdffile"
)

const (
	cpuLimit      = 300 * time.Second
	fileSizeLimit = 1 << 30

	// objectsMax bounds the JSON of a PDF file's objects, in bytes. Objects take four
	// times as much memory as their JSON, and ten times while they are written. 500
	// slides with full content have 5 MB.
	objectsMax = 16 << 20
)

// runner is the one thing that this package needs of the outside world.
type runner interface {
	Run(ctx context.Context, c proc.Command) (stderr string, err error)
}

// Editor reads and writes PDF files.
type Editor struct {
	runner runner
	dir    string
}

// New makes an Editor that runs qpdf by r, a [proc.Runner], with its files in the
// folder dir.
func New(r runner, dir string) Editor { return Editor{runner: r, dir: dir} }

// Read reads the PDF file at path that LibreOffice made of a document with these
// names, and repairs its links. The data of its streams goes to files whose names
// begin with prefix. The error is [pdffile.ErrShape] for a file that cannot be
// edited.
func (e Editor) Read(ctx context.Context, path, prefix string, names pdffile.Names) (pdffile.File, error) {
	out := prefix + ".json"
	err := e.qpdf(ctx, path, "--json-output=2", "--json-stream-data=file", "--json-stream-prefix="+prefix, "--decode-level=none", "--", path, out)
	if err != nil {
		return pdffile.File{}, fmt.Errorf("read LibreOffice's PDF file: %w", err)
	}
	info, err := os.Stat(out)
	if err == nil && info.Size() > objectsMax {
		return pdffile.File{}, fmt.Errorf("%w: it takes %d MB to list its objects", pdffile.ErrShape, info.Size()>>20)
	}
	if err != nil {
		return pdffile.File{}, fmt.Errorf("read LibreOffice's PDF file: %w", err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return pdffile.File{}, fmt.Errorf("read LibreOffice's PDF file: %w", err)
	}
	f, err := pdffile.Parse(data)
	if err == nil {
		err = f.Relink(names)
	}
	return f, err
}

// Write writes f as a PDF file and returns its path.
func (e Editor) Write(ctx context.Context, f pdffile.File) (string, error) {
	return e.write(ctx, f)
}

// WritePictures writes a PDF file with a page for each picture and returns its path. All
// pictures lie in one folder.
func (e Editor) WritePictures(ctx context.Context, list []pdffile.Picture) (string, error) {
	var folder []string
	if len(list) > 0 {
		folder = []string{filepath.Dir(list[0].Path)}
	}
	return e.write(ctx, pdffile.OfPictures(list), folder...)
}

// write writes f, whose streams may be in files of other folders.
func (e Editor) write(ctx context.Context, f pdffile.File, read ...string) (string, error) {
	data, err := f.JSON()
	if err != nil {
		return "", err
	}
	in, out := filepath.Join(e.dir, "made.json"), filepath.Join(e.dir, "kept.pdf")
	if err = os.WriteFile(in, data, 0o600); err != nil {
		return "", fmt.Errorf("write the PDF file: %w", err)
	}
	// Object streams: a long deck without photographs has a third of the bytes.
	_, err = e.run(ctx, append(read, in), "--json-input", "--object-streams=generate", "--stream-data=preserve", "--deterministic-id", "--", in, out)
	if err != nil {
		return "", fmt.Errorf("write the PDF file: %w", err)
	}
	return out, nil
}

// Pages writes a copy of the PDF file at path that has only its pages, and returns the
// copy's path.
func (e Editor) Pages(ctx context.Context, path string) (string, error) {
	out := filepath.Join(e.dir, "pages.pdf")
	if err := e.qpdf(ctx, path, "--empty", "--deterministic-id", "--pages", path, "1-z", "--", out); err != nil {
		return "", fmt.Errorf("copy the pages of the PDF file: %w", err)
	}
	return out, nil
}

// qpdf runs qpdf, which reads the file at path. What it only warns about, it has
// repaired.
func (e Editor) qpdf(ctx context.Context, path string, args ...string) error {
	_, err := e.run(ctx, []string{path}, args...)
	return err
}

// run runs qpdf, which reads some files or folders, and returns its warnings.
func (e Editor) run(ctx context.Context, read []string, args ...string) (warnings string, err error) {
	return e.runner.Run(ctx, proc.Command{
		Path: "qpdf", Args: append([]string{"--warning-exit-0"}, args...),
		Dir: e.dir, Read: read, Write: []string{e.dir},
		CPU: cpuLimit, FileSize: fileSizeLimit,
	})
}

// VersionCommand prints the version of qpdf.
func VersionCommand() proc.Command {
	return proc.Command{Path: "qpdf", Args: []string{"--version"}}
}

package slides

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/proc"
	"proceedings/internal/slides/pdffile"
)

// deckName is what LibreOffice is told that a deck is called, but for its
// extension.
const deckName = "deck"

// objectsMax bounds the JSON of a PDF file's objects, which take four times as
// much room, and ten times until they are written again. 500 full slides have 5
// MB.
const objectsMax = 16 << 20

// readPDF reads a PDF file that LibreOffice made, with its links put right. The
// content of its streams goes to files whose names begin with prefix.
func (j *job) readPDF(ctx context.Context, path, prefix string) (pdffile.File, error) {
	out := prefix + ".json"
	err := j.qpdf(ctx, path, "--json-output=2", "--json-stream-data=file", "--json-stream-prefix="+prefix, "--decode-level=none", "--", path, out)
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
		err = f.Relink(deckName)
	}
	return f, err
}

// writePDF makes the PDF file of its objects, and keeps it.
func (j *job) writePDF(ctx context.Context, f pdffile.File) error {
	data, err := f.JSON()
	if err != nil {
		return err
	}
	in, made := filepath.Join(j.work, "made.json"), filepath.Join(j.work, "kept.pdf")
	if err = os.WriteFile(in, data, 0o600); err != nil {
		return fmt.Errorf("write the PDF file: %w", err)
	}
	// Objects in streams: a long deck without photographs has a third of the bytes.
	if err = j.qpdf(ctx, in, "--json-input", "--object-streams=generate", "--stream-data=preserve", "--deterministic-id", "--", in, made); err != nil {
		return fmt.Errorf("write the PDF file: %w", err)
	}
	return j.keepPDF(made)
}

// qpdf runs it on a file. What it only warns of, it has put right.
func (j *job) qpdf(ctx context.Context, path string, args ...string) error {
	_, err := j.runner.Run(ctx, proc.Command{
		Path: "qpdf", Args: append([]string{"--warning-exit-0"}, args...),
		Dir: j.work, Read: []string{path}, Write: []string{j.work},
		CPU: popplerCPU, FileSize: officeFileSize,
	})
	return err
}

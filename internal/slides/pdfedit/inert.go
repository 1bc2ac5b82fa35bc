package pdfedit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/slides/pdffile"
)

// inertMax bounds the JSON that is read for active content, in bytes. It is read object by
// object.
const inertMax = 512 << 20

// Inert writes a copy of the PDF file at path without active content, and returns its path
// and what it left out. If there is none, it writes nothing and returns path: a signature
// stays valid. A damaged file is always rewritten: other programs may find in it what qpdf
// does not. The file must open without a password. The error is [pdffile.ErrShape] for
// a file with too many objects.
func (e Editor) Inert(ctx context.Context, path string, keepFiles bool) (string, pdffile.Active, error) {
	_, found, damaged, err := e.active(ctx, path, keepFiles)
	if err != nil || found == (pdffile.Active{}) && !damaged {
		return path, found, err
	}
	// See plain: objects are renumbered, so that they are read again.
	plain, out := filepath.Join(e.dir, "inert-plain.pdf"), filepath.Join(e.dir, "inert.pdf")
	if err = e.qpdf(ctx, path, "--object-streams=disable", "--stream-data=preserve", "--", path, plain); err != nil {
		return "", found, fmt.Errorf("copy the PDF file: %w", err)
	}
	changes, _, _, err := e.active(ctx, plain, keepFiles)
	if err != nil {
		return "", found, err
	}
	update := filepath.Join(e.dir, "inert-update.json")
	if err = os.WriteFile(update, changes, 0o600); err != nil {
		return "", found, fmt.Errorf("remove active content of the PDF file: %w", err)
	}
	if err = e.qpdf(ctx, plain, "--update-from-json="+update, "--object-streams=generate", "--stream-data=preserve", "--", plain, out); err != nil {
		return "", found, fmt.Errorf("remove active content of the PDF file: %w", err)
	}
	if _, left, _, checkErr := e.active(ctx, out, keepFiles); checkErr != nil || left != (pdffile.Active{}) {
		return "", found, fmt.Errorf("%w: active content is left, %+v, %v", pdffile.ErrShape, left, checkErr) //nolint:errorlint // it is about the file
	}
	return out, found, nil
}

// active looks for active content, and returns the changes that remove it. damaged says
// that qpdf has repaired the file.
func (e Editor) active(ctx context.Context, path string, keepFiles bool) (changes []byte, found pdffile.Active, damaged bool, err error) {
	list := filepath.Join(e.dir, "inert.json")
	warnings, err := e.run(ctx, []string{path}, "--json-output=2", "--json-stream-data=none", "--decode-level=none", "--", path, list)
	if err != nil {
		return nil, found, false, fmt.Errorf("list the objects of the PDF file: %w", err)
	}
	file, err := os.Open(list)
	if err != nil {
		return nil, found, false, fmt.Errorf("list the objects of the PDF file: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	if info, statErr := file.Stat(); statErr != nil || info.Size() > inertMax {
		return nil, found, false, fmt.Errorf("%w: it takes more than %d MB to list its objects", pdffile.ErrShape, inertMax>>20)
	}
	changes, found, err = pdffile.Inert(file, keepFiles)
	return changes, found, strings.Contains(warnings, "WARNING"), err
}

package pdfedit

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"proceedings/internal/slides/pdffile"
)

// inertMax bounds the JSON that is read for active content, in bytes. It is read object by
// object.
const inertMax = 512 << 20

// Inert writes a copy of the PDF file at path without active content, and returns its path
// and what it left out. If there is none, it writes nothing and returns path: a signature
// stays valid. A file that needs a password keeps it. The error is [pdffile.ErrShape] for a
// file with too many objects.
func (e Editor) Inert(ctx context.Context, path, password string, keepFiles bool) (string, pdffile.Active, error) {
	_, found, err := e.active(ctx, path, password, keepFiles)
	if err != nil || found == (pdffile.Active{}) {
		return path, found, err
	}
	// See plain: objects are renumbered, so that they are read again.
	plain, out := filepath.Join(e.dir, "inert-plain.pdf"), filepath.Join(e.dir, "inert.pdf")
	secret, err := e.passwordFile(password)
	if err != nil {
		return "", found, err
	}
	if err = e.qpdf(ctx, path, append(secret, "--object-streams=disable", "--stream-data=preserve", "--", path, plain)...); err != nil {
		return "", found, fmt.Errorf("copy the PDF file: %w", err)
	}
	changes, _, err := e.active(ctx, plain, password, keepFiles)
	if err != nil {
		return "", found, err
	}
	update := filepath.Join(e.dir, "inert-update.json")
	if err = os.WriteFile(update, changes, 0o600); err != nil {
		return "", found, fmt.Errorf("remove active content of the PDF file: %w", err)
	}
	args := append(secret, "--update-from-json="+update, "--object-streams=generate", "--stream-data=preserve", "--", plain, out) //nolint:gocritic // a new slice, since secret has no room
	if err = e.qpdf(ctx, plain, args...); err != nil {
		return "", found, fmt.Errorf("remove active content of the PDF file: %w", err)
	}
	if _, left, checkErr := e.active(ctx, out, password, keepFiles); checkErr != nil || left != (pdffile.Active{}) {
		return "", found, fmt.Errorf("%w: active content is left, %+v, %v", pdffile.ErrShape, left, checkErr) //nolint:errorlint // it is about the file
	}
	return out, found, nil
}

// active looks for active content, and returns the changes that remove it.
func (e Editor) active(ctx context.Context, path, password string, keepFiles bool) ([]byte, pdffile.Active, error) {
	list := filepath.Join(e.dir, "inert.json")
	args, err := e.passwordFile(password)
	if err != nil {
		return nil, pdffile.Active{}, err
	}
	args = append(args, "--json-output=2", "--json-stream-data=none", "--decode-level=none", "--", path, list)
	if err = e.qpdf(ctx, path, args...); err != nil {
		return nil, pdffile.Active{}, fmt.Errorf("list the objects of the PDF file: %w", err)
	}
	file, err := os.Open(list)
	if err != nil {
		return nil, pdffile.Active{}, fmt.Errorf("list the objects of the PDF file: %w", err)
	}
	defer func() { _ = file.Close() }() // only read
	if info, statErr := file.Stat(); statErr != nil || info.Size() > inertMax {
		return nil, pdffile.Active{}, fmt.Errorf("%w: it takes more than %d MB to list its objects", pdffile.ErrShape, inertMax>>20)
	}
	return pdffile.Inert(io.Reader(file), keepFiles)
}

package pdfedit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/slides/pdffile"
)

// Strip writes a copy of the PDF file at path without the content to remove, and
// returns the copy's path. It also has no earlier revisions of the file. A password
// that opens the file opens the copy. The error is [pdffile.ErrShape] for a file that
// has too many objects to edit.
func (e Editor) Strip(ctx context.Context, path, password string, r pdffile.Removal) (string, error) {
	list, update, out := filepath.Join(e.dir, "objects.json"), filepath.Join(e.dir, "update.json"), filepath.Join(e.dir, "stripped.pdf")
	secret, err := e.passwordFile(password)
	if err != nil {
		return "", err
	}
	args := append(secret, "--json-output=2", "--json-stream-data=none", "--decode-level=none", "--", path, list)
	if err = e.qpdf(ctx, path, args...); err != nil {
		return "", fmt.Errorf("list the objects of the PDF file: %w", err)
	}
	info, err := os.Stat(list)
	if err == nil && info.Size() > objectsMax {
		return "", fmt.Errorf("%w: it takes %d MB to list its objects", pdffile.ErrShape, info.Size()>>20)
	}
	if err != nil {
		return "", fmt.Errorf("list the objects of the PDF file: %w", err)
	}
	data, err := os.ReadFile(list)
	if err != nil {
		return "", fmt.Errorf("list the objects of the PDF file: %w", err)
	}
	changes, err := pdffile.Strip(data, r)
	if err != nil {
		return "", err
	}
	if err = os.WriteFile(update, changes, 0o600); err != nil {
		return "", fmt.Errorf("strip the PDF file: %w", err)
	}
	args = append(secret, "--update-from-json="+update, "--object-streams=generate", "--stream-data=preserve", "--", path, out)
	if err = e.qpdf(ctx, path, args...); err != nil {
		return "", fmt.Errorf("strip the PDF file: %w", err)
	}
	return out, nil
}

// passwordFile returns the arguments that give qpdf the password. Others can read a
// command line, but not a file in the working folder.
func (e Editor) passwordFile(password string) ([]string, error) {
	if password == "" {
		return nil, nil
	}
	path := filepath.Join(e.dir, "password")
	if err := os.WriteFile(path, []byte(password+"\n"), 0o600); err != nil {
		return nil, fmt.Errorf("give qpdf the password: %w", err)
	}
	return []string{"--password-file=" + path}, nil
}

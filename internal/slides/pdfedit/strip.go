package pdfedit

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/slides/pdffile"
)

// Stripped are the paths of two copies of a PDF file.
type Stripped struct {
	Path string // of the copy without the content to remove
	Wide string // of a copy with a margin of [pdffile.WideMargin], in which content beside the pages shows

	HidesLayers bool // the file has layers that are not shown, or only at times
	HidesText   bool // the copy still has text that its pages do not show
	Uncropped   int  // number of images of which the copy has more than is shown
}

// Strip makes copies of the PDF file at path, of which one is without the content to
// remove and without earlier revisions. With a password they are not encrypted: readers
// see the pages, and have no password. The error is [pdffile.ErrShape] for a file that
// has too many objects to edit.
func (e Editor) Strip(ctx context.Context, path, password string, r pdffile.Removal) (Stripped, error) {
	made := Stripped{Path: filepath.Join(e.dir, "stripped.pdf"), Wide: filepath.Join(e.dir, "wide.pdf")}
	path, err := e.plain(ctx, path, password)
	if err != nil {
		return Stripped{}, err
	}
	seen, err := e.seen(ctx, path)
	if err != nil {
		return Stripped{}, err
	}
	path, made.HidesText, made.Uncropped = seen.Path, seen.hidesText, seen.uncropped
	objects, err := e.objects(ctx, path)
	if err != nil {
		return Stripped{}, err
	}
	made.HidesLayers = objects.HidesLayers()
	changes, err := objects.Widen()
	if err != nil {
		return Stripped{}, err
	}
	if err = e.update(ctx, path, made.Wide, packed, changes); err != nil {
		return Stripped{}, err
	}
	images := map[string]pdffile.Image{}
	if r.Metadata {
		if images, err = e.strippedImages(ctx, path, objects.JPEGs()); err != nil {
			return Stripped{}, err
		}
	}
	if changes, err = objects.Strip(r, images); err != nil {
		return Stripped{}, err
	}
	return made, e.update(ctx, path, made.Path, packed, changes)
}

// LeftHalves writes a copy of the PDF file at path whose pages are the left halves of its
// pages, and returns its path. What is on the right halves is still in the file.
func (e Editor) LeftHalves(ctx context.Context, path, password string) (string, error) {
	path, err := e.plain(ctx, path, password)
	if err != nil {
		return "", err
	}
	objects, err := e.objects(ctx, path)
	if err != nil {
		return "", err
	}
	changes, err := objects.LeftHalves()
	if err != nil {
		return "", err
	}
	out := filepath.Join(e.dir, "halves.pdf")
	return out, e.update(ctx, path, out, packed, changes)
}

// Unlock writes a copy of the PDF file at path that opens without the password, and
// returns its path.
func (e Editor) Unlock(ctx context.Context, path, password string) (string, error) {
	return e.plain(ctx, path, password)
}

// plain writes a copy of the PDF file at path without object streams and earlier
// revisions, and returns its path. If a password is needed to open the file, the copy is
// not encrypted. A file that only limits what readers may do with it keeps its limits.
// When qpdf 11.3 updates an object that is in an object stream, and reads another one from
// that stream afterwards, it loses the update.
func (e Editor) plain(ctx context.Context, path, password string) (string, error) {
	out := filepath.Join(e.dir, "plain.pdf")
	args, err := e.passwordFile(password)
	if err != nil {
		return "", err
	}
	if len(args) > 0 {
		args = append(args, "--decrypt")
	}
	args = append(args, "--object-streams="+plain, "--stream-data=preserve", "--", path, out)
	if err := e.qpdf(ctx, path, args...); err != nil {
		return "", fmt.Errorf("copy the PDF file: %w", err)
	}
	return out, nil
}

// objects are the objects of the PDF file at path.
func (e Editor) objects(ctx context.Context, path string) (pdffile.Objects, error) {
	list := filepath.Join(e.dir, "objects.json")
	args := []string{"--json-output=2", "--json-stream-data=none", "--decode-level=none", "--", path, list}
	if err := e.qpdf(ctx, path, args...); err != nil {
		return pdffile.Objects{}, fmt.Errorf("list the objects of the PDF file: %w", err)
	}
	info, err := os.Stat(list)
	if err == nil && info.Size() > objectsMax {
		return pdffile.Objects{}, fmt.Errorf("%w: it takes %d MB to list its objects", pdffile.ErrShape, info.Size()>>20)
	}
	if err != nil {
		return pdffile.Objects{}, fmt.Errorf("list the objects of the PDF file: %w", err)
	}
	data, err := os.ReadFile(list)
	if err != nil {
		return pdffile.Objects{}, fmt.Errorf("list the objects of the PDF file: %w", err)
	}
	return pdffile.ReadObjects(data)
}

// Values of qpdf's option --object-streams.
const (
	packed = "generate"
	plain  = "disable" // so that the file can be updated; see Editor.plain
)

// update writes a copy of the PDF file at path with changes to out.
func (e Editor) update(ctx context.Context, path, out, streams string, changes []byte) error {
	update := filepath.Join(e.dir, "update.json")
	if err := os.WriteFile(update, changes, 0o600); err != nil {
		return fmt.Errorf("strip the PDF file: %w", err)
	}
	args := []string{"--update-from-json=" + update, "--object-streams=" + streams, "--stream-data=preserve", "--", path, out}
	if err := e.qpdf(ctx, path, args...); err != nil {
		return fmt.Errorf("strip the PDF file: %w", err)
	}
	return nil
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

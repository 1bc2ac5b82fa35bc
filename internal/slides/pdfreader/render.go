package pdfreader

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/slides/poppler"
)

// Render renders pages to TIFF files and returns their paths, in the order of the
// pages. The files are in a folder of their own, which the caller removes; the
// next call removes it, too.
func (d *Document) Render(ctx context.Context, r poppler.Rendering) ([]string, error) {
	dir := filepath.Join(d.file.Dir, "rendered")
	prefix := filepath.Join(dir, "page")
	files, err := []string(nil), errSkipped()
	if !d.fallbackOnly {
		files, err = rendered(dir, r, func() error { return d.poppler.Render(ctx, r, prefix) })
	}
	if err != nil {
		failed := err
		files, err = rendered(dir, r, func() error { return d.fallbackRender(ctx, failed, r, prefix) })
	}
	if err != nil {
		return nil, fmt.Errorf("render pages %d to %d: %w", r.First, r.Last, err)
	}
	return files, nil
}

// rendered are the files that run makes in the folder dir, one for each page.
func rendered(dir string, r poppler.Rendering, run func() error) ([]string, error) {
	if err := os.RemoveAll(dir); err != nil { // a failed attempt may have left files
		return nil, fmt.Errorf("clear the folder for rendered pages: %w", err)
	}
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make a folder for rendered pages: %w", err)
	}
	if err := run(); err != nil {
		return nil, err
	}
	// Numbers in the names are padded to one width, so they sort.
	files, err := filepath.Glob(filepath.Join(dir, "page-*.tif"))
	if err != nil {
		return nil, fmt.Errorf("list the rendered pages: %w", err)
	}
	if want := r.Last - r.First + 1; len(files) != want {
		return nil, fmt.Errorf("%w: %d of %d were made", poppler.ErrIncomplete, len(files), want)
	}
	return files, nil
}

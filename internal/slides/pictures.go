package slides

import (
	"context"
	"fmt"
	"image/jpeg"
	"os"
	"path/filepath"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdffile"
)

// RenderPictures makes a PDF file with a page for each of the JPEG files at paths, and images
// of its pages, in the existing folder dir. All lie in one folder. It calls progress, if not
// nil, after each page. LibreOffice would take 4 GB for 800 pictures.
func (c *Converter) RenderPictures(ctx context.Context, paths []string, dir string, progress func(done, total int)) (Rendered, error) {
	j, err := newJob(c, "", dir, Options{})
	if err != nil {
		return Rendered{}, err
	}
	defer j.close()
	list := make([]pdffile.Picture, len(paths))
	for i, path := range paths {
		if list[i], err = pictureAt(path); err != nil {
			return Rendered{}, err
		}
	}
	pdf, err := j.editor().WritePictures(ctx, list)
	if err != nil {
		return Rendered{}, err
	}
	out := filepath.Join(j.dir, layout.DeckPDF)
	if err = keep(pdf, out); err != nil {
		return Rendered{}, err
	}
	made := Rendered{Format: PDF, PDF: meeting.Object{Name: layout.DeckPDF, Type: "application/pdf"}}
	document := j.openPDF(out, false)
	if made.Pages, err = j.pages(ctx, document, progress); err != nil {
		return Rendered{}, err
	}
	made.Tools, err = j.toolVersions(ctx, append([]string{webpTool, jpegTool, qpdfTool}, pdfTools(document)...)...)
	return made, err
}

// pictureAt reads the size of a JPEG file.
func pictureAt(path string) (pdffile.Picture, error) {
	f, err := os.Open(path)
	if err != nil {
		return pdffile.Picture{}, fmt.Errorf("open a picture: %w", err)
	}
	defer f.Close() //nolint:errcheck // only read
	config, err := jpeg.DecodeConfig(f)
	if err != nil {
		return pdffile.Picture{}, fmt.Errorf("read the picture %s: %w", filepath.Base(path), err)
	}
	return pdffile.Picture{Path: path, Width: config.Width, Height: config.Height}, nil
}

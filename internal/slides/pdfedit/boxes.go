package pdfedit

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"proceedings/internal/proc"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/pdffile"
)

const (
	streamsMax  = 5000
	contentsMax = 64 << 20 // bytes of JSON
)

// Boxes are the boxes that each page draws. The error is ErrUnlisted for a file that
// qpdf cannot list.
func (e Editor) Boxes(ctx context.Context, path, password string) ([][]pdf.Rect, error) {
	drawings, err := e.drawings(ctx, path, password)
	if err != nil {
		return nil, err
	}
	return drawings.Boxes(), nil
}

// drawings are what the pages of a file draw.
func (e Editor) drawings(ctx context.Context, path, password string) (pdffile.Drawings, error) {
	data, err := e.json(ctx, path, password, pdffile.DrawingArgs(), objectsMax)
	if err != nil {
		return pdffile.Drawings{}, err
	}
	drawings, err := pdffile.ReadDrawings(data)
	if err != nil {
		return pdffile.Drawings{}, fmt.Errorf("%w: %w", ErrUnlisted, err)
	}
	streams := drawings.Streams()
	if len(streams) > streamsMax {
		return pdffile.Drawings{}, fmt.Errorf("%w: it has %d content streams", ErrUnlisted, len(streams))
	}
	if data, err = e.json(ctx, path, password, pdffile.StreamArgs(streams), contentsMax); err != nil {
		return pdffile.Drawings{}, err
	}
	if err = drawings.ReadStreams(data); err != nil {
		return pdffile.Drawings{}, fmt.Errorf("%w: %w", ErrUnlisted, err)
	}
	return drawings, nil
}

// json is the JSON of at most that many bytes that qpdf writes about a file.
func (e Editor) json(ctx context.Context, path, password string, args []string, most int64) ([]byte, error) {
	out := filepath.Join(e.dir, "about.json")
	defer os.Remove(out) //nolint:errcheck // the working folder is removed anyway
	secret, err := e.passwordFile(password)
	if err != nil {
		return nil, err
	}
	_, err = e.runner.Run(ctx, proc.Command{
		Path: "qpdf", Args: append(slices.Concat([]string{"--warning-exit-0"}, args, secret), "--", path, out),
		Dir: e.dir, Read: []string{path}, Write: []string{e.dir}, CPU: listCPU, FileSize: most,
	})
	if exit := (*proc.ExitError)(nil); errors.As(err, &exit) {
		return nil, fmt.Errorf("%w: %w", ErrUnlisted, err)
	}
	if err != nil {
		return nil, fmt.Errorf("list the PDF file: %w", err)
	}
	data, err := os.ReadFile(out)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnlisted, err)
	}
	return data, nil
}

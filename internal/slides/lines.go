package slides

import (
	"context"
	"strings"

	"proceedings/internal/slides/poppler"
)

// Lines reads the lines of text of the first pages of a PDF file, with two or more spaces
// between columns. The tools write only to the folder dir.
func (c *Converter) Lines(ctx context.Context, path, password, dir string, pages int) ([]string, error) {
	text, err := poppler.New(c.runner, path, password, dir).Lines(ctx, pages)
	if err != nil {
		return nil, err
	}
	return strings.Split(strings.ReplaceAll(string(text), "\f", "\n"), "\n"), nil
}

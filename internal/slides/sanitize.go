package slides

import (
	"fmt"
	"io"

	"proceedings/internal/fault"
	"proceedings/internal/slides/pptx"
	"proceedings/internal/slides/sanitize"
)

// sanitizedCopy lets LibreOffice work on a sanitized copy of the deck. It returns the
// weights of the slides of a pptx file, if they can be determined.
func (j *job) sanitizedCopy(d deck) ([]pptx.Weight, error) {
	standard := sanitize.OpenDocument
	var weights []pptx.Weight
	var order []string
	if d.format == PPTX {
		standard = sanitize.OpenXML
		var err error
		// LibreOffice may read more of a damaged deck.
		if weights, err = pptx.Weigh(d.archive); err != nil && !fault.IsPermanent(err) {
			return nil, fmt.Errorf("weigh the slides: %w", err)
		}
		for _, w := range weights {
			order = append(order, w.Part)
		}
	}
	var removed sanitize.Removed
	path, err := j.writeFile("clean", func(out io.Writer) (err error) {
		removed, err = sanitize.Copy(out, d.archive, standard, order...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("copy the deck: %w", err)
	}
	j.path = path
	j.warnings = append(j.warnings, removed.Warnings()...)
	j.blank = removed.Blank
	j.uncroppedOn = removed.Uncropped
	j.asShapes = map[int]bool{}
	for _, n := range removed.TextAsShapes {
		j.asShapes[n] = true
	}
	return weights, nil
}

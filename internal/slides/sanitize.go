package slides

import (
	"fmt"
	"io"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/pptx"
)

// clean has LibreOffice work on a copy of the deck that refers to nothing
// outside, holds nothing to be run, and is read by others as it is by us. Of a
// .pptx whose slides can be told it gives their weights.
func (j *job) sanitize(d deck) ([]pptx.Weight, error) {
	standard := office.OpenDocument
	var weights []pptx.Weight
	var order []string
	if d.format == PPTX {
		standard = office.OpenXML
		var err error
		// LibreOffice may make more of a damaged deck.
		if weights, err = pptx.Weigh(d.archive); err != nil && !fault.IsPermanent(err) {
			return nil, fmt.Errorf("weigh the slides: %w", err)
		}
		for _, w := range weights {
			order = append(order, w.Part)
		}
	}
	var found office.Cleaned
	path, err := j.writeFile("clean", func(out io.Writer) (err error) {
		found, err = d.archive.Clean(out, standard, order...)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("copy the deck: %w", err)
	}
	j.path = path
	j.warnings = append(j.warnings, left(found)...)
	return weights, nil
}

// left says what is not in the copy.
func left(found office.Cleaned) []string {
	var warnings []string
	add := func(n int, format string) {
		if n > 0 {
			warnings = append(warnings, fmt.Sprintf(format, n))
		}
	}
	add(found.Links, "refers to %d files outside itself, which are not shown")
	if found.Macros {
		warnings = append(warnings, "brings macros, which were not run")
	}
	if len(found.Huge) > 0 {
		warnings = append(warnings, "has a picture of "+strings.Join(found.Huge, " and one of ")+" pixels, which is not shown")
	}
	add(found.Broken, "has %d damaged parts, which are not shown")
	add(found.Entities, "has %d drawings that declare entities, which are not shown")
	return warnings
}

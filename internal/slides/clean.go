package slides

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/pptx"
)

// clean has LibreOffice work on a copy of the deck that refers to nothing
// outside, holds nothing to be run, and is read by others as it is by us.
func (j *job) clean(d deck) error {
	out, err := os.Create(filepath.Join(j.work, "clean"))
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	standard := office.OpenDocument
	var slides []string
	if d.format == PPTX {
		standard = office.OpenXML
		slides, err = pptx.Parts(d.archive) // without: LibreOffice may make more of the deck
	}
	var found office.Cleaned
	if err == nil || fault.IsPermanent(err) {
		found, err = d.archive.Clean(out, standard, slides...)
	}
	if closeErr := out.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("copy the deck: %w", err)
	}
	j.path = out.Name()
	j.warnings = append(j.warnings, left(found)...)
	return nil
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

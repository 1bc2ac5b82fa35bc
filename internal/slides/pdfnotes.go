package slides

import (
	"context"
	"fmt"

	"proceedings/internal/fault"
)

// withholdNotes finds the speaker notes that the pages of a PDF deck show, so that
// their pages are not rendered. It reports whether there are any; such a PDF file is not
// published, because its text cannot be removed in part.
func (j *job) withholdNotes(ctx context.Context, path string) (found bool, err error) {
	text, err := j.openPDF(path, true).Text(ctx)
	if fault.IsPermanent(err) {
		return false, nil // the images show this better
	}
	if err != nil {
		return false, fmt.Errorf("find the notes: %w", err)
	}
	shown := map[int]bool{}
	for _, s := range text.Slides {
		found = found || s.Notes != ""
		for _, a := range areasOf(s) {
			shown[a.Page] = true
		}
	}
	if !found {
		return false, nil
	}
	j.skip = map[int]bool{}
	for number := 1; number <= pageCount(text); number++ {
		j.skip[number] = !shown[number]
	}
	j.warnings = append(j.warnings, "is not offered as a PDF file: its pages show the speaker notes. To publish them, add notes to publish in meeting.yaml")
	return true, nil
}

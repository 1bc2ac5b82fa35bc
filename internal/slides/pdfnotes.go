package slides

import (
	"context"
	"fmt"
	"path/filepath"

	"proceedings/internal/fault"
)

// withholdNotes finds the speaker notes that the pages of a PDF deck show, so that
// their pages are not rendered, and returns the path of the file to render. A file with
// notes is not published, because its text cannot be removed in part: if it is at out,
// it moves.
func (j *job) withholdNotes(ctx context.Context, path, out string) (string, error) {
	text, err := j.openPDF(path, true).Text(ctx)
	if fault.IsPermanent(err) {
		return path, nil // rendering it has the same fault
	}
	if err != nil {
		return "", fmt.Errorf("find the notes: %w", err)
	}
	found, shown := false, map[int]bool{}
	for _, s := range text.Slides {
		found = found || s.Notes != ""
		for _, a := range areasOf(s) {
			shown[a.Page] = true
		}
	}
	if !found {
		return path, nil
	}
	j.skip = map[int]bool{}
	for number := 1; number <= pageCount(text); number++ {
		j.skip[number] = !shown[number]
	}
	j.warnings = append(j.warnings, "is not offered as a PDF file: its pages show the speaker notes. To publish them, add notes to publish in meeting.yaml")
	if path != out {
		return path, nil
	}
	path = filepath.Join(j.work, "notes.pdf")
	return path, keep(out, path)
}

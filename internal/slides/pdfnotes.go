package slides

import (
	"context"
	"fmt"
	"path/filepath"

	"proceedings/internal/fault"
)

// withholdNotes finds the speaker notes that the pages of a PDF deck show, so that
// their pages are not rendered, and returns the path of the file to render. Notes for a
// second screen are cut off. A file with other notes is not published: if it is at out,
// it moves.
func (j *job) withholdNotes(ctx context.Context, path, out string) (string, error) {
	document := j.openPDF(path, true)
	text, err := document.Text(ctx)
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
	if path == out && document.Screens() {
		switch cut, err := j.cutScreens(ctx, path); {
		case err == nil:
			return out, keep(cut, out)
		case !isAboutFile(ctx, err):
			return "", err
		}
	}
	j.skip = map[int]bool{}
	for number := 1; number <= pageCount(text); number++ {
		j.skip[number] = !shown[number]
	}
	j.warnings = append(j.warnings, "is not offered as a PDF file: its pages show the speaker notes; to publish them, add notes to publish in meeting.yaml")
	if path != out {
		return path, nil
	}
	path = filepath.Join(j.work, "notes.pdf")
	return path, keep(out, path)
}

// cutScreens writes a copy without the notes for a second screen on the right half of
// each page, and returns its path. It has no links.
func (j *job) cutScreens(ctx context.Context, path string) (string, error) {
	halves, err := j.editor().LeftHalves(ctx, path, j.Password)
	if err != nil {
		return "", fmt.Errorf("cut off the notes: %w", err)
	}
	out := filepath.Join(j.work, "cut.pdf")
	if err = j.openPDF(halves, true).Redraw(ctx, out); err != nil {
		return "", fmt.Errorf("cut off the notes: %w", err)
	}
	return out, nil
}

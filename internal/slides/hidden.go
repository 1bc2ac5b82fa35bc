package slides

import (
	"fmt"
	"slices"

	"proceedings/internal/fault"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/libreoffice"
	"proceedings/internal/slides/pdffile"
)

// findHidden finds the hidden slides of a pptx or odp file, if they are omitted. It
// refuses a deck without any other slide.
func (j *job) findHidden(d deck) error {
	if !j.Omit.HiddenSlides {
		return nil
	}
	text, err := j.textOf(d)
	if fault.IsPermanent(err) {
		return nil // LibreOffice may read more of a damaged deck
	}
	if err != nil {
		return fmt.Errorf("find the hidden slides: %w", err)
	}
	for _, s := range text.Slides {
		j.hidden = append(j.hidden, s.Hidden)
	}
	if !slices.Contains(j.hidden, false) {
		return fault.Refuse("has only hidden slides, which are not published")
	}
	return nil
}

// textOf returns the text of a pptx or odp file, and reads it once.
func (j *job) textOf(d deck) (meeting.DeckText, error) {
	if j.text != nil {
		return *j.text, nil
	}
	d.archive.ReadAgain()
	defer d.archive.ReadAgain()
	text, err := d.text()
	if err == nil {
		j.text = &text
	}
	return text, err
}

// names returns the names that LibreOffice gives the deck and its slides in links.
func (j *job) names() pdffile.Names {
	return pdffile.Names{Document: libreoffice.InputName, Hidden: j.hidden}
}

// visible returns how many slides of each portion are not hidden.
func visible(portions []int, hidden []bool) []int {
	if hidden == nil {
		return portions
	}
	counts, first := make([]int, len(portions)), 0
	for i, n := range portions {
		for _, h := range hidden[min(first, len(hidden)):min(first+n, len(hidden))] {
			if !h {
				counts[i]++
			}
		}
		first += n
	}
	return counts
}

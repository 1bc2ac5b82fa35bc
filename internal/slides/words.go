package slides

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdf"
)

const wordsDir = "words"

// words fills in what the PDF file says of its pages' text, and writes down for
// each where its words are.
func (j *job) words(ctx context.Context, sizes []size, pages []meeting.Page) error {
	covered, err := j.covered(ctx, sizes)
	if err != nil {
		return err
	}
	for i := range pages {
		pages[i].Covered = covered[i]
	}
	return j.layout(ctx, sizes, func(number int, p pdf.Page) error {
		page := &pages[number-1]
		if page.Letters = letters(p); page.Letters == 0 {
			return nil
		}
		page.Words = fmt.Sprintf("%s/%04d.json", wordsDir, number)
		data := pdf.WordsJSON(p.Words())
		if err := os.WriteFile(filepath.Join(j.dir, filepath.FromSlash(page.Words)), data, 0o600); err != nil {
			return fmt.Errorf("write the words of page %d: %w", number, err)
		}
		return nil
	})
}

// letters counts what of a page's text can be read by its letters.
func letters(p pdf.Page) int {
	n := 0
	for _, line := range p.Lines {
		n += pdf.Letters(line.Text)
	}
	if p.Unmapped {
		return 0
	}
	return n
}

package slides

import (
	"context"
	"fmt"
	"os"
	"path/filepath"

	"proceedings/internal/layout"
	"proceedings/internal/meeting"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/slides/pdfreader"
)

// words sets the facts about the text of each part of a page, or with screens of its
// left half, and writes the places of its words to a file.
func (j *job) words(ctx context.Context, d *pdfreader.Document, sizes []pdf.Size, screens bool, parts []part, pages []meeting.Page) error {
	images, err := d.Images(ctx, sizes)
	if err != nil {
		return err
	}
	onPage := map[int][]int{} // indexes of parts
	for i, p := range parts {
		onPage[p.page] = append(onPage[p.page], i)
	}
	for i, p := range parts {
		smaller := 1.0 // how much smaller it is than the page
		switch {
		case screens: // notes have no images
			smaller = 2
		case p.frame != (pdf.Rect{}):
			smaller = p.paper.Width * p.paper.Height / (p.size.Width * p.size.Height * float64(len(onPage[p.page])))
		}
		on := images[p.page-1]
		pages[i].Covered, pages[i].Pictures = min(1, smaller*on.Covered), min(1, smaller*on.Own)
	}
	return d.Pages(ctx, sizes, func(number int, p pdf.Page) error {
		j.check.page(number, len(sizes), p)
		if screens {
			p, _ = p.Halves()
		}
		if j.skip[number] {
			return nil
		}
		for _, i := range onPage[number] {
			shown := p
			if frame := parts[i].frame; frame != (pdf.Rect{}) {
				shown = p.Crop(frame)
			}
			if err := j.partWords(shown, i+1, &pages[i]); err != nil {
				return fmt.Errorf("write the words of page %d: %w", number, err)
			}
		}
		return nil
	})
}

// partWords writes the places of the words of one part to the file of that number.
func (j *job) partWords(p pdf.Page, number int, page *meeting.Page) error {
	if page.Letters = p.Letters(); page.Letters == 0 {
		return nil
	}
	page.Words = layout.PageWords(number)
	return os.WriteFile(filepath.Join(j.dir, filepath.FromSlash(page.Words)), pdf.WordsJSON(p.Words()), 0o600) //nolint:wrapcheck // the caller does
}

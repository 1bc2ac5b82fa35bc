package slides

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/office"
	"proceedings/internal/slides/pdf"
	"proceedings/internal/words"
)

// drawnCheck compares the pages that LibreOffice made with the text of the deck. Its
// zero value checks nothing.
type drawnCheck struct {
	slides []meeting.Slide // by page; empty if not known
	exempt map[int]bool    // numbers of slides that show text as shapes or pictures
	fonts  coverage        // empty if not known

	characters   []rune // that no font has, of all pages
	withoutGlyph []int  // numbers of slides
	blank        []int  // numbers of slides that have text, and no image
	lost         []int  // numbers of slides whose page lacks text
	example      string // of lost text
}

// newCheck reads the text of a deck to compare it with the pages. Without the text
// or the list of fonts, it does not check them: the images are made anyway.
func (j *job) newCheck(ctx context.Context, d deck) (*drawnCheck, error) {
	c := &drawnCheck{exempt: maps.Clone(j.asShapes)}
	if d.archive != nil {
		if text, err := j.textOf(d); err == nil && !hasFontwork(d) {
			c.slides = slices.DeleteFunc(slices.Clone(text.Slides), func(s meeting.Slide) bool { return s.Hidden && j.Omit.HiddenSlides })
		}
	}
	for _, n := range j.blank {
		c.exempt[n] = true
		// Of a damaged slide, the text says so.
		if !slices.ContainsFunc(c.slides, func(s meeting.Slide) bool { return s.Number == n && s.Damaged != "" }) {
			c.blank = append(c.blank, n)
		}
	}
	if d.archive == nil || !fontsIn(d.archive.Names()) {
		fonts, err := j.fontCoverage(ctx)
		if ctx.Err() != nil {
			return nil, fmt.Errorf("list the fonts: %w", context.Cause(ctx))
		}
		if err == nil {
			c.fonts = fonts
		}
	}
	return c, nil
}

// hasFontwork reports whether an OpenDocument deck has text as shapes, or shapes that
// are not shown.
func hasFontwork(d deck) bool {
	if d.format != ODP {
		return false
	}
	const content = "content.xml"
	data, err := d.archive.Read(content)
	if err != nil {
		return true
	}
	text, _, err := office.PlainXML(data)
	return err != nil || strings.Contains(string(text), "text-path") || strings.Contains(string(text), `display="none"`) ||
		strings.Contains(string(text), `visibility="hidden"`)
}

// page compares a page.
func (c *drawnCheck) page(number, pages int, p pdf.Page) {
	var text strings.Builder
	for _, line := range p.Lines {
		for _, w := range line.Words {
			text.WriteString(w.Text)
			text.WriteByte(' ')
		}
	}
	var s meeting.Slide
	known := len(c.slides) == pages
	if known {
		s = c.slides[number-1]
		number = s.Number
	}
	if len(c.fonts) > 0 {
		if lost := c.fonts.missing(text.String(), s.Title+s.Body); len(lost) > 0 {
			c.withoutGlyph = append(c.withoutGlyph, number)
			for _, r := range lost {
				if len(c.characters) < maxMissing && !slices.Contains(c.characters, r) {
					c.characters = append(c.characters, r)
				}
			}
		}
	}
	if !known || c.exempt[number] {
		return
	}
	if lost := lostText(s, text.String()); lost != "" {
		c.lost = append(c.lost, number)
		if c.example == "" {
			c.example = meeting.InMessage(lost)
		}
	}
}

// croppingWarning is a predicate about a deck with that many pictures that could not be
// cropped, which are on the slides with the given numbers as far as known, 0 for a layout.
func croppingWarning(pictures int, slides []int) []string {
	if pictures += len(slides); pictures == 0 {
		return nil
	}
	where := ""
	slides = slices.Compact(slices.Sorted(slices.Values(slides)))
	layout := len(slides) > 0 && slides[0] == 0
	if layout {
		slides = slides[1:]
	}
	if len(slides) > 0 {
		where = ", on " + words.Numbered("slide", slides, maxNamed)
	}
	if layout {
		where += ", on a layout"
	}
	if pictures == 1 {
		return []string{"has a picture of which the PDF file also has the parts that are cropped away" + where}
	}
	return []string{fmt.Sprintf("has %d pictures of which the PDF file also has the parts that are cropped away%s", pictures, where)}
}

// warnings are predicates about the deck.
func (c *drawnCheck) warnings() []string {
	var warnings []string
	if len(c.withoutGlyph) > 0 {
		named := make([]string, len(c.characters))
		for i, r := range c.characters {
			named[i] = fmt.Sprintf("%c (U+%04X)", r, r)
		}
		warnings = append(warnings, fmt.Sprintf("has characters that no installed font has, on %s: %s", words.Numbered("slide", c.withoutGlyph, maxNamed), strings.Join(named, ", ")))
	}
	if len(c.blank) > 0 {
		warnings = append(warnings, "is damaged in part: there is no image of "+words.Numbered("slide", c.blank, maxNamed))
	}
	if len(c.lost) > 0 {
		warnings = append(warnings, fmt.Sprintf("has text that is missing in the images of %s, such as %s", words.Numbered("slide", c.lost, maxNamed), c.example))
	}
	return warnings
}

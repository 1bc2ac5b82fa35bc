package slides

import (
	"cmp"
	"slices"

	"golang.org/x/text/language"

	"proceedings/internal/meeting"
)

// OCRPages are the numbers of pages that OCR reads, from 1, in order.
type OCRPages struct {
	Whole    []int // pages whose text is only in images
	Pictures []int // pages of which only the pictures are read
	Skipped  []int // pages with pictures, beyond the number that is read

	Languages map[int]string // of pages that are in another language than most of the deck (BCP 47)

	Printed int // number of slides printed on paper whose text is only in images, which are not read
}

// ocrPage is one page to read.
type ocrPage struct {
	number   int
	pictures bool // read only the pictures
}

// list lists the pages to read: whole ones first, of which nothing is known.
func (p OCRPages) list() []ocrPage {
	var all []ocrPage
	for _, n := range p.Whole {
		all = append(all, ocrPage{number: n})
	}
	for _, n := range p.Pictures {
		all = append(all, ocrPage{number: n, pictures: true})
	}
	return all
}

const (
	somePicture = 0.05 // share of the page from which pictures are read: a quarter of its width and height

	// picturePages bounds the processor time of a deck: a page takes half a second.
	picturePages = 200
)

// NeedsOCR reports whether a page needs OCR as a whole: it has no readable text, because
// it is an image, its letters are drawn, or their font does not map them to characters.
func NeedsOCR(p meeting.Page) bool { return p.Letters == 0 }

// PagesForOCR are the pages that OCR reads. Of a slide that is shown step by step
// only the last step is read. Slides that are printed on paper are not read.
func PagesForOCR(text meeting.DeckText, pages []meeting.Page) OCRPages {
	shown, expected := slideOfPage(text.Slides), pageCount(text)
	var found OCRPages
	for i, p := range pages {
		number := i + 1
		switch _, ok := shown[number]; {
		case p.Area != (meeting.Area{}):
			if NeedsOCR(p) {
				found.Printed++
			}
		case !ok && i < expected:
		case NeedsOCR(p):
			found.Whole = append(found.Whole, number)
		case p.Pictures < somePicture:
		case len(found.Pictures) < picturePages:
			found.Pictures = append(found.Pictures, number)
		default:
			found.Skipped = append(found.Skipped, number)
		}
	}
	found.setLanguages(text, shown)
	return found
}

// setLanguages sets the languages of pages from those of their slides, by page number.
func (p *OCRPages) setLanguages(text meeting.DeckText, shown map[int]int) {
	main := OCRLanguages(text, "")
	for _, page := range p.list() {
		i, ok := shown[page.number]
		if !ok || text.Slides[i].Language == "" {
			continue
		}
		if tag := baseLanguage(text.Slides[i].Language); !slices.Contains(main, tag) {
			if p.Languages == nil {
				p.Languages = map[int]string{}
			}
			p.Languages[page.number] = tag
		}
	}
}

// OCRLanguages are the languages (BCP 47) in which OCR reads a deck: those of its
// slides, the most frequent first, or else that of the meeting. More than two slow
// OCR down and make it less exact.
func OCRLanguages(text meeting.DeckText, meetingLanguage string) []string {
	const (
		most = 2
		rare = 5 // a language of less than a fifth of the slides is not read
	)
	count, all := map[string]int{}, 0
	for _, s := range text.Slides {
		if s.Language != "" {
			count[baseLanguage(s.Language)]++
			all++
		}
	}
	var tags []string
	for tag, n := range count {
		if rare*n >= all {
			tags = append(tags, tag)
		}
	}
	slices.SortFunc(tags, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
	if len(tags) == 0 && meetingLanguage != "" {
		return []string{meetingLanguage}
	}
	return tags[:min(len(tags), most)]
}

// baseLanguage is a language tag without its region, unless a script follows from it,
// as for Chinese.
func baseLanguage(tag string) string {
	t, err := language.Parse(tag)
	if err != nil {
		return tag
	}
	base, _ := t.Base()
	script, _ := t.Script()
	usual, _ := language.Make(base.String()).Script()
	if script == usual {
		return base.String()
	}
	return base.String() + "-" + script.String()
}

// otherScripts are the languages that are not written in Latin script: English does
// not replace them.
func otherScripts(tags []string) []string {
	return slices.DeleteFunc(slices.Clone(tags), func(tag string) bool {
		script, _ := language.Make(tag).Script()
		return script.String() == "Latn"
	})
}

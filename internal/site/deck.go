package site

import (
	"cmp"
	"fmt"
	"html/template"
	"path"
	"slices"
	"strings"

	"proceedings/internal/manifest"
	"proceedings/internal/words"
)

// deckView is a deck with its slides.
type deckView struct {
	ID        string
	Title     string
	Language  string // of the title
	Open      bool
	PDF       *download
	Original  *download // the original file
	Data      string    // URL of the deck's text and structure
	Unshown   string    // why it has no images, a predicate
	Presented bool      // it belongs to a presentation
	Sections  []section
	Withheld  string // sentence about hidden slides that are not published, or empty
	Found     string // sentence about slides that were taken from a recording, or empty
}

// slideImage is the image of a slide in several sizes, in modern formats and as
// JPEG.
type slideImage struct {
	Alt           string
	Language      string // of the alternative text
	Full          string // URL of the widest
	Modern        []pictureSource
	URL           string
	Srcset        template.Srcset
	Width, Height int
}

type pictureSource struct {
	Type   string
	Srcset template.Srcset
}

// viewDeck is a deck of the manifest with the content of its own file.
func viewDeck(d manifest.Deck, file manifest.DeckFile, m manifest.Manifest, moments map[slideKey][]momentView, language string) deckView {
	v := deckView{ID: d.ID, Title: cmp.Or(words.OneLine(d.Title), "Untitled slides"), Open: len(m.Decks) <= openDecks, Data: d.Data.URL, Unshown: words.OneLine(d.Unshown)}
	if d.PDF.URL != "" {
		pdf := offer("Download", kindOf(d.PDF.Type), v.Title+path.Ext(d.PDF.URL), d.PDF)
		v.PDF = &pdf
	}
	for _, s := range m.Sources {
		if s.ID == d.Source && s.File.URL != "" && s.File.URL != d.PDF.URL {
			original := offer("Original", s.Format, s.Name, s.File)
			v.Original = &original
		}
	}
	v.Withheld = withheld(d.Withheld)
	v.Found = foundIn(d.Reconstructed, m)
	v.Presented = slices.ContainsFunc(m.Presentations, func(p manifest.Presentation) bool { return p.Deck == d.ID })
	content := map[int]manifest.DeckSlide{}
	for _, s := range file.Slides {
		content[s.Number] = s
	}
	var slides []slideView
	for _, s := range d.Slides {
		slide := viewSlide(s, content[s.Number], language)
		slide.Moments = moments[slideKey{d.ID, s.Number}]
		slides = append(slides, slide)
	}
	v.Sections = sections(slides, file.Outline)
	return v
}

// foundIn says that slides are pictures of a recording, which may have errors.
func foundIn(recording string, m manifest.Manifest) string {
	if recording == "" {
		return ""
	}
	where := "the recording"
	for i, r := range m.Recordings {
		if r.ID == recording && len(m.Recordings) > 1 {
			where = "the recording “" + titleOf(r, i, len(m.Recordings)) + "”"
		}
	}
	return "These slides were found in the picture of " + where + ". Some may be missing or show more than a slide, and their text may contain errors."
}

// withheld explains the gaps in the slide numbers.
func withheld(slides []int) string {
	const most = 20
	switch text := words.Numbered("Slide", slides, most); len(slides) {
	case 0:
		return ""
	case 1:
		return text + " is hidden in the deck and not published."
	default:
		return text + " are hidden in the deck and not published."
	}
}

// viewSlideImage offers all sizes of each format. The browser falls back to the
// narrowest JPEG, or to the narrowest of whatever there is.
func viewSlideImage(images []manifest.Image) *slideImage {
	formats := map[string][]manifest.Image{}
	var order []string
	for _, i := range images {
		if formats[i.Type] == nil {
			order = append(order, i.Type)
		}
		formats[i.Type] = append(formats[i.Type], i)
	}
	plain := order[0]
	if formats["image/jpeg"] != nil {
		plain = "image/jpeg"
	}
	small := slices.MinFunc(formats[plain], func(a, b manifest.Image) int { return cmp.Compare(a.Width, b.Width) })
	p := &slideImage{Full: widest(images).URL, URL: small.URL, Srcset: srcset(formats[plain]), Width: small.Width, Height: small.Height}
	for _, format := range order {
		if format != plain {
			p.Modern = append(p.Modern, pictureSource{Type: format, Srcset: srcset(formats[format])})
		}
	}
	return p
}

// srcset lists images with their widths. The URLs are plain relative paths,
// checked before: they contain neither spaces nor commas.
func srcset(images []manifest.Image) template.Srcset {
	candidates := make([]string, 0, len(images))
	for _, i := range images {
		candidates = append(candidates, fmt.Sprintf("%s %dw", i.URL, i.Width))
	}
	return template.Srcset(strings.Join(candidates, ", "))
}

// widest is the largest image, preferably a JPEG: it is the one that people
// save.
func widest(images []manifest.Image) manifest.Image {
	return slices.MaxFunc(images, func(a, b manifest.Image) int {
		return cmp.Or(cmp.Compare(a.Width, b.Width), cmp.Compare(rank(a.Type), rank(b.Type)))
	})
}

func rank(mediaType string) int {
	if mediaType == "image/jpeg" {
		return 1
	}
	return 0
}

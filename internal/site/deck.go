package site

import (
	"cmp"
	"fmt"
	"html/template"
	"slices"
	"strings"

	"proceedings/internal/manifest"
)

// deckView is a deck with its slides.
type deckView struct {
	ID     string
	Title  string
	Open   bool
	PDF    *download
	Slides []slideView
}

// slideView is a slide as a picture and as text.
type slideView struct {
	Number  int
	Title   string
	Hidden  bool
	Body    []string
	Notes   []string
	Picture *picture // nil where there is none
}

// picture is one slide in several sizes: modern formats for who can show them,
// JPEG for the rest.
type picture struct {
	Alt           string
	Language      string // of the alternative
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

func viewDeck(d manifest.Deck, language string, open bool) deckView {
	v := deckView{ID: d.ID, Title: cmp.Or(oneLine(d.Title), "Untitled slides"), Open: open}
	if d.PDF.URL != "" {
		pdf := offer("Download", kindOf(d.PDF.Type), v.Title+".pdf", d.PDF)
		v.PDF = &pdf
	}
	for _, s := range d.Slides {
		v.Slides = append(v.Slides, viewSlide(s, language))
	}
	return v
}

func viewSlide(s manifest.Slide, language string) slideView {
	v := slideView{
		Number: s.Number, Title: oneLine(s.Title), Hidden: s.Hidden,
		Body: lines(s.Body), Notes: lines(s.Notes),
	}
	if len(s.Images) > 0 {
		v.Picture = viewPicture(s.Images)
		v.Picture.Alt, v.Picture.Language = s.Alt, language
	}
	return v
}

// viewPicture offers all sizes of each format. The browser falls back to the
// narrowest JPEG, or to the narrowest of whatever there is.
func viewPicture(images []manifest.Image) *picture {
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
	p := &picture{Full: widest(images).URL, URL: small.URL, Srcset: srcset(formats[plain]), Width: small.Width, Height: small.Height}
	for _, format := range order {
		if format != plain {
			p.Modern = append(p.Modern, pictureSource{Type: format, Srcset: srcset(formats[format])})
		}
	}
	return p
}

// srcset lists pictures with their widths. The URLs have been checked to be
// plain relative paths, which hold neither spaces nor commas.
func srcset(images []manifest.Image) template.Srcset {
	candidates := make([]string, 0, len(images))
	for _, i := range images {
		candidates = append(candidates, fmt.Sprintf("%s %dw", i.URL, i.Width))
	}
	return template.Srcset(strings.Join(candidates, ", "))
}

// widest is the largest picture, as a JPEG where there is the choice: it is
// what people save.
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

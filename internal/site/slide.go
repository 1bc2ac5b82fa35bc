package site

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/bcp47"
	"proceedings/internal/manifest"
	"proceedings/internal/meeting"
	"proceedings/internal/words"
)

// slideView is a slide as an image and as text.
type slideView struct {
	Number     int
	Title      string
	Language   string // of its text
	RTL        bool   // it is written from right to left
	Hidden     bool
	Damaged    string // why it has no text, or empty
	Recognised bool   // its text is from optical character recognition, and no part says so
	Parts      []part
	Notes      []string
	Media      []mediaView
	Steps      int          // number of steps in which it is built up, or 0
	Picture    *slideImage  // nil if it has none
	Moments    []momentView // when recordings show it
	Stable     string       // stable URL of its image, or empty
}

// mediaView is a video or an audio file of a slide.
type mediaView struct {
	URL, Type string
	Video     bool
	Poster    string // URL, or nothing
	Title     string // empty if the author gave none
	Name      string // for screen readers
	Note      string // kind, size and length
}

func viewMedia(c manifest.Clip, picture *slideImage) mediaView {
	v := mediaView{URL: c.URL, Type: c.Type, Video: strings.HasPrefix(c.Type, "video/"), Title: words.OneLine(c.Title)}
	name := "Audio on this slide"
	if v.Video {
		name = "Video on this slide"
		if picture != nil {
			v.Poster = picture.URL
		}
	}
	v.Name = cmp.Or(v.Title, name)
	v.Note = offer("", kindOf(c.Type), "", c.File).Note
	if long := length(c.Duration); long != "" {
		v.Note += ", " + long
	}
	return v
}

// manyMoments is the number of times of a slide that a page shows expanded.
const manyMoments = 6

// ManyMoments reports whether the page collapses the slide's times.
func (v slideView) ManyMoments() bool { return len(v.Moments) > manyMoments }

// section is a part of a deck under a heading.
type section struct {
	Title  string // empty before the first heading
	Slides []slideView
}

// viewSlide is a slide of the manifest with its structure, of which only the number is
// set if it is not known. language is that of the meeting.
func viewSlide(s manifest.Slide, data manifest.DeckSlide, language string) slideView {
	v := slideView{
		Number: s.Number, Title: words.OneLine(s.Title), Language: cmp.Or(bcp47.Checked(data.Language), language), RTL: data.Direction == "rtl",
		Hidden: s.Hidden, Damaged: words.OneLine(data.Damaged), Notes: lines(s.Notes), Stable: s.Picture.URL,
	}
	if len(data.Steps) > 0 {
		v.Steps = len(data.Steps) + 1
	}
	if len(s.Images) > 0 {
		v.Picture = viewSlideImage(s.Images)
		v.Picture.Alt, v.Picture.Language = s.Alt, v.Language
	}
	for _, c := range s.Media {
		v.Media = append(v.Media, viewMedia(c, v.Picture))
	}
	blocks := data.Blocks
	if len(blocks) == 0 { // the body alone, such as in older manifests
		for _, text := range lines(s.Body) {
			blocks = append(blocks, meeting.Block{Kind: meeting.Text, Text: text})
		}
	}
	v.Parts = writer{rtl: v.RTL}.parts(blocks)
	v.Recognised = s.OCR && !slices.ContainsFunc(blocks, func(b meeting.Block) bool { return len(b.OCR) > 0 })
	return v
}

// sections divides slides at the entries of the highest level of the table of
// contents. A table with an entry for nearly every slide divides nothing.
func sections(slides []slideView, outline []meeting.OutlineEntry) []section {
	const most = 2 // slides for each heading, at least
	top := 0
	for _, e := range outline {
		if words.OneLine(e.Title) != "" && (top == 0 || e.Level < top) {
			top = e.Level
		}
	}
	titles := map[int]string{} // by number of the slide
	for _, e := range outline {
		if title := words.OneLine(e.Title); e.Level == top && title != "" {
			titles[e.Page] = strings.TrimPrefix(titles[e.Page]+" / "+title, " / ")
		}
	}
	if len(titles)*most > len(slides) {
		titles = nil
	}
	var list []section
	waiting := "" // a heading whose own slide is not published
	last := 0
	for _, s := range slides {
		for number := last + 1; number <= s.Number; number++ {
			waiting = cmp.Or(titles[number], waiting)
		}
		last = s.Number
		if waiting != "" || len(list) == 0 {
			list = append(list, section{Title: waiting})
			waiting = ""
		}
		current := &list[len(list)-1]
		current.Slides = append(current.Slides, s)
	}
	return list
}

// Count is the number of a deck's slides, in words.
func (v deckView) Count() string {
	n := 0
	for _, s := range v.Sections {
		n += len(s.Slides)
	}
	if n == 1 {
		return "1 slide"
	}
	return fmt.Sprintf("%d slides", n)
}

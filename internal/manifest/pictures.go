package manifest

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"proceedings/internal/words"
)

// jpeg is the format of pictures that every program shows.
const jpeg = "image/jpeg"

// cover is the image of a presentation: the first slide of its deck that has an
// image.
func (m Manifest) cover(p Presentation) (Slide, bool) {
	d, _ := m.deck(p.Deck) // one that is not there has no slides
	return d.cover()
}

// cover is the first slide with an image, preferably one that is not hidden.
func (d Deck) cover() (Slide, bool) {
	pictured := slices.DeleteFunc(slices.Clone(d.Slides), func(s Slide) bool { return s.Picture.URL == "" })
	if len(pictured) == 0 {
		return Slide{}, false
	}
	return slices.MinFunc(pictured, func(a, b Slide) int { return cmp.Compare(hiddenLast(a), hiddenLast(b)) }), true
}

func hiddenLast(s Slide) int {
	if s.Hidden {
		return 1
	}
	return 0
}

// poster is the image of the meeting, in all its sizes, widest
// first, with its alternative text: the poster of the first recording that has
// one, else the first slide. None where there is neither.
func (m Manifest) poster() ([]Image, string) {
	for _, r := range m.Recordings {
		if list := jpegs(r.Poster.Images); len(list) > 0 {
			return list, "A moment of " + m.titleOf(r)
		}
	}
	for _, d := range m.Decks {
		if s, found := d.cover(); found {
			return s.sizes(), s.Alt
		}
	}
	return nil, ""
}

// sizes are the JPEGs of a slide, widest first: the first under the name that
// stays.
func (s Slide) sizes() []Image {
	list := []Image{s.Picture}
	for _, i := range jpegs(s.Images) {
		if i.Width < s.Picture.Width {
			list = append(list, i)
		}
	}
	return list
}

// jpegs are the JPEGs among images, widest first.
func jpegs(images []Image) []Image {
	list := slices.DeleteFunc(slices.Clone(images), func(i Image) bool { return i.Type != jpeg })
	slices.SortStableFunc(list, func(a, b Image) int { return cmp.Compare(b.Width, a.Width) })
	return list
}

// shape is the size of a recording's picture: that of its largest rendition,
// else of its poster, else the usual.
func (r Recording) shape() (width, height int) {
	for _, rung := range r.Renditions {
		if rung.Width > width {
			width, height = rung.Width, rung.Height
		}
	}
	for _, i := range r.Poster.Images {
		if width == 0 {
			width, height = i.Width, i.Height
		}
	}
	if width < 1 || height < 1 {
		return 1280, 720
	}
	return width, height
}

// playable reports whether there is something of r that plays.
func (r Recording) playable() bool { return r.Master.URL != "" || r.MP4.URL != "" || r.M4A.URL != "" }

// titleOf is the title of r on another site, where the meeting is not visible
// around it.
func (m Manifest) titleOf(r Recording) string {
	title, own := m.name(), words.OneLine(r.Title)
	if len(m.Recordings) < 2 || own == "" || own == title {
		return title
	}
	return title + ": " + own
}

// name is the meeting's title in one line.
func (m Manifest) name() string { return cmp.Or(words.OneLine(m.Title), "Untitled meeting") }

// summary is what the meeting is about in at most limit characters: what its
// organiser says, else what there is of it.
func (m Manifest) summary(limit int) string {
	text := words.OneLine(m.Description)
	if text == "" {
		text = m.contents()
	}
	letters := []rune(text)
	if len(letters) <= limit {
		return text
	}
	cut := string(letters[:limit-1])
	if space := strings.LastIndexByte(cut, ' '); space > len(cut)/2 {
		cut = cut[:space]
	}
	return cut + "…"
}

// contents says what there is of a meeting that nobody described.
func (m Manifest) contents() string {
	var parts []string
	add := func(n int, one, many string) {
		switch n {
		case 0:
		case 1:
			parts = append(parts, "1 "+one)
		default:
			parts = append(parts, fmt.Sprintf("%d %s", n, many))
		}
	}
	add(len(m.Recordings), "recording", "recordings")
	add(len(m.Presentations), "presentation", "presentations")
	add(len(m.Decks), "set of slides", "sets of slides")
	add(len(m.Documents), "document", "documents")
	text := m.name()
	if day, err := time.Parse(time.DateOnly, m.Date); err == nil {
		text += ", " + day.Format("2 January 2006")
	}
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	return text + "."
}

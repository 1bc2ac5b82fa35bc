package manifest

import (
	"cmp"
	"fmt"

	"proceedings/internal/words"
)

// structures are the table of contents: each recording with its chapters, each
// presentation with its part of the recording and its slides, each deck.
func (b binder) structures() []resource {
	root := b.rangeOf("contents", b.m.name())
	for _, r := range b.m.Recordings {
		if r.onCanvas() {
			root.Items = append(root.Items, b.chapters(r))
		}
	}
	var presentations []resource
	shown := map[string]bool{}
	for _, p := range b.m.Presentations {
		if one := b.presentationRange(p); len(one.Items) > 0 {
			presentations, shown[p.Deck] = append(presentations, one), true
		}
	}
	if len(presentations) > 0 {
		all := b.rangeOf("presentations", "Presentations")
		all.Label, all.Items = english("Presentations"), presentations
		root.Items = append(root.Items, all)
	}
	for _, d := range b.m.Decks {
		slides := b.slides(d)
		if len(slides) > 0 && !shown[d.ID] {
			of := b.rangeOf("deck-"+d.ID, d.Title)
			of.Items, of.Rendering = slides, b.rendering(d.PDF, words.OneLine(d.Title))
			root.Items = append(root.Items, of)
		}
	}
	return []resource{root}
}

func (b binder) rangeOf(id, title string) resource {
	return resource{ID: b.name("range", id), Type: "Range", Label: b.text(cmp.Or(words.OneLine(title), "Untitled"))}
}

// chapters is a recording as a range, with its chapters in it.
func (b binder) chapters(r Recording) resource {
	of := b.rangeOf("recording-"+r.ID, cmp.Or(r.Title, b.m.name()))
	for i, c := range b.m.Sections(r) {
		chapter := b.rangeOf(fmt.Sprintf("recording-%s/%d", r.ID, i+1), c.Title)
		chapter.Items = []resource{b.stretch(r, c.Start, c.End)}
		of.Items = append(of.Items, chapter)
	}
	if len(of.Items) == 0 {
		start, end := r.Played()
		of.Items = []resource{b.stretch(r, start, end)}
	}
	if slides := b.slideTimes(r); len(slides.Items) > 0 {
		of.Items = append(of.Items, slides)
	}
	return of
}

// slideTimes is a range of the slides that a recording shows: each is a range of
// the part of the recording and the slide's canvas.
func (b binder) slideTimes(r Recording) resource {
	of := b.rangeOf("recording-"+r.ID+"/slides", "")
	of.Label = english("Slides")
	for i, t := range r.SlideTimes {
		d, s, found := b.m.slideOf(t)
		if !found || s.Picture.URL == "" {
			continue
		}
		one := b.rangeOf(fmt.Sprintf("recording-%s/slides/%d", r.ID, i+1), cmp.Or(words.OneLine(s.Title), fmt.Sprint(s.Number)))
		one.Items = []resource{b.stretch(r, t.Start, t.End), {ID: b.slideID(d, s), Type: "Canvas"}}
		of.Items = append(of.Items, one)
	}
	return of
}

// presentationRange is a range with the part of the recording and the slides of
// a presentation. It is empty if neither is known.
func (b binder) presentationRange(p Presentation) resource {
	of := b.rangeOf("presentation-"+p.ID, p.Title)
	if start, end, known := b.m.Interval(p); known {
		if r, _ := b.m.recording(p.Recording); r.onCanvas() {
			of.Items = append(of.Items, b.stretch(r, start, end))
		}
	}
	if d, found := b.m.deck(p.Deck); found {
		of.Items = append(of.Items, b.slides(d)...)
		of.Rendering = b.rendering(d.PDF, words.OneLine(d.Title))
	}
	return of
}

func (b binder) slides(d Deck) []resource {
	var list []resource
	for _, s := range d.Slides {
		if s.Picture.URL != "" {
			list = append(list, resource{ID: b.slideID(d, s), Type: "Canvas"})
		}
	}
	return list
}

// stretch is a part of a recording's canvas, by media fragment.
func (b binder) stretch(r Recording, start, end float64) resource {
	return resource{ID: b.name("canvas", "recording-"+r.ID) + "#t=" + seconds(start) + "," + seconds(end), Type: "Canvas"}
}

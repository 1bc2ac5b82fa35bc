package manifest

import (
	"cmp"
	"fmt"
	"mime"

	"proceedings/internal/bcp47"
	"proceedings/internal/words"
)

// recording is a canvas with a duration and a recording on it: HLS or a
// progressive file, as the viewer can play.
func (b binder) recording(r Recording) resource {
	id := b.name("canvas", "recording-"+r.ID)
	canvas := resource{
		ID: id, Type: "Canvas", Label: b.text(cmp.Or(words.OneLine(r.Title), b.m.name())), Duration: milliseconds(r.Duration) / 1000,
	}
	body := resource{Type: "Sound", Duration: canvas.Duration}
	if r.Kind == Video {
		canvas.Width, canvas.Height = r.shape()
		body.Type, body.Width, body.Height = "Video", canvas.Width, canvas.Height
	}
	plain, download := r.MP4, r.OfferedMP4()
	if r.Kind == Audio {
		plain, download = r.M4A, r.OfferedM4A()
	}
	var choice []resource
	for _, form := range []struct {
		file  File
		label string
	}{{r.Master, "Adaptive (HLS)"}, {plain, "Plain file"}} {
		if form.file.URL != "" {
			one := body
			one.ID, one.Format, one.Label = b.at(form.file.URL), bare(form.file.Type), english(form.label)
			choice = append(choice, one)
		}
	}
	if len(choice) == 0 { // a video of which there is only the sound
		choice = []resource{{ID: b.at(r.M4A.URL), Type: "Sound", Duration: canvas.Duration, Format: bare(r.M4A.Type)}}
	}
	painted := choice[0]
	if len(choice) > 1 {
		painted = resource{Type: "Choice", Items: choice}
	}
	canvas.Items = []resource{b.page(id, "painting", painted)}
	if posters := jpegs(r.Poster.Images); len(posters) > 0 {
		canvas.Thumbnail = []resource{b.image(posters[len(posters)-1])}
		canvas.Placeholder = b.placeholder(id, posters[0])
	}
	if len(r.Captions) > 0 {
		canvas.Annotations = []resource{b.captions(id, r)}
	}
	for _, c := range r.Captions {
		canvas.Rendering = append(canvas.Rendering, b.rendering(c.Text, "Transcript, "+words.OneLine(c.Label))...)
	}
	if download.URL != "" {
		canvas.Rendering = append(canvas.Rendering, resource{
			ID: b.at(download.URL), Type: body.Type, Label: english("Download"), Format: bare(download.Type),
		})
	}
	return canvas
}

// page is an annotation page of a canvas with one annotation.
func (b binder) page(canvas, motivation string, body resource) resource {
	page := canvas + "/" + motivation
	return resource{ID: page, Type: "AnnotationPage", Items: []resource{
		{ID: page + "/1", Type: "Annotation", Motivation: motivation, Body: &body, Target: canvas},
	}}
}

// placeholder is what stands on a canvas before it plays.
func (b binder) placeholder(canvas string, poster Image) *resource {
	id := canvas + "/placeholder"
	return &resource{
		ID: id, Type: "Canvas", Width: poster.Width, Height: poster.Height,
		Items: []resource{b.page(id, "painting", b.image(poster))},
	}
}

// captions supplement a canvas, an annotation a language (IIIF cookbook, recipe
// 0219).
func (b binder) captions(canvas string, r Recording) resource {
	page := resource{ID: canvas + "/captions", Type: "AnnotationPage"}
	for i, c := range r.Captions {
		text := resource{ID: b.at(c.VTT.URL), Type: "Text", Label: b.text(words.OneLine(c.Label)), Format: "text/vtt"}
		if bcp47.WellFormed(c.Language) {
			text.Language = c.Language
		}
		page.Items = append(page.Items, resource{
			ID: fmt.Sprintf("%s/%d", page.ID, i+1), Type: "Annotation", Motivation: "supplementing", Body: &text, Target: canvas,
		})
	}
	return page
}

// slideID is the id of a slide's canvas.
func (b binder) slideID(d Deck, s Slide) string {
	return b.name("canvas", fmt.Sprintf("deck-%s/%d", d.ID, s.Number))
}

// slide is a canvas with the image of a slide and its text.
func (b binder) slide(d Deck, s Slide) resource {
	id := b.slideID(d, s)
	label := fmt.Sprintf("%d", s.Number)
	if title := words.OneLine(s.Title); title != "" {
		label += ". " + title
	}
	sizes := s.sizes()
	canvas := resource{
		ID: id, Type: "Canvas", Label: b.text(label), Width: s.Picture.Width, Height: s.Picture.Height,
		Thumbnail: []resource{b.image(sizes[len(sizes)-1])},
		Items:     []resource{b.page(id, "painting", b.image(s.Picture))},
	}
	if s.Alt != "" {
		text := resource{Type: "TextualBody", Value: s.Alt, Format: "text/plain"}
		if b.lang != "none" {
			text.Language = b.lang
		}
		canvas.Annotations = []resource{b.page(id, "supplementing", text)}
	}
	return canvas
}

func (b binder) image(i Image) resource {
	return resource{ID: b.at(i.URL), Type: "Image", Format: bare(i.Type), Width: i.Width, Height: i.Height}
}

// bare is a media type without parameters.
func bare(mediaType string) string {
	base, _, err := mime.ParseMediaType(mediaType)
	if err != nil {
		return mediaType
	}
	return base
}

package odp

import (
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/slides/language"
	"proceedings/internal/slides/office"
	"proceedings/internal/words"
)

// slide is the text of a page, without its number.
func (r *reader) slide(page *office.Node) (meeting.Slide, error) {
	s := shapes{reader: r, page: r.sizes[page.AttrIn(drawSpace, "master-page-name")]}
	for _, kid := range page.Kids {
		if err := s.add(kid); err != nil {
			return meeting.Slide{}, err
		}
	}
	if s.title == "" {
		s.guessTitle()
	}
	var tally language.Tally
	tally.Add(s.title, "", "", false)
	tally.Add(meeting.Body(s.blocks), "", "", false)
	direction := tally.Direction()
	s.arrange(direction == "rtl")
	notes, err := r.notes(page.Down("notes"))
	if err != nil {
		return meeting.Slide{}, err
	}
	return meeting.Slide{
		Title:    s.title,
		Body:     meeting.Body(s.blocks),
		Notes:    notes,
		Master:   r.master(page, s.apart),
		Hidden:   r.pageStyle(page, "visibility") == "hidden",
		Blocks:   s.blocks,
		Links:    links(page, s.page),
		Comments: comments(page),

		Direction: direction,
		Embedded:  s.clips,
	}, nil
}

// notes are the notes of a page: the shape of the class "notes" or, in files by
// programs that write no classes, all shapes without a class. Tables belong to them.
func (r *reader) notes(notes *office.Node) (string, error) {
	for _, want := range []string{"notes", ""} {
		s := shapes{reader: r}
		for _, kid := range kids(notes) {
			if class(kid) != want && kid.Down("table") == nil {
				continue
			}
			if err := s.add(kid); err != nil {
				return "", err
			}
		}
		if text := meeting.Body(s.blocks); text != "" {
			return text, nil
		}
	}
	return "", nil
}

// pageStyles are the properties of pages, by style name.
func pageStyles(content *office.Node) map[string]*office.Node {
	styles := map[string]*office.Node{}
	for style := range content.Down("automatic-styles").Named("style") {
		if p := style.Down("drawing-page-properties"); p != nil {
			styles[style.Attr("name")] = p
		}
	}
	return styles
}

// pageStyle is a property of a page's style.
func (r *reader) pageStyle(page *office.Node, name string) string {
	return r.pages[page.AttrIn("drawing:1.0", "style-name")].AttrIn("presentation:1.0", name)
}

// comments are the comments on a page.
func comments(page *office.Node) []meeting.Comment {
	var all []meeting.Comment
	for note := range page.Find("annotation") {
		var lines office.Lines
		addText(&lines, note)
		if text := lines.String(); strings.TrimSpace(text) != "" {
			all = append(all, meeting.Comment{
				Author: words.OneLine(note.Down("creator").Content()),
				Date:   strings.TrimSpace(note.Down("date").Content()),
				Text:   text,
			})
		}
	}
	return all
}

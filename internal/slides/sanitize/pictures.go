package sanitize

import (
	"encoding/xml"
	"fmt"
	"path"
	"slices"
	"strings"

	"proceedings/internal/slides/office"
)

// Picture is a picture of a slide.
type Picture struct {
	Slide int    // its number, or 0 for a layout or a master
	Name  string // of its file in the deck
}

// noticePictures is the rule for the relations of a slide, a layout or a master that also
// notes pictures, charts and diagrams whose data is missing or damaged: LibreOffice draws
// nothing for them, or a part.
func (c *copier) noticePictures(owner string, rule func(xml.StartElement) change) func(xml.StartElement) change {
	text := string(c.readPlain(owner))
	return func(e xml.StartElement) change {
		target := attr(e, "Target")
		internal := target != "" && !strings.EqualFold(attr(e, "TargetMode"), "External") && !strings.Contains(target, "://")
		shown := slices.Contains([]string{"image", "chart", "diagramData"}, path.Base(attr(e, "Type")))
		if internal && shown && strings.Contains(text, `"`+attr(e, "Id")+`"`) {
			if !strings.HasPrefix(target, "/") {
				target = path.Join(path.Dir(owner), target)
			}
			c.noticePicture(c.number[owner], target)
		}
		return rule(e)
	}
}

// noticeShapes notes pictures of a slide to which no relation leads, and objects of other
// programs without a picture.
func (c *copier) noticeShapes(owner string, relations []byte) {
	root, err := readElements(c.readPlain(owner))
	if err != nil {
		return
	}
	ids := map[string]bool{}
	if _, _, err = editXML(relations, func(e xml.StartElement) change {
		ids[attr(e, "Id")] = e.Name.Local == "Relationship"
		return change{}
	}); err != nil {
		return
	}
	var look func(e *element)
	look = func(e *element) {
		switch e.name {
		case "blip":
			if id := e.embed(); id != nil && !ids[*id] && (e.attr("link") == "" || *id != "") {
				c.notice(Picture{c.number[owner], "a picture without a file"})
			}
		case "graphicData":
			if ole := e.find("oleObj"); ole != nil && e.find("pic") == nil && ole.attr("spid") == "" {
				c.notice(Picture{c.number[owner], "an object without a picture"})
			}
		}
		for _, k := range e.kids {
			look(k)
		}
	}
	look(root)
}

// embed is the relation of a picture, or nil if it names none.
func (e *element) embed() *string {
	for _, a := range e.attrs {
		if a.Name.Local == "embed" {
			return &a.Value
		}
	}
	return nil
}

// noticePages is the rule for an OpenDocument part that also notes such pictures. Pages
// have numbers from 1. LibreOffice opens no deck that refers to a missing file: the copy
// does not.
func (c *copier) noticePages(rule func(xml.StartElement) change) func(xml.StartElement) change {
	c.page = 0
	return func(e xml.StartElement) change {
		if e.Name.Local == "page" {
			c.page++
		}
		made, href := rule(e), attr(e, "href")
		switch {
		case made.drop, made.set != nil:
		case (e.Name.Local == "image" || e.Name.Local == "fill-image") && strings.HasPrefix(strings.TrimPrefix(href, "./"), "Pictures/"):
			c.noticePicture(c.page, href)
			if key, ok := office.Key(href); !ok || !c.isCopied(key) {
				return change{set: []string{"href"}}
			}
		}
		return made
	}
}

// listing is the rule for the list of the parts of an OpenDocument deck that also leaves
// out the parts that the copy does not have.
func (c *copier) listing(rule func(xml.StartElement) change) func(xml.StartElement) change {
	return func(e xml.StartElement) change {
		name := attr(e, "full-path")
		if key, ok := office.Key(name); e.Name.Local == "file-entry" && name != "" && !strings.HasSuffix(name, "/") && (!ok || !c.isCopied(key)) {
			return change{drop: true}
		}
		return rule(e)
	}
}

// isCopied reports whether the deck has a part that can be copied.
func (c *copier) isCopied(key string) bool {
	content, ok := c.content(key)
	return ok && content.Whole && !office.IsHuge(content.Width, content.Height)
}

func (c *copier) noticePicture(slide int, target string) {
	if key, ok := office.Key(target); !ok || !c.isThere(key) {
		c.notice(Picture{slide, path.Base(target)})
	}
}

func (c *copier) notice(missing Picture) {
	if !slices.Contains(c.removed.Pictures, missing) {
		c.removed.Pictures = append(c.removed.Pictures, missing)
	}
}

// content is the content of a part.
func (c *copier) content(key string) (content office.Content, ok bool) {
	if c.contents == nil {
		c.contents = map[string]office.Content{}
		for _, p := range c.Parts() {
			c.contents[p.Key] = c.Content(p)
		}
	}
	content, ok = c.contents[key]
	return content, ok
}

// pictureWarning is a predicate about a deck with such pictures.
func pictureWarning(missing []Picture) []string {
	const most = 30
	if len(missing) == 0 {
		return nil
	}
	var names []string
	for i, p := range missing {
		if i == most {
			names = append(names, fmt.Sprintf("and %d more", len(missing)-most))
			break
		}
		where := "of the layout"
		if p.Slide > 0 {
			where = fmt.Sprintf("on slide %d", p.Slide)
		}
		names = append(names, p.Name+" "+where)
	}
	return []string{"has pictures whose data is missing or damaged, which are not shown or not whole: " + strings.Join(names, ", ")}
}

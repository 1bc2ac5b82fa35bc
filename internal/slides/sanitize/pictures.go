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
// notes pictures whose data is missing or damaged: LibreOffice draws nothing for them.
func (c *copier) noticePictures(owner string, rule func(xml.StartElement) change) func(xml.StartElement) change {
	text := string(c.readPlain(owner))
	return func(e xml.StartElement) change {
		target := attr(e, "Target")
		internal := target != "" && !strings.EqualFold(attr(e, "TargetMode"), "External") && !strings.Contains(target, "://")
		if internal && path.Base(attr(e, "Type")) == "image" && strings.Contains(text, `"`+attr(e, "Id")+`"`) {
			if !strings.HasPrefix(target, "/") {
				target = path.Join(path.Dir(owner), target)
			}
			c.noticePicture(c.number[owner], target)
		}
		return rule(e)
	}
}

// noticePages is the rule for an OpenDocument part that also notes such pictures. Pages
// have numbers from 1.
func (c *copier) noticePages(rule func(xml.StartElement) change) func(xml.StartElement) change {
	page := 0
	return func(e xml.StartElement) change {
		switch href := attr(e, "href"); {
		case e.Name.Local == "page":
			page++
		case e.Name.Local == "image" && strings.HasPrefix(strings.TrimPrefix(href, "./"), "Pictures/"):
			c.noticePicture(page, href)
		}
		return rule(e)
	}
}

func (c *copier) noticePicture(slide int, target string) {
	key, ok := office.Key(target)
	missing := Picture{slide, path.Base(target)}
	if (!ok || !c.isThere(key)) && !slices.Contains(c.removed.Pictures, missing) {
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

// isThere reports whether a part is there and whole, and if it is an image by its name,
// has the head of one.
func (c *copier) isThere(key string) bool {
	content, ok := c.content(key)
	if !ok || !content.Whole {
		return false
	}
	if content.Width > 0 || !slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif"}, path.Ext(key)) {
		return true
	}
	data, err := c.Read(key)
	if err != nil {
		return false
	}
	_, _, ok = office.ImageSize(data)
	return ok || content.XML || content.Gzip
}

// pictureWarning is a predicate about a deck with such pictures.
func pictureWarning(missing []Picture) []string {
	const most = 10
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
	return []string{"has pictures whose data is missing or damaged, which are not shown: " + strings.Join(names, ", ")}
}

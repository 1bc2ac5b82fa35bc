package sanitize

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"path"
	"slices"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
)

// finishSlides writes the relations of slides, and the slides that are missing.
// Slides without readable relations get a layout: without one, LibreOffice does not
// load them. A deck all of whose slides are damaged is refused.
func (c *copier) finishSlides(slides []string, relations []office.Part) error {
	related := map[string]bool{}
	for _, p := range relations {
		related[ownerOf(p.Key)] = true
		if err := c.slideRelations(p); err != nil {
			return err
		}
	}
	done := map[string]bool{}
	for i, name := range slides {
		key, ok := office.Key(name)
		if !ok {
			name = missingSlide(i + 1)
			key = name
		}
		if done[key] || !ok && c.number[key] > 0 {
			continue
		}
		done[key] = true
		if !ok || !c.Has(name) {
			c.empty[key] = true
			if err := c.write(strings.TrimPrefix(name, "/"), []byte(emptySlide)); err != nil {
				return err
			}
		}
		if !related[key] {
			if err := c.write(relationsOf(strings.TrimPrefix(name, "/")), c.layoutRelation()); err != nil {
				return err
			}
		}
	}
	if c.damage != nil && len(c.empty) == len(done) {
		return c.damage
	}
	return nil
}

// slideRelations copies the relations of a slide. Damaged ones and those of an empty
// slide lead to nothing but a layout.
func (c *copier) slideRelations(p office.Part) error {
	data, err := c.Read(p.Name)
	if err != nil && (!fault.IsPermanent(err) || c.Spent()) {
		return err
	}
	var text []byte
	if err == nil {
		text, _, err = c.text(p.Key, data)
	}
	if err == nil && c.empty[ownerOf(p.Key)] {
		text, err = onlyLayout(text)
	}
	if err != nil {
		c.damaged(p)
		text = c.layoutRelation()
	}
	return c.write(p.PlainName(), text)
}

// layoutRelation is a list of relations to a layout of the deck.
func (c *copier) layoutRelation() []byte {
	if c.layout == "" {
		for _, p := range c.Parts() {
			if strings.HasPrefix(p.Key, "ppt/slidelayouts/") && !isRelations(p.Key) {
				c.layout = p.PlainName()
				break
			}
		}
	}
	var b bytes.Buffer
	b.WriteString(relationsHead)
	if c.layout != "" {
		b.WriteString(`<Relationship Id="rId1" Type="` + relationType + `slideLayout" Target="/`)
		_ = xml.EscapeText(&b, []byte(c.layout)) // a buffer accepts all
		b.WriteString(`"/>`)
	}
	b.WriteString(`</Relationships>`)
	return b.Bytes()
}

// slideID is the rule for the presentation: slides to which no relation leads get
// the one that relateSlides adds.
func (r *rules) slideID(e xml.StartElement) change {
	if e.Name.Local != "sldId" {
		return change{}
	}
	r.listed++
	if !r.unrelated[r.listed] {
		return change{}
	}
	for _, a := range e.Attr {
		if a.Name.Local == "id" && a.Name.Space != "" {
			return change{set: []string{a.Name.Space + ":id"}, value: missingID(r.listed)}
		}
	}
	return change{}
}

// relationsToMissing are relations to the slides to which none leads.
func (r *rules) relationsToMissing() []byte {
	var b strings.Builder
	for n := range r.unrelated {
		b.WriteString(relationTo(missingID(n), "slide", missingSlide(n)))
	}
	return []byte(b.String())
}

// relationTo is a relation to a part of the copy.
func relationTo(id, kind, name string) string {
	return `<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Id="` + id +
		`" Type="` + relationType + kind + `" Target="/` + escape(name) + `"/>`
}

// withRelations is a list of relations with others at its end.
func withRelations(text, added []byte) []byte {
	end := bytes.LastIndex(text, []byte("</"))
	if end < 0 {
		return text
	}
	return slices.Concat(text[:end], added, text[end:])
}

// missingSlide is the part of a slide to which no relation leads.
func missingSlide(number int) string { return fmt.Sprintf("%s%d.xml", missingPrefix, number) }

func missingID(number int) string { return fmt.Sprintf("rIdMissing%d", number) }

// relationsOf is the part that lists the relations of a part.
func relationsOf(name string) string {
	return path.Join(path.Dir(name), "_rels", path.Base(name)+".rels")
}

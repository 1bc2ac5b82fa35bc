package sanitize

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
)

const (
	relationsHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` +
		`<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">`
	relationType     = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
	missingPrefix    = "ppt/slides/missing"
	missingRelations = "ppt/slides/_rels/missing"
)

// isRelations reports whether a part lists the relations of another.
func isRelations(key string) bool {
	return path.Base(path.Dir(key)) == "_rels" && strings.HasSuffix(key, ".rels")
}

// unrelated are the numbers of slides without a part.
func unrelated(slides []string) map[int]bool {
	numbers := map[int]bool{}
	for i, name := range slides {
		if _, ok := office.Key(name); !ok {
			numbers[i+1] = true
		}
	}
	return numbers
}

// withoutOthers are the slides without parts of another kind, such as a layout, which
// other slides may need.
func (c *copier) withoutOthers(slides []string) []string {
	slides = slices.Clone(slides)
	for i, name := range slides {
		if kind := rootName(c.Archive, name); kind != "" && kind != "sld" {
			slides[i] = ""
		}
	}
	return slides
}

// rootName is the name of a part's root element, without prefix, or "" if the part
// does not begin with one.
func rootName(a *office.Archive, name string) string {
	const most = 64 << 10 // bytes before the root element
	if !a.Has(name) {
		return ""
	}
	r, err := a.Open(name)
	if err != nil {
		return ""
	}
	defer r.Close()                                //nolint:errcheck // only read
	head, _ := io.ReadAll(io.LimitReader(r, most)) // of a damaged part, its beginning
	if text, _, err := office.PlainXML(head); err == nil {
		head = text
	}
	d := xml.NewDecoder(bytes.NewReader(head))
	for {
		token, err := d.RawToken()
		if err != nil {
			return ""
		}
		if e, ok := token.(xml.StartElement); ok {
			return e.Name.Local
		}
	}
}

// slide copies the part of a slide, or writes an empty slide in its place.
func (c *copier) slide(p office.Part) error {
	text, err := c.slideText(p)
	switch {
	case err != nil && !fault.IsPermanent(err), c.Spent():
		return err
	case err != nil:
		c.empty[p.Key] = true
		text = []byte(emptySlide)
		if c.damage == nil {
			c.damage = err
		}
	case hasTextAsShapes(text):
		c.textAsShapes(p.Key)
	}
	return c.write(p.PlainName(), text)
}

// slideText is the sanitized text of a slide. An error is permanent if the part is
// damaged or no slide.
func (c *copier) slideText(p office.Part) ([]byte, error) {
	if !c.Content(p).Whole {
		return nil, fault.Refuse("is damaged: %s", p.Name)
	}
	data, err := c.Read(p.Name)
	if err != nil {
		return nil, err
	}
	text, _, err := c.text(p.Key, data)
	if err == nil {
		err = checkSlide(text)
	}
	if err != nil {
		return nil, office.Damaged(p.Name, err)
	}
	return text, nil
}

// textAsShapes notes that a slide shows some text not as text.
func (c *copier) textAsShapes(key string) {
	if n := c.number[key]; n > 0 && !slices.Contains(c.removed.TextAsShapes, n) {
		c.removed.TextAsShapes = append(c.removed.TextAsShapes, n)
	}
}

// hasTextAsShapes reports whether a slide may have WordArt, which LibreOffice draws
// as shapes, or hidden shapes.
func hasTextAsShapes(text []byte) bool {
	return bytes.Contains(text, []byte(`hidden="1"`)) || bytes.Contains(text, []byte(`hidden="true"`)) ||
		bytes.Count(text, []byte("<a:prstTxWarp")) > bytes.Count(text, []byte(`<a:prstTxWarp prst="textNoShape"`))
}

// checkSlide reports an error if the text is no well-formed slide.
func checkSlide(text []byte) error {
	d := xml.NewDecoder(bytes.NewReader(text))
	var open []xml.Name
	for isSlide := false; ; {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			switch {
			case len(open) > 0:
				return errors.New("it ends within an element")
			case !isSlide:
				return errors.New("it is not a slide")
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			isSlide = isSlide || len(open) == 0 && token.Name.Local == "sld"
			open = append(open, token.Name)
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != token.Name {
				return fmt.Errorf("unexpected end of %s", token.Name.Local)
			}
			open = open[:len(open)-1]
		}
	}
}

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
		c.removed.Damaged++
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

// relateSlides adds relations to the slides to which none leads.
func (r *rules) relateSlides(text []byte) []byte {
	end := bytes.LastIndex(text, []byte("</"))
	if end < 0 {
		return text
	}
	var added []byte
	for n := range r.unrelated {
		added = fmt.Appendf(added, `<Relationship xmlns="http://schemas.openxmlformats.org/package/2006/relationships" Id="%s" Type="%sslide" Target="/%s"/>`,
			missingID(n), relationType, missingSlide(n))
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

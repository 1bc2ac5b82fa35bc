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
		c.removed.Blank = append(c.removed.Blank, c.number[p.Key])
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
	end := 0
	if err == nil {
		end, err = checkSlide(text)
	}
	if err != nil {
		return nil, office.Damaged(p.Name, err)
	}
	if len(bytes.TrimSpace(text[end:])) > 0 {
		c.removed.Trailing = append(c.removed.Trailing, c.number[p.Key])
	}
	return text[:end], nil
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

// checkSlide returns the end of the slide in the text, or an error if it is no well-formed
// slide. LibreOffice loads no slide with another document after it.
func checkSlide(text []byte) (end int, err error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	var open []xml.Name
	var declared prefixes
	for isSlide := false; ; {
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if isSlide {
				return 0, errors.New("it ends within an element")
			}
			return 0, errors.New("it is not a slide")
		}
		if err != nil {
			return 0, fmt.Errorf("%w", err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			if len(open) == 0 && token.Name.Local != "sld" {
				return 0, errors.New("it is not a slide")
			}
			if err = declared.start(token); err != nil {
				return 0, err
			}
			isSlide = true
			open = append(open, token.Name)
		case xml.EndElement:
			if len(open) == 0 || open[len(open)-1] != token.Name {
				return 0, fmt.Errorf("unexpected end of %s", token.Name.Local)
			}
			declared = declared[:len(declared)-1]
			if open = open[:len(open)-1]; len(open) == 0 {
				return int(d.InputOffset()), nil
			}
		}
	}
}

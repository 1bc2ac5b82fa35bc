package sanitize

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"path"
	"strings"

	"proceedings/internal/slides/office"
)

// text is the sanitized text of an XML part.
func (c *copier) text(key string, data []byte) (text []byte, changed bool, err error) {
	text, recoded, err := office.PlainXML(data)
	if err != nil {
		return nil, false, err
	}
	if err = office.CheckXML(text, c.Limits()); err != nil {
		return nil, false, err
	}
	rule := c.openDocument
	c.page = c.number[key]
	switch {
	case c.standard == OpenDocument && isSVG(text):
		rule = c.svg
	case c.standard == OpenDocument && (key == "content.xml" || key == "styles.xml"):
		rule = c.noticePages(rule)
	case c.standard == OpenDocument && key == "meta-inf/manifest.xml":
		rule = c.listing(rule)
	case c.standard == OpenDocument:
	case strings.HasSuffix(key, ".rels"):
		rule = c.relation
		owner := ownerOf(key)
		c.hyperlinks, c.folder = onlyFollowed(text, c.readPlain(owner)), ""
		if c.page = c.number[owner]; c.page > 0 {
			c.folder = path.Dir(owner)
		}
		if c.number[owner] > 0 || strings.HasPrefix(owner, "ppt/slidelayouts/") || strings.HasPrefix(owner, "ppt/slidemasters/") {
			c.noticeShapes(owner, text)
			rule = c.noticePictures(owner, rule)
		}
	case len(c.unrelated) > 0 && strings.HasPrefix(key, "ppt/presentation"):
		c.listed = 0
		rule = c.slideID
	case bytes.Contains(text, []byte("<svg")), bytes.Contains(text, []byte(":svg ")):
		rule = c.svg // also within other XML, which programs accept
	case bytes.Contains(text, []byte("<!DOCTYPE")): // which the standard forbids
		rule = func(xml.StartElement) change { return change{} }
	default:
		return c.drawable(key, text, recoded)
	}
	text, changed, err = editXML(text, rule)
	if added := c.addedRelations(key); err == nil && len(added) > 0 {
		text, changed = withRelations(text, added), true
	}
	return text, changed || recoded, err
}

// addedRelations are the relations that a list of relations gets in the copy.
func (c *copier) addedRelations(key string) []byte {
	switch {
	case c.standard != OpenXML || !isRelations(key):
		return nil
	case len(c.unrelated) > 0 && strings.HasPrefix(key, "ppt/_rels/presentation"):
		return c.relationsToMissing()
	}
	return c.croppedRelations(ownerOf(key))
}

// drawable is the text of a part of Office Open XML as LibreOffice draws it.
func (c *copier) drawable(key string, text []byte, recoded bool) (drawn []byte, changed bool, err error) {
	drawn, err = c.visible(key, text)
	if err != nil && c.number[key] == 0 {
		drawn, err = text, nil // LibreOffice may read more of it
	}
	return drawn, recoded || !bytes.Equal(drawn, text), err
}

// readPlain is the text of an XML part, or nothing if it cannot be read.
func (c *copier) readPlain(name string) []byte {
	if !c.Has(name) {
		return nil
	}
	data, err := c.Read(name)
	if err != nil {
		return nil
	}
	text, _, err := office.PlainXML(data)
	if err != nil {
		return nil
	}
	return text
}

func compressed(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data) // a buffer accepts all
	_ = z.Close()
	return b.Bytes()
}

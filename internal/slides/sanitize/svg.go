package sanitize

import (
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"strings"

	"proceedings/internal/slides/office"
)

// isSVG reports whether the root element of a text is that of a drawing.
func isSVG(text []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	for {
		token, err := d.RawToken()
		if err != nil {
			return false
		}
		if e, ok := token.(xml.StartElement); ok {
			return e.Name.Local == "svg"
		}
	}
}

// svg is the rule for drawings. A drawing in a deck has no files beside it to which
// it could refer.
func (r *rules) svg(e xml.StartElement) change {
	switch e.Name.Local {
	case "a":
		return change{}
	case "script", "foreignObject":
		return change{drop: true}
	}
	if hasHref(e, func(href string) bool { return href != "" && !strings.HasPrefix(href, "#") && !isInlineImage(href) }) {
		r.link()
		return change{set: []string{"href"}}
	}
	return change{}
}

// isInlineImage reports whether a reference is a data URL of an image with pixels,
// judged by its content: another drawing would have references of its own.
func isInlineImage(href string) bool {
	head, data, _ := strings.Cut(href, ",")
	if !strings.HasPrefix(head, "data:image/") || !strings.HasSuffix(head, ";base64") {
		return false
	}
	image, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	if err != nil {
		return false
	}
	width, height, ok := office.ImageSize(image)
	return ok && !office.IsHuge(width, height)
}

package office

import (
	"bytes"
	"fmt"
	"io"
	"regexp"
	"strings"
)

// declaration matches the XML declaration at the beginning of a file.
func declaration() *regexp.Regexp {
	return regexp.MustCompile(`^<\?xml\s[^>]*?\?>`)
}

// encodingOf matches the name of the encoding in a declaration.
func encodingOf() *regexp.Regexp {
	return regexp.MustCompile(`encoding\s*=\s*["']([^"']*)["']`)
}

// PlainXML is an XML file as UTF-8 without another declared encoding, so that all
// programs read the same text. The second result is false if data is such a file.
func PlainXML(data []byte) (text []byte, changed bool, err error) {
	text = toUTF8(data)
	wide := len(text) > 0 && len(data) > 0 && &text[len(text)-1] != &data[len(data)-1] // it was UTF-16
	head := declaration().Find(text[:min(len(text), 256)])
	found := encodingOf().FindSubmatch(head)
	label := "utf8"
	if found != nil {
		label = strings.ToLower(string(found[1]))
	}
	if known := label == "utf-8" || label == "utf8" || strings.HasSuffix(label, "ascii"); known && !wide {
		return text, false, nil
	}
	if label == "utf-8" {
		label = "utf8"
	}
	r, err := charsetReader(label, bytes.NewReader(text[len(head):]))
	if err != nil {
		return nil, false, err
	}
	if text, err = io.ReadAll(r); err != nil {
		return nil, false, fmt.Errorf("%w", err)
	}
	return text, true, nil
}

package sanitize

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
)

// element is an element of an XML text by its place in it: the text from the start
// of its start tag to the end of its end tag, whose inner part is between the tags.
type element struct {
	prefix, name     string
	attrs            []xml.Attr // only of elements for which the caller requests attributes
	start, end       int
	innerFrom, inner int // the inner part begins and ends here
	kids             []*element
}

// readElements is the tree of an XML text. It refuses text that is not well-formed.
func readElements(text []byte) (*element, error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	root := &element{end: len(text), inner: len(text)}
	open := []*element{root}
	for {
		from := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w", err)
		}
		top := open[len(open)-1]
		switch token := token.(type) {
		case xml.StartElement:
			e := &element{prefix: token.Name.Space, name: token.Name.Local, start: from, innerFrom: int(d.InputOffset())}
			switch e.name {
			case "Choice", "latin", "sym", "ea", "cs", "blip", "srcRect", "xfrm", "oleObj", "ph", "off", "ext", "sldSz", "Relationship":
				e.attrs = token.Attr
			}
			top.kids = append(top.kids, e)
			open = append(open, e)
		case xml.EndElement:
			if top == root || top.name != token.Name.Local || top.prefix != token.Name.Space {
				return nil, fmt.Errorf("unexpected end of %s", token.Name.Local)
			}
			top.inner, top.end = from, int(d.InputOffset())
			open = open[:len(open)-1]
		}
	}
	if len(open) > 1 {
		return nil, errors.New("it ends within an element")
	}
	return root, nil
}

// child is the first child of that name, or nil.
func (e *element) child(name string) *element {
	if e == nil {
		return nil
	}
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
	}
	return nil
}

// find is the first element of that name below e, or nil.
func (e *element) find(name string) *element {
	for _, k := range e.kids {
		if k.name == name {
			return k
		}
		if found := k.find(name); found != nil {
			return found
		}
	}
	return nil
}

// attr is an attribute by its name without prefix.
func (e *element) attr(name string) string {
	for _, a := range e.attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// tag is the name of an element with that local name and e's prefix.
func (e *element) tag(name string) string {
	if e.prefix == "" {
		return name
	}
	return e.prefix + ":" + name
}

// replacement replaces text from one offset to another.
type replacement struct {
	from, to int
	by       []byte
}

// apply applies replacements that do not overlap.
func apply(text []byte, replacements []replacement) []byte {
	slices.SortFunc(replacements, func(a, b replacement) int { return a.from - b.from })
	var out []byte
	done := 0
	for _, r := range replacements {
		out = append(append(out, text[done:r.from]...), r.by...)
		done = r.to
	}
	return append(out, text[done:]...)
}

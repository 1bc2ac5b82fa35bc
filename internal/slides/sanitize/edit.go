package sanitize

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"proceedings/internal/slides/office"
)

// change is what becomes of an element; the zero change keeps it.
type change struct {
	drop  bool     // the element with its content
	set   []string // attributes that get value, by their names without prefix, or with one if it matters
	value string
}

// editXML is an XML text after rule was applied to each element; changed is false
// if it is the same. A document type is left out: it could add attributes that
// no element shows.
func editXML(text []byte, rule func(xml.StartElement) change) (out []byte, changed bool, err error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("encoding %q is not known", label) // known ones are UTF-8 already
	}
	var b bytes.Buffer
	done, dropping := 0, 0 // how much of text is written; the depth within a dropped element
	for {
		from := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, false, fmt.Errorf("%w", err)
		}
		to := int(d.InputOffset())
		var replacement []byte
		switch token := token.(type) {
		case xml.Directive:
			if bytes.Contains(token, []byte("ENTITY")) {
				return nil, false, office.ErrEntities
			}
		case xml.StartElement:
			c := rule(token)
			switch {
			case dropping > 0 || c.drop:
				if dropping++; dropping > 1 {
					continue
				}
				b.Write(text[done:from])
				done = from
				continue
			case len(c.set) == 0:
				continue
			}
			replacement = setAttrs(text[from:to], c.set, c.value)
		case xml.EndElement:
			if dropping == 0 {
				continue
			}
			if dropping--; dropping == 0 {
				done, changed = to, true
			}
			continue
		default:
			continue
		}
		if dropping > 0 {
			continue
		}
		b.Write(text[done:from])
		b.Write(replacement)
		done, changed = to, true
	}
	if dropping > 0 {
		return nil, false, errors.New("it ends within an element")
	}
	if !changed {
		return text, false, nil
	}
	b.Write(text[done:])
	return b.Bytes(), true, nil
}

// setAttrs is a tag with another value of some attributes. A name without prefix is
// that of attributes with any prefix.
func setAttrs(tag []byte, attrs []string, value string) []byte {
	var out []byte
	for i := 0; i < len(tag); i++ {
		out = append(out, tag[i])
		if tag[i] != '"' && tag[i] != '\'' {
			continue
		}
		end := i + 1 + bytes.IndexByte(tag[i+1:], tag[i])
		if end <= i { // impossible in a tag that was parsed
			continue
		}
		name := strings.TrimRight(string(out[:len(out)-1]), " \t\r\n=")
		name = name[strings.LastIndexAny(name, " \t\r\n<\"'")+1:]
		if slices.Contains(attrs, name) || slices.Contains(attrs, name[strings.LastIndexByte(name, ':')+1:]) {
			out = append(out, value...)
		} else {
			out = append(out, tag[i+1:end]...)
		}
		out = append(out, tag[end])
		i = end
	}
	return out
}

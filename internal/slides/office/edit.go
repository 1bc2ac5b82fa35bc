package office

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// errEntities is said of a file that brings shorthands of its own: they can
// stand for files outside, or unfold without end.
var errEntities = errors.New("it declares entities")

// verdict is what becomes of an element.
type verdict struct {
	drop  bool     // with all that it holds
	empty []string // attributes that lose their value, by their names without prefix
	value string   // what they have instead
}

// edited is an XML text after judge was asked about each element; the second
// result is false if nothing had to be done. A document type is left out: it
// could add attributes that no element shows.
func edited(text []byte, judge func(xml.StartElement) verdict) (out []byte, changed bool, err error) {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.CharsetReader = func(label string, _ io.Reader) (io.Reader, error) {
		return nil, fmt.Errorf("encoding %q is not known", label) // all that are were dealt with
	}
	var b bytes.Buffer
	done, within := 0, 0 // what was written; the depth in what is dropped
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
		var replaced []byte
		switch token := token.(type) {
		case xml.Directive:
			if bytes.Contains(token, []byte("ENTITY")) {
				return nil, false, errEntities
			}
		case xml.StartElement:
			v := judge(token)
			switch {
			case within > 0 || v.drop:
				if within++; within > 1 {
					continue
				}
				b.Write(text[done:from])
				done = from
				continue
			case len(v.empty) == 0:
				continue
			}
			replaced = revalued(text[from:to], v.empty, v.value)
		case xml.EndElement:
			if within == 0 {
				continue
			}
			if within--; within == 0 {
				done, changed = to, true
			}
			continue
		default:
			continue
		}
		if within > 0 {
			continue
		}
		b.Write(text[done:from])
		b.Write(replaced)
		done, changed = to, true
	}
	if within > 0 {
		return nil, false, errors.New("it ends within an element")
	}
	if !changed {
		return text, false, nil
	}
	b.Write(text[done:])
	return b.Bytes(), true, nil
}

// revalued is a tag with another value of some attributes, whatever their
// prefixes.
func revalued(tag []byte, attrs []string, value string) []byte {
	var out []byte
	for i := 0; i < len(tag); i++ {
		out = append(out, tag[i])
		if tag[i] != '"' && tag[i] != '\'' {
			continue
		}
		end := i + 1 + bytes.IndexByte(tag[i+1:], tag[i])
		if end <= i { // not in a tag that was parsed
			continue
		}
		name := strings.TrimRight(string(out[:len(out)-1]), " \t\r\n=")
		if local := name[strings.LastIndexAny(name, " \t\r\n:<\"'")+1:]; slices.Contains(attrs, local) {
			out = append(out, value...)
		} else {
			out = append(out, tag[i+1:end]...)
		}
		out = append(out, tag[end])
		i = end
	}
	return out
}

package office

import (
	"bytes"
	"errors"
	"strings"
	"unicode/utf8"
)

// errNotSimple means that the scanner cannot read a part, which may still be
// correct XML.
var errNotSimple = errors.New("it is not simple XML")

// scanner parses simple XML: elements, attributes and text in UTF-8, which is all
// that programs use in decks. On anything else, and on any error, it stops, and
// encoding/xml parses the part. It takes a fifth of the time of encoding/xml, and
// parsing is most of the time that reading a deck takes.
type scanner struct {
	data  []byte
	at    int
	tree  *treeBuilder
	skip  map[string]bool
	tags  [][]byte // names of the open elements, with their prefixes
	bound []binding
}

// binding is the namespace of a prefix within the element at a depth.
type binding struct {
	prefix, space string
	depth         int
}

// scan adds all of data to tree.
func scan(data []byte, tree *treeBuilder, skip map[string]bool) error {
	if !utf8.Valid(data) || bytes.Contains(data, []byte("\xef\xbf\xbe")) || bytes.Contains(data, []byte("\xef\xbf\xbf")) {
		return errNotSimple
	}
	s := scanner{data: data, tree: tree, skip: skip}
	if err := s.declaration(); err != nil {
		return err
	}
	for s.at < len(s.data) {
		if err := s.next(); err != nil {
			return err
		}
	}
	if len(s.tags) > 0 {
		return errNotSimple
	}
	return nil
}

// declaration skips the XML declaration, if it is a usual one.
func (s *scanner) declaration() error {
	if !bytes.HasPrefix(s.data, []byte("<?")) {
		return nil
	}
	end := bytes.Index(s.data, []byte("?>"))
	if end < 0 {
		return errNotSimple
	}
	switch strings.ToLower(strings.ReplaceAll(string(s.data[:min(end, 80)]), "'", `"`)) {
	case `<?xml version="1.0" encoding="utf-8" standalone="yes"`, `<?xml version="1.0" encoding="utf-8" standalone="no"`,
		`<?xml version="1.0" encoding="utf-8"`, `<?xml version="1.0"`, `<?xml version="1.0" standalone="yes"`:
		s.at = end + 2
		return nil
	}
	return errNotSimple
}

// next parses text or a tag.
func (s *scanner) next() error {
	if s.data[s.at] != '<' {
		end := bytes.IndexByte(s.data[s.at:], '<')
		if end < 0 {
			end = len(s.data) - s.at
		}
		text := s.data[s.at : s.at+end]
		s.at += end
		if bytes.Contains(text, []byte("]]>")) {
			return errNotSimple
		}
		keep := s.tree.skipped == 0 && len(s.tree.open) > 1
		value, err := s.value(text, keep)
		if err != nil || !keep {
			return err
		}
		return s.tree.append(Node{Text: value})
	}
	s.at++
	if s.peek() == '/' {
		s.at++
		return s.end()
	}
	return s.start()
}

func (s *scanner) end() error {
	name, err := s.name()
	if err != nil {
		return err
	}
	s.space()
	last := len(s.tags) - 1
	if last < 0 || !bytes.Equal(s.tags[last], name) || s.peek() != '>' {
		return errNotSimple
	}
	s.at++
	s.close()
	return nil
}

func (s *scanner) close() {
	s.tags = s.tags[:len(s.tags)-1]
	s.tree.end()
	for n := len(s.bound); n > 0 && s.bound[n-1].depth > len(s.tags); n-- {
		s.bound = s.bound[:n-1]
	}
}

func (s *scanner) start() error {
	name, err := s.name()
	if err != nil {
		return err
	}
	prefix, local := cut(name)
	s.tags = append(s.tags, name)
	keep, err := s.tree.enter(s.skip[string(local)])
	if err != nil {
		return err
	}
	attrs, err := s.attrs(keep)
	if err != nil {
		return err
	}
	if keep {
		for i, a := range attrs {
			if a.Space != "" {
				attrs[i].Space = s.bindingOf(a.Space)
			}
		}
		n := Node{Space: s.bindingOf(s.tree.intern(prefix)), Name: s.tree.intern(local), Attrs: attrs}
		if err = s.tree.appendOpen(n); err != nil {
			return err
		}
	}
	if s.peek() == '/' {
		s.at++
		if s.peek() != '>' {
			return errNotSimple
		}
		s.close()
	}
	s.at++ // attrs stopped at the bracket
	return nil
}

// attrs parses attributes up to the end of the tag. It returns them with their
// prefixes, and without those that declare namespaces.
func (s *scanner) attrs(keep bool) ([]Attr, error) {
	var attrs []Attr
	for {
		s.space()
		if c := s.peek(); c == '>' || c == '/' {
			return attrs, nil
		}
		name, err := s.name()
		if err != nil {
			return nil, err
		}
		s.space()
		if s.peek() != '=' {
			return nil, errNotSimple
		}
		s.at++
		s.space()
		value, err := s.quoted(keep)
		if err != nil {
			return nil, err
		}
		prefix, local := cut(name)
		switch {
		case !keep || len(prefix) > 0 && string(local) == "xmlns":
		case string(prefix) == "xmlns":
			s.bound = append(s.bound, binding{string(local), value, len(s.tags)})
		case len(prefix) == 0 && string(local) == "xmlns":
			s.bound = append(s.bound, binding{"", value, len(s.tags)})
		default:
			attrs = append(attrs, Attr{Space: s.tree.intern(prefix), Name: s.tree.intern(local), Value: value})
		}
	}
}

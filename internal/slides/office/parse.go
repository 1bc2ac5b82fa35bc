package office

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// errDepth and errElements say which bound a part went over.
var (
	errDepth    = errors.New("its elements nest too deep")
	errElements = errors.New("it has too many elements")
)

// Tree reads a part as XML. Elements whose names are in skip are left out with
// all that they hold: drawing properties are most of a slide and say nothing.
func (a *Archive) Tree(name string, skip map[string]bool) (*Node, error) {
	data, err := a.Read(name)
	if err != nil {
		return nil, err
	}
	root, err := parse(data, a.limits, skip)
	if err != nil {
		return nil, refusal(name, err)
	}
	return root, nil
}

func parse(data []byte, limits Limits, skip map[string]bool) (*Node, error) {
	data = toUTF8(data)
	// The decoder holds all attributes of an element at once; each needs a "=".
	if bytes.Count(data, []byte("=")) > 4*limits.Elements {
		return nil, errElements
	}
	d := xml.NewDecoder(bytes.NewReader(data)) // strict: undeclared entities are errors
	d.CharsetReader = charsetReader
	t := treeBuilder{limits: limits, names: map[string]string{}, root: new(Node)}
	t.open = []*Node{t.root}
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("%w", err)
		}
		if err := t.add(token, skip); err != nil {
			return nil, err
		}
	}
	for _, kid := range t.root.Kids {
		if kid.Name != "" {
			return kid, nil
		}
	}
	return nil, errors.New("it has no element")
}

// treeBuilder puts tokens together.
type treeBuilder struct {
	limits  Limits
	names   map[string]string // one string for each name, however often it is met
	root    *Node
	open    []*Node // the way from the root to where the next token goes
	skipped int     // depth within an element that is left out
	nodes   int
}

func (t *treeBuilder) add(token xml.Token, skip map[string]bool) error {
	switch v := token.(type) {
	case xml.StartElement:
		if len(t.open)+t.skipped > t.limits.Depth {
			return errDepth
		}
		if t.skipped > 0 || skip[v.Name.Local] {
			t.skipped++
			return nil
		}
		n := &Node{Space: v.Name.Space, Name: t.intern(v.Name.Local), Attrs: t.attrs(v.Attr)}
		if err := t.append(n); err != nil {
			return err
		}
		t.open = append(t.open, n)
	case xml.EndElement:
		if t.skipped > 0 {
			t.skipped--
			return nil
		}
		t.open = t.open[:len(t.open)-1]
	case xml.CharData:
		if t.skipped == 0 && len(t.open) > 1 {
			return t.append(&Node{Text: string(v)})
		}
	}
	return nil
}

func (t *treeBuilder) append(n *Node) error {
	if t.nodes++; t.nodes > t.limits.Elements {
		return errElements
	}
	parent := t.open[len(t.open)-1]
	parent.Kids = append(parent.Kids, n)
	return nil
}

func (t *treeBuilder) attrs(from []xml.Attr) []Attr {
	var attrs []Attr
	for _, a := range from {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			attrs = append(attrs, Attr{Space: a.Name.Space, Name: t.intern(a.Name.Local), Value: a.Value})
		}
	}
	return attrs
}

func (t *treeBuilder) intern(name string) string {
	if known, ok := t.names[name]; ok {
		return known
	}
	name = strings.Clone(name)
	t.names[name] = name
	return name
}

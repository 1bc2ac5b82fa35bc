package office

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
)

// The reasons for not parsing XML. Entities can name outside files, or expand
// without end.
var (
	ErrDepth    = errors.New("its elements nest too deep")
	ErrElements = errors.New("it has too many elements")
	ErrEntities = errors.New("it declares entities")
)

// Tree parses a part as XML. Elements whose names are in skip are left out with
// their content: drawing properties are most of a slide and hold no text.
func (a *Archive) Tree(name string, skip map[string]bool) (*Node, error) {
	data, err := a.Read(name)
	if err != nil {
		return nil, err
	}
	root, err := parse(data, a.limits, skip)
	if err != nil {
		return nil, Damaged(name, err)
	}
	return root, nil
}

func parse(data []byte, limits Limits, skip map[string]bool) (*Node, error) {
	data = toUTF8(data)
	// The decoder holds all attributes of an element at once; each needs a "=".
	if bytes.Count(data, []byte("=")) > 4*limits.Elements {
		return nil, ErrElements
	}
	t := newTreeBuilder(limits)
	err := scan(data, t, skip)
	if errors.Is(err, errNotSimple) {
		t = newTreeBuilder(limits)
		err = decode(data, t, skip)
	}
	if err != nil {
		return nil, err
	}
	for _, kid := range t.root.Kids {
		if kid.Name != "" {
			return kid, nil
		}
	}
	return nil, errors.New("it has no element")
}

// decode adds all of data to t by encoding/xml.
func decode(data []byte, t *treeBuilder, skip map[string]bool) error {
	d := xml.NewDecoder(bytes.NewReader(data)) // strict: undeclared entities are errors
	d.CharsetReader = charsetReader
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w", err)
		}
		if err := t.add(token, skip); err != nil {
			return err
		}
	}
}

// treeBuilder builds a tree of tokens.
type treeBuilder struct {
	limits  Limits
	names   map[string]string // one string for each name, however often it occurs
	root    *Node
	open    []*Node // the open elements, from the root
	skipped int     // depth within a skipped element
	nodes   int
	free    []Node // allocated in advance
}

func newTreeBuilder(limits Limits) *treeBuilder {
	t := &treeBuilder{limits: limits, names: map[string]string{}, root: new(Node)}
	t.open = []*Node{t.root}
	return t
}

func (t *treeBuilder) add(token xml.Token, skip map[string]bool) error {
	switch v := token.(type) {
	case xml.StartElement:
		keep, err := t.enter(skip[v.Name.Local])
		if err != nil || !keep {
			return err
		}
		return t.appendOpen(Node{Space: v.Name.Space, Name: t.intern([]byte(v.Name.Local)), Attrs: t.attrs(v.Attr)})
	case xml.EndElement:
		t.end()
	case xml.CharData:
		if t.skipped == 0 && len(t.open) > 1 {
			return t.append(Node{Text: string(v)})
		}
	}
	return nil
}

// enter begins an element, and reports whether it is kept.
func (t *treeBuilder) enter(skip bool) (bool, error) {
	if len(t.open)+t.skipped > t.limits.Depth {
		return false, ErrDepth
	}
	if t.skipped > 0 || skip {
		t.skipped++
		return false, nil
	}
	return true, nil
}

func (t *treeBuilder) end() {
	if t.skipped > 0 {
		t.skipped--
		return
	}
	t.open = t.open[:len(t.open)-1]
}

// appendOpen appends an element and opens it: the next nodes become its children.
func (t *treeBuilder) appendOpen(n Node) error {
	if err := t.append(n); err != nil {
		return err
	}
	kids := t.open[len(t.open)-1].Kids
	t.open = append(t.open, kids[len(kids)-1])
	return nil
}

func (t *treeBuilder) append(n Node) error {
	if t.nodes++; t.nodes > t.limits.Elements {
		return ErrElements
	}
	if len(t.free) == 0 {
		t.free = make([]Node, 64) // single allocations would take longer than parsing
	}
	made := &t.free[0]
	t.free = t.free[1:]
	*made = n
	parent := t.open[len(t.open)-1]
	parent.Kids = append(parent.Kids, made)
	return nil
}

func (t *treeBuilder) attrs(from []xml.Attr) []Attr {
	var attrs []Attr
	for _, a := range from {
		if a.Name.Space != "xmlns" && a.Name.Local != "xmlns" {
			attrs = append(attrs, Attr{Space: a.Name.Space, Name: t.intern([]byte(a.Name.Local)), Value: a.Value})
		}
	}
	return attrs
}

func (t *treeBuilder) intern(name []byte) string {
	if known, ok := t.names[string(name)]; ok {
		return known
	}
	made := string(name)
	t.names[made] = made
	return made
}

// Spent reports whether the limit of the archive is used up: nothing more can be
// read.
func (a *Archive) Spent() bool { return a.read > a.limits.Total }

// Fragment is an element of an XML text as a tree, such as [Archive.Tree] makes of a
// part. Its prefixes need no declarations.
func Fragment(text []byte, limits Limits) (*Node, error) { return parse(text, limits, nil) }

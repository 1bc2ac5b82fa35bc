package office

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
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
	t := newTreeBuilder(limits)
	err := scan(data, t, skip)
	if errors.Is(err, errOther) {
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

// decode adds all of data to t, whatever kind of XML it is.
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

// treeBuilder puts tokens together.
type treeBuilder struct {
	limits  Limits
	names   map[string]string // one string for each name, however often it is met
	root    *Node
	open    []*Node // the way from the root to where the next token goes
	skipped int     // depth within an element that is left out
	nodes   int
	free    []Node // room for the next nodes
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

// enter begins an element, and says whether it is to be kept.
func (t *treeBuilder) enter(skip bool) (bool, error) {
	if len(t.open)+t.skipped > t.limits.Depth {
		return false, errDepth
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

// appendOpen appends an element into which the next nodes go.
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
		return errElements
	}
	if len(t.free) == 0 {
		t.free = make([]Node, 64) // one by one, they would take longer than to read them
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

// Spent reports whether more was read of the archive than its limit allows:
// nothing else can be read.
func (a *Archive) Spent() bool { return a.read > a.limits.Total }

package office

import (
	"iter"
	"strings"
)

// Node is an element of an XML tree or, without a name, text.
type Node struct {
	Space string // the namespace
	Name  string // without prefix; empty for text
	Attrs []Attr
	Kids  []*Node
	Text  string
}

// Attr is an attribute.
type Attr struct{ Space, Name, Value string }

// Attr is the value of the first attribute of that name in any namespace. It
// is empty for a nil node.
func (n *Node) Attr(name string) string { return n.AttrIn("", name) }

// AttrIn is the value of the attribute of that name in a namespace that ends with
// space: the transitional and the strict form of a standard have different
// namespaces with the same ending.
func (n *Node) AttrIn(space, name string) string {
	if n == nil {
		return ""
	}
	for _, a := range n.Attrs {
		if a.Name == name && strings.HasSuffix(a.Space, space) {
			return a.Value
		}
	}
	return ""
}

// Down is the node at the end of a path of names, by the first child of each name.
// It is nil if one is missing.
func (n *Node) Down(names ...string) *Node {
	for _, name := range names {
		var next *Node
		for kid := range n.Named(name) {
			next = kid
			break
		}
		n = next
	}
	return n
}

// Named iterates over the children of that name.
func (n *Node) Named(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		if n == nil {
			return
		}
		for _, kid := range n.Kids {
			if kid.Name == name && !yield(kid) {
				return
			}
		}
	}
}

// Find iterates over the descendants of that name, in document order. It does not
// search within one that it found.
func (n *Node) Find(name string) iter.Seq[*Node] {
	return func(yield func(*Node) bool) { n.find(name, yield) }
}

func (n *Node) find(name string, yield func(*Node) bool) bool {
	if n == nil {
		return true
	}
	for _, kid := range n.Kids {
		if kid.Name == name {
			if !yield(kid) {
				return false
			}
		} else if !kid.find(name, yield) {
			return false
		}
	}
	return true
}

// Content is all text within n.
func (n *Node) Content() string {
	var b strings.Builder
	n.content(&b)
	return b.String()
}

func (n *Node) content(b *strings.Builder) {
	if n == nil {
		return
	}
	b.WriteString(n.Text)
	for _, kid := range n.Kids {
		kid.content(b)
	}
}

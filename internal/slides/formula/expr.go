// Package formula writes mathematical formulas as text in one line, such as (a+b)/c,
// as LaTeX and as MathML. It reads Office Math (OMML, ECMA-376, part 1, 22.1) and MathML 3. It
// is pure.
package formula

import (
	"strings"

	"proceedings/internal/slides/office"
)

// Limits of a formula, far above what a slide has room for. A larger one is its text.
const (
	maxNodes = 5000
	maxBytes = 64 << 10 // of text
	maxDepth = 80
)

// isLarge reports whether an element exceeds the limits.
func isLarge(n *office.Node) bool {
	nodes, bytes := 0, 0
	var visit func(n *office.Node, depth int) bool
	visit = func(n *office.Node, depth int) bool {
		nodes++
		bytes += len(n.Text)
		if nodes > maxNodes || bytes > maxBytes || depth > maxDepth {
			return true
		}
		for _, kid := range n.Kids {
			if visit(kid, depth+1) {
				return true
			}
		}
		return false
	}
	return n != nil && visit(n, 0)
}

// textOnly is a large formula.
func textOnly(n *office.Node) *Expr {
	return &Expr{kind: leaf, text: strings.Join(strings.Fields(n.Content()), " "), style: plainText}
}

// Expr is a formula, or a part of one.
type Expr struct {
	kind  kind
	text  string  // of a leaf; the character of an operator or accent; the opening delimiter
	close string  // the closing delimiter
	sep   string  // between the parts of a delimited expression
	style style   // of a leaf
	args  []*Expr // see kind; absent ones are nil
	rows  [][]*Expr
}

type kind int

const (
	row       kind = iota // args one after the other
	leaf                  // text
	fraction              // numerator, denominator
	stack                 // the same without a bar
	script                // base, subscript, superscript
	prescript             // the same, with the scripts before the base
	root                  // radicand, degree
	delimited             // args within delimiters
	nary                  // subscript, superscript, operand; text is the operator
	function              // name, argument
	accent                // base; text is a combining character
	overline              // base
	underline             // base
	overset               // base, above; text is a brace or arrow over the base, if any
	underset              // base, below
	matrix                // rows
	equations             // rows
	boxed                 // content
)

// style is how letters are set.
type style int

const (
	italic    style = iota // variables
	upright                // names of units and functions
	plainText              // words
	bold
	blackboard
	calligraphic
	fraktur
)

func rowOf(args []*Expr) *Expr {
	if len(args) == 1 {
		return args[0]
	}
	return &Expr{kind: row, args: args}
}

// isEmpty reports whether nothing is shown.
func (e *Expr) isEmpty() bool {
	if e == nil {
		return true
	}
	if e.text != "" || e.close != "" || len(e.rows) > 0 {
		return false
	}
	for _, arg := range e.args {
		if !arg.isEmpty() {
			return false
		}
	}
	return true
}

// arg is the argument i, or nil.
func (e *Expr) arg(i int) *Expr {
	if i < len(e.args) {
		return e.args[i]
	}
	return nil
}

// only is the one part of a row or the like that is not empty, or e.
func (e *Expr) only() *Expr {
	for e != nil && e.kind == row && len(e.args) == 1 {
		e = e.args[0]
	}
	return e
}

package sanitize

import (
	"encoding/xml"
	"fmt"
	"slices"
)

// prefixes are the namespace prefixes that each open element declares.
type prefixes [][]string

// start opens an element. It is an error if its attributes or prefixes make LibreOffice
// refuse the whole part: encoding/xml accepts them.
func (p *prefixes) start(e xml.StartElement) error {
	var declared []string
	for i, a := range e.Attr {
		if slices.ContainsFunc(e.Attr[:i], func(b xml.Attr) bool { return a.Name == b.Name }) {
			return fmt.Errorf("an element has the attribute %s twice", a.Name.Local)
		}
		if a.Name.Space == "xmlns" {
			declared = append(declared, a.Name.Local)
		}
	}
	*p = append(*p, declared)
	if err := p.check(e.Name); err != nil {
		return err
	}
	for _, a := range e.Attr {
		if err := p.check(a.Name); err != nil {
			return err
		}
	}
	return nil
}

// check reports an error if the prefix of a name is not declared.
func (p *prefixes) check(name xml.Name) error {
	if name.Space == "" || name.Space == "xml" || name.Space == "xmlns" {
		return nil
	}
	for _, declared := range slices.Backward(*p) {
		if slices.Contains(declared, name.Space) {
			return nil
		}
	}
	return fmt.Errorf("the prefix %s is not declared", name.Space)
}

package pdffile

import (
	"errors"
	"fmt"
)

// ErrShape means that a file has a structure that this package does not support, or
// other pages than expected.
var ErrShape = errors.New("the PDF file has an unsupported structure")

// pages are the objects of the pages in their order, with their list and the root.
type pages struct {
	catalog, list int
	page          []int
	position      map[int]int // of a page, by its object number
}

func (f File) pages() (pages, error) {
	p := pages{position: map[int]int{}}
	var ok bool
	if p.catalog, ok = reference(f.trailer["/Root"]); !ok {
		return pages{}, fmt.Errorf("%w: it has no catalogue", ErrShape)
	}
	if p.list, ok = reference(f.dict(refer(p.catalog))["/Pages"]); !ok {
		return pages{}, fmt.Errorf("%w: it has no list of pages", ErrShape)
	}
	for _, kid := range f.array(f.dict(refer(p.list))["/Kids"]) {
		n, ok := reference(kid)
		if _, twice := p.position[n]; !ok || twice || f.dict(kid)["/Type"] != "/Page" {
			return pages{}, fmt.Errorf("%w: its list of pages contains something else", ErrShape)
		}
		p.position[n] = len(p.page)
		p.page = append(p.page, n)
	}
	if len(p.page) == 0 {
		return pages{}, fmt.Errorf("%w: it has no pages", ErrShape)
	}
	return p, nil
}

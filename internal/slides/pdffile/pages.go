package pdffile

import (
	"errors"
	"fmt"
)

// ErrShape is what a file has that is not of the shape that this package knows,
// or that does not have the pages that it should have.
var ErrShape = errors.New("the PDF file is not built as it is known to be")

// pages are the objects of the pages in their order, with the one that lists
// them and the one that all hang from.
type pages struct {
	catalog, list int
	page          []int
	position      map[int]int // of a page, by its object
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
			return pages{}, fmt.Errorf("%w: its list of pages holds something else", ErrShape)
		}
		p.position[n] = len(p.page)
		p.page = append(p.page, n)
	}
	if len(p.page) == 0 {
		return pages{}, fmt.Errorf("%w: it has no pages", ErrShape)
	}
	return p, nil
}

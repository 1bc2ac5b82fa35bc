package pdffile

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Relink has links within the document lead to its pages, and takes those out
// that lead to files. LibreOffice makes addresses on the machine that it runs on
// of both: of the way to the next slide, of that to a slide by a name that it
// does not know, and of that to a file beside the deck. The document is what the
// addresses call name, whatever its folder and its extension.
func (f File) Relink(name string) error {
	p, err := f.pages()
	if err != nil {
		return err
	}
	for i, n := range p.page {
		page := f.dict(refer(n))
		links := f.array(page["/Annots"])
		kept := slices.DeleteFunc(slices.Clone(links), func(a any) bool {
			return !f.relink(f.dict(a), p, i, name)
		})
		switch {
		case len(kept) == len(links):
		case len(kept) == 0:
			delete(page, "/Annots")
		default:
			page["/Annots"] = kept
		}
	}
	return nil
}

const scheme = "file:"

// relink has a link on the page of that position lead somewhere, or is false.
func (f File) relink(link dict, p pages, position int, name string) bool {
	action := f.dict(link["/A"])
	switch action["/S"] {
	case "/Launch", "/GoToR":
		return false
	case "/URI":
	default:
		return true
	}
	address := f.text(action["/URI"])
	if len(address) < len(scheme) || !strings.EqualFold(address[:len(scheme)], scheme) {
		return true
	}
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	base := path.Base(u.Path)
	to := target(u.Fragment, position, len(p.page))
	if strings.TrimSuffix(base, path.Ext(base)) != name || to < 0 || to >= len(p.page) {
		return false
	}
	delete(link, "/A")
	link["/Dest"] = []any{refer(p.page[to]), "/Fit"}
	return true
}

// numbered is how slides are called that have no name: in files of LibreOffice,
// and by LibreOffice.
var numbered = regexp.MustCompile(`^(?:page|Slide )([1-9][0-9]{0,5})$`)

// target is the position of the page that a fragment of an address leads to from
// another, or -1.
func target(fragment string, from, pages int) int {
	switch jump, _ := strings.CutPrefix(fragment, "action?jump="); jump {
	case "nextslide":
		return from + 1
	case "previousslide":
		return from - 1
	case "firstslide":
		return 0
	case "lastslide":
		return pages - 1
	}
	if m := numbered.FindStringSubmatch(fragment); m != nil {
		n, _ := strconv.Atoi(m[1]) // it is made of digits
		return n - 1
	}
	return -1
}

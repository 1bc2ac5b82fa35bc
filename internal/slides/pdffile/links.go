package pdffile

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Relink makes links within the document lead to its pages, and removes links to
// files. LibreOffice writes both as addresses on its own machine: links to the next
// slide, to a slide by an unknown name, and to a file beside the deck. In these
// addresses the document has the file name name, in any folder and with any
// extension.
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

// relink repairs a link on the page at that position. It is false for a link to
// remove.
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

// numbered matches the names of unnamed slides, in files by LibreOffice and in its
// links.
var numbered = regexp.MustCompile(`^(?:page|Slide )([1-9][0-9]{0,5})$`)

// target is the position of the page to which the fragment of an address leads from
// the page at position from, or -1.
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
		n, _ := strconv.Atoi(m[1]) // it consists of digits
		return n - 1
	}
	return -1
}

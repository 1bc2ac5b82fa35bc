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
// anything but pages on the web and e-mail addresses. LibreOffice writes both as addresses on its own machine: links to the next
// slide, to a slide by an unknown name, and to a file beside the deck. See
// [Names].
func (f File) Relink(names Names) error {
	p, err := f.pages()
	if err != nil {
		return err
	}
	for i, n := range p.page {
		page := f.dict(refer(n))
		links := f.array(page["/Annots"])
		kept := slices.DeleteFunc(slices.Clone(links), func(a any) bool {
			return !f.relink(f.dict(a), p, i, names)
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

// Names are the names that LibreOffice uses in the addresses of links.
type Names struct {
	Document string // file name, in any folder and with any extension
	Hidden   []bool // whether each slide is hidden and has no page; nil if all slides have one
}

// page returns the position of the page of a slide, or -1 if it has none.
func (n Names) page(slide int) int {
	page := slide - 1
	for i, hidden := range n.Hidden {
		switch {
		case !hidden || i >= slide:
		case i == slide-1:
			return -1
		default:
			page--
		}
	}
	return page
}

const scheme = "file:"

// relink repairs a link on the page at that position. It is false for a link to
// remove.
func (f File) relink(link dict, p pages, position int, names Names) bool {
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
		clean, ok := followable(address)
		if ok && clean != address {
			action["/URI"] = "u:" + clean
		}
		return ok
	}
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	base := path.Base(u.Path)
	to := names.target(u.Fragment, position, len(p.page))
	if strings.TrimSuffix(base, path.Ext(base)) != names.Document || to < 0 || to >= len(p.page) {
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
func (n Names) target(fragment string, from, pages int) int {
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
		slide, _ := strconv.Atoi(m[1]) // it consists of digits
		return n.page(slide)
	}
	return -1
}

package sanitize

import (
	"encoding/xml"
	"slices"
	"strings"
)

// rules decide what becomes of XML elements, and count what they remove.
type rules struct {
	removed   Removed
	encrypted bool // some part is

	// State for the relations of one part of Office Open XML.
	hyperlinks map[string]bool // IDs that only links for a reader to follow use
	folder     string          // of the slide whose relations are edited, or ""

	number    map[string]int // of each slide, from 1, by the key of its part
	unrelated map[int]bool   // numbers of slides to which no relation leads
	listed    int            // slides in the list of the presentation so far
	page      int            // number of the current slide, or 0 for a layout or another part

	clipping clipping
}

// isOutside reports whether an OpenDocument reference leads out of its archive.
func isOutside(href string) bool {
	href = strings.TrimSpace(href)
	scheme, _, _ := strings.Cut(href, "/")
	return strings.Contains(scheme, ":") || strings.HasPrefix(href, "/") || strings.Contains(href, `\`) ||
		slices.Contains(strings.Split(href, "/"), "..")
}

// hasHref reports whether a reference of an element meets a condition. It checks
// the attributes of all prefixes: an unknown prefix must not hide the real one.
func hasHref(e xml.StartElement, condition func(string) bool) bool {
	return slices.ContainsFunc(e.Attr, func(a xml.Attr) bool {
		return a.Name.Local == "href" && condition(a.Value)
	})
}

// link counts a reference to an outside file.
func (r *rules) link() {
	r.removed.Links++
	if !slices.Contains(r.removed.LinksOn, r.page) {
		r.removed.LinksOn = append(r.removed.LinksOn, r.page)
	}
}

func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// openDocument is the rule for OpenDocument: remove what is loaded from outside,
// run, or shown by another program; keep links to follow.
func (r *rules) openDocument(e xml.StartElement) change {
	r.clip(e)
	outside := isOutside
	switch e.Name.Local {
	case "a":
		return change{}
	case "module": // of a macro library
		r.removed.Macros = true
	case "encryption-data": // in the list of parts
		r.encrypted = true
	case "scripts", "script", "execute-macro", "forms", "template", "auto-reload",
		"notes",       // see Copy
		"plugin",      // a video or audio file: LibreOffice would attach the file to the PDF file
		"binary-data": // not checked; in an archive, images are parts
		return change{drop: true}
	case "event-listener":
		return r.eventListener(e)
	case "config-item":
		return change{drop: strings.HasSuffix(strings.ToLower(attr(e, "name")), "url")}
	case "object-ole", "applet", "floating-frame":
		r.removed.Objects++
		return change{drop: true}
	case "dde-source", "dde-link", "dde-connection-decl", "table-source", "cell-range-source", "section-source":
		r.link()
		return change{drop: true}
	case "object":
		if hasHref(e, isOutside) {
			r.link()
			return change{drop: true}
		}
	case "chart": // its data is in the document that contains it
		outside = func(href string) bool { return href != ".." && isOutside(href) }
	}
	if hasHref(e, outside) {
		r.link()
		return change{set: []string{"href"}}
	}
	return change{}
}

// eventListener is the rule for actions on an event: only a link to another slide
// or to a web page may stay.
func (r *rules) eventListener(e xml.StartElement) change {
	program := attr(e, "macro-name") != "" || attr(e, "language") != ""
	for _, a := range e.Attr {
		if a.Name.Local == "href" {
			scheme, _, found := strings.Cut(strings.ToLower(strings.TrimSpace(a.Value)), ":")
			web := slices.Contains([]string{"http", "https", "mailto"}, scheme)
			program = program || found && !web && !strings.HasPrefix(a.Value, "#")
		}
	}
	if program {
		r.removed.Macros = true
	}
	action := attr(e, "action")
	return change{drop: program || action == "execute" || action == "verb" || hasHref(e, func(href string) bool {
		return strings.HasPrefix(href, "/") || strings.HasPrefix(href, ".")
	})}
}

package office

import (
	"encoding/base64"
	"encoding/xml"
	"fmt"
	"path"
	"slices"
	"strings"
)

// sweep judges the elements of XML files, and counts.
type sweep struct {
	found Cleaned
	// hyperlinks are the relations of the part in hand that only a link for a
	// reader to follow uses.
	hyperlinks map[string]bool
	number     map[string]int // of the slides, from 1, by how their parts are looked up
	folder     string         // of the slide whose relations are in hand, or ""
	locked     bool           // a part is encrypted
}

// outside reports whether an OpenDocument reference leads out of its archive.
func outside(href string) bool {
	href = strings.TrimSpace(href)
	scheme, _, _ := strings.Cut(href, "/")
	return strings.Contains(scheme, ":") || strings.HasPrefix(href, "/") || strings.Contains(href, `\`) ||
		slices.Contains(strings.Split(href, "/"), "..")
}

// leads reports whether a reference of an element goes away. All are asked: a
// prefix that means nothing must not hide the one that counts.
func leads(e xml.StartElement, away func(string) bool) bool {
	return slices.ContainsFunc(e.Attr, func(a xml.Attr) bool {
		return a.Name.Local == "href" && away(a.Value)
	})
}

func attr(e xml.StartElement, local string) string {
	for _, a := range e.Attr {
		if a.Name.Local == local {
			return a.Value
		}
	}
	return ""
}

// openDocument judges an element of OpenDocument. Whatever is loaded from
// outside, run, or asked of another program goes; links to follow stay.
func (s *sweep) openDocument(e xml.StartElement) verdict {
	away := outside
	switch e.Name.Local {
	case "a":
		return verdict{}
	case "module": // of a macro library
		s.found.Macros = true
	case "encryption-data": // of the list of parts
		s.locked = true
	case "scripts", "script", "execute-macro", "forms", "template", "auto-reload",
		"notes",       // see Clean
		"binary-data": // what it holds was not looked at; in an archive, pictures are parts
		return verdict{drop: true}
	case "event-listener":
		return s.listener(e)
	case "config-item":
		return verdict{drop: strings.HasSuffix(strings.ToLower(attr(e, "name")), "url")}
	case "object-ole", "applet", "floating-frame":
		s.found.Objects++
		return verdict{drop: true}
	case "dde-source", "dde-link", "dde-connection-decl", "table-source", "cell-range-source", "section-source":
		s.found.Links++
		return verdict{drop: true}
	case "object":
		if leads(e, outside) {
			s.found.Links++
			return verdict{drop: true}
		}
	case "chart": // what holds it has its figures
		away = func(href string) bool { return href != ".." && outside(href) }
	}
	if leads(e, away) {
		s.found.Links++
		return verdict{empty: []string{"href"}}
	}
	return verdict{}
}

// listener judges what is to be done on an event: going to another slide, or
// to a page of the web, may stay.
func (s *sweep) listener(e xml.StartElement) verdict {
	program := attr(e, "macro-name") != "" || attr(e, "language") != ""
	for _, a := range e.Attr {
		if a.Name.Local == "href" {
			scheme, _, found := strings.Cut(strings.ToLower(strings.TrimSpace(a.Value)), ":")
			web := slices.Contains([]string{"http", "https", "mailto"}, scheme)
			program = program || found && !web && !strings.HasPrefix(a.Value, "#")
		}
	}
	if program {
		s.found.Macros = true
	}
	action := attr(e, "action")
	return verdict{drop: program || action == "execute" || action == "verb" || leads(e, func(href string) bool {
		return strings.HasPrefix(href, "/") || strings.HasPrefix(href, ".")
	})}
}

// svg judges an element of a drawing. A drawing within a deck has nothing near
// it that it could mean.
func (s *sweep) svg(e xml.StartElement) verdict {
	switch e.Name.Local {
	case "a":
		return verdict{}
	case "script", "foreignObject":
		return verdict{drop: true}
	}
	if leads(e, func(href string) bool { return href != "" && !strings.HasPrefix(href, "#") && !isData(href) }) {
		s.found.Links++
		return verdict{empty: []string{"href"}}
	}
	return verdict{}
}

// isData reports whether a reference is itself a picture: one of pixels, by its
// content, since another drawing would have references of its own.
func isData(href string) bool {
	head, data, _ := strings.Cut(href, ",")
	if !strings.HasPrefix(head, "data:image/") || !strings.HasSuffix(head, ";base64") {
		return false
	}
	picture, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(data), ""))
	if err != nil {
		return false
	}
	width, height, ok := PictureSize(picture)
	return ok && !Huge(width, height)
}

// relation judges an entry of a list of relations, by which a part of Office
// Open XML refers to others.
func (s *sweep) relation(e xml.StartElement) verdict {
	if e.Name.Local != "Relationship" {
		return verdict{}
	}
	var kinds, ids []string // a prefix that means nothing must not hide one
	away := false
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "Type":
			kinds = append(kinds, strings.ToLower(path.Base(a.Value)))
		case "Id":
			ids = append(ids, a.Value)
		case "TargetMode":
			away = away || strings.EqualFold(strings.TrimSpace(a.Value), "External")
		case "Target":
			scheme, _, found := strings.Cut(a.Value, ":")
			away = away || found && !strings.ContainsAny(scheme, "/#")
		}
	}
	switch {
	case !away && slices.Contains(kinds, "notesslide"):
		return verdict{drop: true}
	case !away && s.folder != "" && slices.Contains(kinds, "slide"):
		return s.jump(attr(e, "Target"))
	case slices.ContainsFunc(kinds, embeds):
		if !away {
			s.found.Objects++
		}
	case slices.ContainsFunc(kinds, programs):
		s.found.Macros = true
		return verdict{empty: []string{"Target"}}
	case !away, len(kinds) == 1 && kinds[0] == "hyperlink" && len(ids) == 1 && s.hyperlinks[ids[0]]:
		return verdict{}
	}
	if away && attr(e, "Target") != "" {
		s.found.Links++
	}
	return verdict{empty: []string{"Target"}}
}

// numbers are the slides' numbers by how their parts are looked up. One that is
// there twice has the first of its places.
func numbers(slides []string) map[string]int {
	number := map[string]int{}
	for i, name := range slides {
		key, ok := partName(name)
		if _, twice := number[key]; ok && !twice {
			number[key] = i + 1
		}
	}
	return number
}

// jump judges a way from slide to slide. One that leads nowhere would become one
// into our own folder.
func (s *sweep) jump(target string) verdict {
	if !strings.HasPrefix(target, "/") {
		target = path.Join(s.folder, target)
	}
	v := verdict{empty: []string{"Target"}}
	if key, ok := partName(target); ok && s.number[key] > 0 {
		v.value = fmt.Sprintf("slide%d.xml", s.number[key])
	}
	return v
}

// embeds reports whether relations of a kind lead to a file of another
// program, for which a picture stands on the slide, or a chart its figures.
func embeds(kind string) bool {
	return slices.Contains([]string{"oleobject", "package", "control", "activexcontrolbinary", "afchunk", "subdocument", "frame"}, kind)
}

// programs reports whether relations of a kind lead to something that is run.
func programs(kind string) bool {
	return slices.Contains([]string{"vbaproject", "wordvbadata", "extensibility", "usercustomization", "attachedtoolbars"}, kind)
}

// onlyFollowed are those of the relations that are hyperlinks that the part
// text uses for links to follow, and for nothing else: a picture can be
// fetched by way of any relation.
func onlyFollowed(rels, text []byte) map[string]bool {
	followed := map[string]bool{}
	_, _, err := edited(rels, func(e xml.StartElement) verdict {
		if strings.HasSuffix(strings.ToLower(attr(e, "Type")), "/hyperlink") {
			followed[attr(e, "Id")] = true
		}
		return verdict{}
	})
	if err != nil || len(followed) == 0 {
		return nil
	}
	_, _, err = edited(text, func(e xml.StartElement) verdict {
		if !strings.HasPrefix(e.Name.Local, "hlink") {
			for _, a := range e.Attr {
				if a.Name.Space != "" { // as every attribute that names a relation has one
					delete(followed, a.Value)
				}
			}
		}
		return verdict{}
	})
	if err != nil {
		return nil
	}
	return followed
}

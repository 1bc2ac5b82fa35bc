package sanitize

import (
	"encoding/xml"
	"fmt"
	"path"
	"slices"
	"strings"

	"proceedings/internal/slides/office"
)

// relation is the rule for a list of relations, by which a part of Office Open XML
// refers to others.
func (r *rules) relation(e xml.StartElement) change {
	if e.Name.Local != "Relationship" {
		return change{}
	}
	var kinds, ids []string // of all prefixes: an unknown one must not hide the real one
	outside := false
	for _, a := range e.Attr {
		switch a.Name.Local {
		case "Type":
			kinds = append(kinds, strings.ToLower(path.Base(a.Value)))
		case "Id":
			ids = append(ids, a.Value)
		case "TargetMode":
			outside = outside || strings.EqualFold(strings.TrimSpace(a.Value), "External")
		case "Target":
			scheme, _, found := strings.Cut(a.Value, ":")
			outside = outside || found && !strings.ContainsAny(scheme, "/#")
		}
	}
	switch {
	case !outside && slices.Contains(kinds, "notesslide"):
		return change{drop: true}
	case !outside && r.folder != "" && slices.Contains(kinds, "slide"):
		return r.slideLink(attr(e, "Target"))
	case !outside && slices.ContainsFunc(kinds, isMedia):
		return change{set: []string{"Target"}} // LibreOffice would attach the file to the PDF file
	case slices.ContainsFunc(kinds, isEmbedding):
		if !outside {
			r.removed.Objects++
		}
	case slices.ContainsFunc(kinds, isProgram):
		r.removed.Macros = true
		return change{set: []string{"Target"}}
	case !outside, len(kinds) == 1 && kinds[0] == "hyperlink" && len(ids) == 1 && r.hyperlinks[ids[0]]:
		return change{}
	}
	if outside && attr(e, "Target") != "" {
		r.link()
	}
	return change{set: []string{"Target"}}
}

// slideNumbers are the numbers of slides by the keys of their parts. A part that is
// a slide twice has the first number.
func slideNumbers(slides []string) map[string]int {
	number := map[string]int{}
	for i, name := range slides {
		key, ok := office.Key(name)
		if _, twice := number[key]; ok && !twice {
			number[key] = i + 1
		}
	}
	return number
}

// slideLink is the rule for a link from slide to slide. LibreOffice would make a
// broken one into a link to the working folder.
func (r *rules) slideLink(target string) change {
	if !strings.HasPrefix(target, "/") {
		target = path.Join(r.folder, target)
	}
	c := change{set: []string{"Target"}}
	if key, ok := office.Key(target); ok && r.number[key] > 0 {
		c.value = fmt.Sprintf("slide%d.xml", r.number[key])
	}
	return c
}

// isEmbedding reports whether relations of a kind refer to a file of another
// program, which the slide shows by a preview image or, of a chart, by its data.
func isEmbedding(kind string) bool {
	return slices.Contains([]string{"oleobject", "package", "control", "activexcontrolbinary", "afchunk", "subdocument", "frame"}, kind)
}

// isMedia reports whether relations of a kind refer to video or audio.
func isMedia(kind string) bool { return slices.Contains([]string{"video", "audio", "media"}, kind) }

// isProgram reports whether relations of a kind refer to something that is run.
func isProgram(kind string) bool {
	return slices.Contains([]string{"vbaproject", "wordvbadata", "extensibility", "usercustomization", "attachedtoolbars"}, kind)
}

// onlyFollowed are the IDs of the hyperlinks among relations that the part text
// uses only for links to follow: an image can be loaded by any relation.
func onlyFollowed(rels, text []byte) map[string]bool {
	followed := map[string]bool{}
	_, _, err := editXML(rels, func(e xml.StartElement) change {
		if strings.HasSuffix(strings.ToLower(attr(e, "Type")), "/hyperlink") {
			followed[attr(e, "Id")] = true
		}
		return change{}
	})
	if err != nil || len(followed) == 0 {
		return nil
	}
	_, _, err = editXML(text, func(e xml.StartElement) change {
		if !strings.HasPrefix(e.Name.Local, "hlink") {
			for _, a := range e.Attr {
				if a.Name.Space != "" { // every attribute that names a relation has one
					delete(followed, a.Value)
				}
			}
		}
		return change{}
	})
	if err != nil {
		return nil
	}
	return followed
}

// ownerOf is the key of the part whose relations are in the part rels.
func ownerOf(rels string) string {
	folder, base := path.Split(rels)
	return path.Join(path.Dir(path.Clean(folder)), strings.TrimSuffix(base, ".rels"))
}

package pdffile

import (
	"regexp"
	"slices"
	"strings"

	"proceedings/internal/meeting"
)

// isAction reports whether d is an action (ISO 32000-1, 12.6). Tags and transitions have
// the same key, with other values.
func isAction(d dict) bool {
	kind, _ := d["/S"].(string)
	return slices.Contains([]string{
		"/GoTo", "/GoToR", "/GoToE", "/Launch", "/Thread", "/URI", "/Sound", "/Movie", "/Hide", "/Named", "/SubmitForm", "/ResetForm",
		"/ImportData", "/JavaScript", "/SetOCGState", "/Rendition", "/Trans", "/GoTo3DView", "/RichMediaExecute",
	}, kind)
}

// action removes an action that does not stay within the file or lead to a page on the
// web or an e-mail address: it may name folders and servers.
func (s stripper) action(d dict) (changed bool) {
	if !isAction(d) {
		return false
	}
	switch d["/S"] {
	case "/GoTo", "/Named", "/Trans", "/GoTo3DView":
	case "/URI":
		address := s.text(d["/URI"])
		clean, ok := followable(address)
		if !ok {
			clear(d)
			return true
		}
		if clean != address {
			d["/URI"] = "u:" + clean
			changed = true
		}
	case "/Movie", "/Sound", "/Rendition", "/RichMediaExecute":
	default:
		clear(d)
		return true
	}
	if d["/Next"] != nil { // more actions
		delete(d, "/Next")
		changed = true
	}
	return changed
}

// followable is an address that a reader may follow, see [meeting.Followable]. Some
// programs write spaces in addresses.
func followable(address string) (clean string, ok bool) {
	return meeting.Followable(strings.ReplaceAll(address, " ", "%20"))
}

// pathPattern matches what is only in addresses of files: a drive, a server, a home
// folder.
var pathPattern = regexp.MustCompile(`(?i)(?:^|[^a-z])[a-z]:[\\/][^/]|\\\\[^\\\s]|\b(?:file|smb|onenote|afp|nfs):|/(?:users|home|volumes|var|mnt)/`)

// texts removes alternative texts that are paths (14.9.3 and 14.9.4), and what links
// say about themselves.
func (s stripper) texts(d dict) (changed bool) {
	keys := []string{"/Alt", "/ActualText", "/E"}
	if d["/Subtype"] == "/Link" {
		for _, key := range []string{"/Contents", "/T", "/NM", "/M", "/PA"} {
			if d[key] != nil {
				delete(d, key)
				changed = true
			}
		}
	}
	for _, key := range keys {
		if pathPattern.MatchString(s.text(d[key])) {
			delete(d, key)
			changed = true
		}
	}
	return changed
}

// text is the text that v is or refers to, or "".
func (s stripper) text(v any) string {
	text, _ := s.at(v).(string)
	if !strings.HasPrefix(text, "u:") && !strings.HasPrefix(text, "b:") {
		return "" // a name
	}
	return File{}.text(text)
}

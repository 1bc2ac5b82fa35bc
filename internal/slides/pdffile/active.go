package pdffile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
)

// Active is what a PDF file does or contains beyond its pages. Readers get none of it, with
// the exception of embedded files that may stay.
type Active struct {
	Scripts bool // JavaScript, also in forms (XFA) and three-dimensional models
	Actions bool // that start programs, send forms, or open other files or addresses than web pages
	Media   bool // rich media: Flash and the like
	Files   bool // embedded files
}

// Inert returns the changes that remove active content from a PDF file, in the form in which
// "qpdf --update-from-json" reads them, and what was found. r yields qpdf's JSON, version 2.
// Forms, comments and links to pages and web pages stay. Only objects that change are kept
// in memory.
func Inert(r io.Reader, keepFiles bool) (update []byte, found Active, err error) {
	i := inert{keepFiles: keepFiles, changed: map[string]object{}, known: map[string]string{}}
	head, err := eachObject(r, i.object)
	if err != nil {
		return nil, Active{}, err
	}
	for _, look := range i.later {
		look()
	}
	update, err = json.Marshal(map[string]any{"qpdf": []any{head, i.changed}})
	if err != nil {
		return nil, Active{}, fmt.Errorf("write qpdf's JSON: %w", err)
	}
	return update, i.found, nil
}

type inert struct {
	keepFiles bool
	found     Active
	changed   map[string]object

	// What objects are that others may refer to, by reference: an action or the type of
	// one, as it is written, or one of the words below. later decides about such references
	// once all objects are known.
	known map[string]string
	later []func()
}

const (
	triggers = "triggers" // additional actions: on opening a page, on entering a field
	embeds   = "embeds"   // the content of an embedded file
	astray   = "astray"   // an address
)

// object removes active content from one object.
func (i *inert) object(name string, o object) {
	change := func() { i.changed[name] = o }
	if trailer, ok := o[valueKey].(dict); ok && name == trailerKey && trailer["/Size"] == nil {
		trailer["/Size"] = 1 // of a damaged file: qpdf 11.3 writes the right one only if there is any
		change()
	}
	value := o[valueKey]
	if stream, ok := o["stream"].(dict); ok {
		if d, _ := stream["dict"].(dict); d["/Type"] == "/EmbeddedFile" && !i.keepFiles {
			i.changed[name], i.found.Files = object{valueKey: nil}, true // whatever refers to it
			return
		}
		value = stream["dict"]
		change = func() { i.changed[name] = object{"stream": dict{"dict": value}} }
	}
	if i.value(value, change) {
		change()
	}
	reference := strings.TrimPrefix(name, "obj:")
	switch v := value.(type) {
	case string:
		if slices.Contains(forbidden(), v) {
			i.known[reference] = v
		} else if leadsAstray(File{}.text(v)) {
			i.known[reference] = astray
		}
	case dict:
		kind, _ := v["/S"].(string)
		switch {
		case isAction(v):
			i.known[reference] = kind
		case isEmbedding(v):
			i.known[reference] = embeds
		case areTriggers(v):
			i.known[reference] = triggers
		}
	}
}

// value removes active content from v and all that it contains, and reports whether it
// did. change notes that the object of v has changed later.
func (i *inert) value(v any, change func()) (changed bool) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			changed = i.value(e, change) || changed
		}
	case dict:
		for _, e := range v {
			changed = i.value(e, change) || changed
		}
		changed = i.dict(v, change) || changed
	}
	return changed
}

func (i *inert) dict(d dict, change func()) (changed bool) {
	remove := func(found *bool, keys ...string) {
		for _, key := range keys {
			if _, there := d[key]; there {
				delete(d, key)
				*found, changed = true, true
			}
		}
	}
	// What a reference leads to decides later: fonts and images may have any name, also /AA.
	follow := func(key string, unwanted func(kind string) bool, act func()) {
		if to, ok := d[key].(string); ok && strings.HasSuffix(to, " R") {
			i.later = append(i.later, func() {
				if kind := i.known[to]; kind != "" && unwanted(kind) {
					act()
					change()
				}
			})
		}
	}
	if i.isForbidden(d) {
		i.clear(d)
		return true
	}
	follow("/S", func(kind string) bool { return slices.Contains(forbidden(), kind) }, func() { i.clear(d) })
	follow("/URI", func(kind string) bool { return kind == astray }, func() { i.clear(d) })
	follow("/OpenAction", func(kind string) bool { return strings.HasPrefix(kind, "/") && kind != "/GoTo" }, func() { remove(&i.found.Actions, "/OpenAction") })
	follow("/AA", func(kind string) bool { return kind == triggers || kind == embeds }, func() { remove(&i.found.Actions, "/AA") }) // both may have /F
	if open, direct := d["/OpenAction"].(dict); direct && open["/S"] != "/GoTo" {
		remove(i.foundIn(open), "/OpenAction")
	}
	if added, direct := d["/AA"].(dict); direct && areTriggers(added) {
		remove(i.foundIn(added), "/AA")
	}
	remove(&i.found.Scripts, "/JavaScript", "/OnInstantiate", "/XFA", "/AlternatePresentations")
	remove(&i.found.Media, "/RichMediaContent", "/RichMediaSettings")
	if i.keepFiles {
		return changed
	}
	if d["/Subtype"] == "/Movie" {
		remove(&i.found.Media, "/Movie", "/A")
	}
	remove(&i.found.Files, "/EmbeddedFiles", "/Collection")
	follow("/EF", func(kind string) bool { return kind == embeds }, func() { remove(&i.found.Files, "/EF") })
	if content, direct := d["/EF"].(dict); direct && isEmbedding(content) || isFilespec(d) {
		remove(&i.found.Files, "/EF")
	}
	if d["/Subtype"] == "/FileAttachment" && d["/FS"] != nil {
		remove(&i.found.Files, "/FS")
		d["/F"] = flagHidden // a mark without a file
	}
	return changed
}

// clear removes an action.
func (i *inert) clear(d dict) {
	if d["/JS"] != nil || d["/S"] == "/JavaScript" {
		i.found.Scripts = true
	} else {
		i.found.Actions = true
	}
	clear(d)
}

// foundIn returns what to set for actions that are removed: nothing new for those that are
// cleared already.
func (i *inert) foundIn(d dict) *bool {
	if _, isOne := d["/S"]; isOne {
		return &i.found.Actions
	}
	for _, v := range d {
		if action, direct := v.(dict); !direct || len(action) > 0 {
			return &i.found.Actions
		}
	}
	return new(bool)
}

// areTriggers reports whether d holds additional actions (ISO 32000-1, 12.6.3), and not,
// for example, fonts.
func areTriggers(d dict) bool {
	keys := []string{"/E", "/X", "/D", "/U", "/Fo", "/Bl", "/PO", "/PC", "/PV", "/PI", "/O", "/C", "/K", "/F", "/V", "/WC", "/WS", "/DS", "/WP", "/DP"}
	for key, v := range d {
		if action, direct := v.(dict); !slices.Contains(keys, key) || direct && len(action) > 0 && !isAction(action) {
			return false
		}
	}
	return len(d) > 0
}

// isEmbedding reports whether d leads to the content of an embedded file (7.11.4).
func isEmbedding(d dict) bool {
	for key := range d {
		if !slices.Contains([]string{"/F", "/UF", "/DOS", "/Mac", "/Unix"}, key) {
			return false
		}
	}
	return len(d) > 0
}

// isFilespec reports whether d names a file (7.11.3), and is no list of fonts or images,
// whose names may be the same.
func isFilespec(d dict) bool {
	for _, key := range []string{"/F", "/UF"} {
		if name, ok := d[key].(string); ok && (strings.HasPrefix(name, "u:") || strings.HasPrefix(name, "b:")) {
			return true
		}
	}
	return d["/Type"] == "/Filespec" || d["/Type"] == "/F"
}

// forbidden are the types of actions that no published file has.
func forbidden() []string {
	return []string{"/JavaScript", "/Launch", "/SubmitForm", "/ImportData", "/GoToR", "/GoToE", "/RichMediaExecute", "/Rendition", "/Movie"}
}

// isForbidden reports whether d is an action to remove. Embedded films that stay may play.
func (i *inert) isForbidden(d dict) bool {
	switch kind, _ := d["/S"].(string); kind {
	case "/URI":
		return leadsAstray(File{}.text(d["/URI"]))
	case "/Rendition", "/Movie":
		return !i.keepFiles || d["/JS"] != nil
	default:
		return slices.Contains(forbidden(), kind)
	}
}

// leadsAstray reports whether an address leads to a file, a server or a script. Relative
// addresses are those of web pages.
func leadsAstray(address string) bool {
	address = strings.TrimSpace(address)
	u, err := url.Parse(strings.ReplaceAll(address, " ", "%20"))
	if err != nil {
		return !strings.HasPrefix(address, "http://") && !strings.HasPrefix(address, "https://")
	}
	return strings.HasPrefix(address, `\\`) || !slices.Contains([]string{"", "http", "https", "mailto", "tel", "ftp"}, strings.ToLower(u.Scheme))
}

// eachObject calls f with each object of qpdf's JSON, such as "obj:3 0 R", and returns the
// head.
func eachObject(r io.Reader, f func(name string, o object)) (head json.RawMessage, err error) {
	d := json.NewDecoder(r)
	d.UseNumber() // numbers are written as they were read
	wrong := errors.New("read qpdf's JSON: it does not consist of a head and objects")
	expect := func(want json.Delim) bool {
		token, tokenErr := d.Token()
		return tokenErr == nil && token == want
	}
	if !expect('{') {
		return nil, wrong
	}
	for key := any(nil); key != "qpdf"; {
		if key, err = d.Token(); err != nil {
			return nil, fmt.Errorf("read qpdf's JSON: %w", err)
		}
		if key != "qpdf" {
			var skipped json.RawMessage
			if err = d.Decode(&skipped); err != nil {
				return nil, fmt.Errorf("read qpdf's JSON: %w", err)
			}
		}
	}
	if !expect('[') {
		return nil, wrong
	}
	if err = d.Decode(&head); err != nil {
		return nil, fmt.Errorf("read qpdf's JSON: %w", err)
	}
	if !expect('{') {
		return nil, wrong
	}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, fmt.Errorf("read qpdf's JSON: %w", err)
		}
		var o object
		if err = d.Decode(&o); err != nil {
			return nil, fmt.Errorf("read qpdf's JSON: %w", err)
		}
		text, _ := name.(string) // keys are
		f(text, o)
	}
	if !expect('}') || !expect(']') {
		return nil, wrong
	}
	return head, nil
}

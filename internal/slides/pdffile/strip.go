package pdffile

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Removal is what [Strip] removes from a PDF file. It always removes scripts, the values
// of forms, and links that do not lead to a page or an e-mail address.
type Removal struct {
	Metadata    bool // document information, XMP metadata, private data of programs (ISO 32000-1, 14.3 and 14.5), paths
	Comments    bool // markup annotations with their pop-ups (12.5.6)
	Attachments bool // embedded files (7.11.4), also those of annotations, which may play them
}

// Objects are the objects of any PDF file.
type Objects struct {
	head    json.RawMessage
	objects map[string]object // by name, such as "obj:3 0 R"
}

// ReadObjects reads qpdf's JSON, version 2.
func ReadObjects(data []byte) (Objects, error) {
	head, objects, err := parse(data)
	return Objects{head, objects}, err
}

// Strip returns the changes that remove content from the file, in the form in which
// "qpdf --update-from-json" reads them. Removed objects become null, because a tag may
// still refer to them. The images replace those of the same name. The objects are
// changed, too.
func (o Objects) Strip(r Removal, images map[string]Image) ([]byte, error) {
	s := stripper{Objects: o, Removal: r, changed: map[string]object{}, removed: map[string]bool{}, images: images}
	s.strip()
	s.crop()
	for name := range s.removed {
		s.changed[name] = object{valueKey: nil}
	}
	update, err := json.Marshal(map[string]any{"qpdf": []any{o.head, s.changed}})
	if err != nil {
		return nil, fmt.Errorf("write qpdf's JSON: %w", err)
	}
	return update, nil
}

// stripper collects the objects to change, by name, such as "obj:3 0 R".
type stripper struct {
	Objects
	Removal

	changed map[string]object
	removed map[string]bool
	images  map[string]Image
}

func (s stripper) strip() {
	for name, o := range s.objects {
		value, isStream := o[valueKey], false
		if stream, ok := o["stream"].(dict); ok {
			value, isStream = stream["dict"], true
		}
		if d, ok := value.(dict); ok && s.embeds(d) {
			s.removed[name] = true
			continue
		}
		changed := s.clean(value)
		image, stripped := s.images[name]
		switch {
		case stripped:
			s.changed[name] = object{"stream": image.stream(value)}
		case !changed:
		case isStream:
			s.changed[name] = object{"stream": dict{"dict": value}}
		default:
			s.changed[name] = object{valueKey: value}
		}
	}
}

// embeds reports whether d is an embedded file to remove, or refers to one.
func (s stripper) embeds(d dict) bool {
	return s.Attachments && (d["/EF"] != nil || d["/Type"] == "/EmbeddedFile")
}

// clean removes entries of v and of all that v contains, and reports whether it did.
func (s stripper) clean(v any) (changed bool) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			changed = s.clean(e) || changed
		}
	case dict:
		for _, key := range s.unwanted(v) {
			delete(v, key)
			changed = true
		}
		changed = s.annotations(v) || changed
		changed = s.action(v) || changed
		if s.Metadata {
			changed = s.texts(v) || changed
		}
		for _, e := range v {
			changed = s.clean(e) || changed
		}
	}
	return changed
}

// unwanted returns the keys of d to delete. A key is also a name in dictionaries of
// resources, whose values have other types.
func (s stripper) unwanted(d dict) (keys []string) {
	add := func(key string) {
		if _, there := d[key]; there {
			keys = append(keys, key)
		}
	}
	add("/JavaScript")
	add("/AA") // scripts and other actions on opening, printing, …
	if s.dict(d["/OpenAction"])["/S"] == "/JavaScript" {
		add("/OpenAction")
	}
	switch d["/Type"] {
	case "/Catalog":
		for _, key := range []string{"/AcroForm", "/NeedsRendering", "/Perms", "/Legal", "/DSS"} { // forms and signatures
			add(key)
		}
		if s.Metadata {
			add("/URI") // the folder of all links
			add("/SpiderInfo")
		}
	case "/Page", "/Template":
		if s.Metadata {
			add("/Thumb") // may show an earlier revision
			add("/ID")
		}
	}
	if _, ok := s.at(d["/Templates"]).(dict); ok {
		add("/Templates") // pages that are not shown
	}
	if s.Metadata {
		add("/Info")
		add("/Metadata")
		add("/PieceInfo")
		add("/LastModified")
		if d["/Subtype"] == "/Image" || d["/Subtype"] == "/Form" {
			add("/OPI") // names of files with better images
		}
	}
	if s.Attachments {
		add("/EmbeddedFiles")
		add("/AF")
		add("/Collection")
	}
	return keys
}

// isComment reports whether annotations of a type are comments, and not part of a page
// (ISO 32000-1, table 169). An attached file is none either.
func isComment(subtype string) bool {
	shown := []string{"/Link", "/Widget", "/Screen", "/Movie", "/RichMedia", "/3D", "/PrinterMark", "/TrapNet", "/Watermark", "/FileAttachment"}
	return !slices.Contains(shown, subtype)
}

// withoutRemarks removes what persons say about an annotation that is part of a page, and
// reports whether there was any.
func withoutRemarks(annotation dict) (changed bool) {
	kind, _ := annotation["/Subtype"].(string)
	if !slices.Contains([]string{"/Watermark", "/PrinterMark", "/TrapNet"}, kind) {
		return false
	}
	for _, key := range []string{"/T", "/Contents", "/RC", "/Subj", "/NM"} {
		if _, there := annotation[key]; there {
			delete(annotation, key)
			changed = true
		}
	}
	return changed
}

// plays reports whether an annotation only plays a recording, and shows no picture.
func plays(annotation dict) bool {
	kind, _ := annotation["/Subtype"].(string)
	return annotation["/AP"] == nil && slices.Contains([]string{"/Screen", "/Movie", "/RichMedia"}, kind)
}

// annotations removes comments and attached files from the annotations of a page.
func (s stripper) annotations(page dict) bool {
	list, ok := s.at(page["/Annots"]).([]any)
	if !ok {
		return false
	}
	kept, changed := make([]any, 0, len(list)), false
	for _, a := range list {
		d := s.dict(a)
		kind, _ := d["/Subtype"].(string)
		switch {
		case kind == "/Widget" && s.field(d):
			s.keep(a, d)
			kept = append(kept, a)
			changed = true
		case kind == "/Widget", s.Attachments && (kind == "/FileAttachment" || plays(d)), s.Comments && isComment(kind):
			if name, ok := a.(string); ok {
				s.removed["obj:"+name] = true
			}
		default:
			if s.Comments && withoutRemarks(d) {
				s.keep(a, d)
				changed = true
			}
			kept = append(kept, a)
		}
	}
	if len(kept) == len(list) && !changed {
		return false
	}
	page["/Annots"] = kept
	return true
}

// keep changes the object that a is a reference to, if it is one.
func (s stripper) keep(a any, value dict) {
	if name, ok := a.(string); ok {
		s.changed["obj:"+name] = object{valueKey: value}
	}
}

// at returns v, or the value of the object to which it refers.
func (o Objects) at(v any) any {
	if name, ok := v.(string); ok {
		if to, found := o.objects["obj:"+name]; found {
			return to[valueKey]
		}
	}
	return v
}

func (o Objects) dict(v any) dict {
	d, _ := o.at(v).(dict)
	return d
}

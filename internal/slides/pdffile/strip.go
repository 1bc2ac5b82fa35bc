package pdffile

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Removal is what [Strip] removes from a PDF file. Scripts are always removed.
type Removal struct {
	Metadata    bool // document information, XMP metadata, private data of programs (ISO 32000-1, 14.3 and 14.5)
	Comments    bool // markup annotations with their pop-ups (12.5.6)
	Attachments bool // embedded files (7.11.4), also those of annotations
}

// Strip returns the changes that remove content from the PDF file whose objects data
// lists, in the form in which "qpdf --update-from-json" reads them. Both are qpdf's
// JSON, version 2. Removed objects become null, because a tag may still refer to them.
func Strip(data []byte, r Removal) ([]byte, error) {
	head, objects, err := parse(data)
	if err != nil {
		return nil, err
	}
	s := stripper{Removal: r, objects: objects, changed: map[string]object{}, removed: map[string]bool{}}
	s.strip()
	for name := range s.removed {
		s.changed[name] = object{valueKey: nil}
	}
	update, err := json.Marshal(map[string]any{"qpdf": []any{head, s.changed}})
	if err != nil {
		return nil, fmt.Errorf("write qpdf's JSON: %w", err)
	}
	return update, nil
}

// stripper collects the objects to change, by name, such as "obj:3 0 R".
type stripper struct {
	Removal

	objects map[string]object
	changed map[string]object
	removed map[string]bool
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
		switch changed := s.clean(value); {
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
	if s.Metadata {
		add("/Info")
		add("/Metadata")
		add("/PieceInfo")
		add("/LastModified")
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

// annotations removes comments and attached files from the annotations of a page.
func (s stripper) annotations(page dict) bool {
	list, ok := s.at(page["/Annots"]).([]any)
	if !ok {
		return false
	}
	kept := make([]any, 0, len(list))
	for _, a := range list {
		d := s.dict(a)
		kind, _ := d["/Subtype"].(string)
		switch {
		case kind == "/FileAttachment" && s.Attachments, s.Comments && isComment(kind):
			if name, ok := a.(string); ok {
				s.removed["obj:"+name] = true
			}
		default:
			kept = append(kept, a)
		}
	}
	if len(kept) == len(list) {
		return false
	}
	page["/Annots"] = kept
	return true
}

// at returns v, or the value of the object to which it refers.
func (s stripper) at(v any) any {
	if name, ok := v.(string); ok {
		if o, found := s.objects["obj:"+name]; found {
			return o[valueKey]
		}
	}
	return v
}

func (s stripper) dict(v any) dict {
	d, _ := s.at(v).(dict)
	return d
}

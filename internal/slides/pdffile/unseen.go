package pdffile

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"proceedings/internal/slides/pdfcontent"
)

// Unseen is what the pages of a file contain, but do not show.
type Unseen struct {
	Cropped map[string][]pdfcontent.Area // the parts of images that are shown, of the unit square, by reference; only of those that are cropped
	Inline  int                          // number of cropped images that are part of a content stream
	Kept    bool                         // invisible text stays, because visible text in its line would move without it

	version string
	changed map[string]object
}

const (
	areasMax     = 100 // places of an image: one at more places is not cropped
	layerCovers  = 0.5 // share of a page that images cover, if its invisible text is that of a scan
	layerVisible = 0.1 // visible text of such a page, as a share of the invisible text
)

// Unseen finds what the pages do not show: invisible text beside visible text, texts that
// replace what a page shows, parts of images outside of clipping paths, and layers that
// viewers hide on a screen. The invisible text over a scan is what OCR read on it, and
// stays. In a file that is only read, visible text may move, and
// pages have no comments.
func (d *Drawings) Unseen(onlyRead bool) Unseen {
	u := Unseen{Cropped: map[string][]pdfcontent.Area{}, version: d.objects.version, changed: map[string]object{}}
	cut := false
	for _, p := range d.pages {
		page := d.objects.dict(p.Object)
		shown, _, ok := d.shown(page)
		if !ok {
			cut = true
			continue
		}
		resources := d.inherited(page, "/Resources")
		var streams []pdfcontent.Content
		for _, c := range p.Contents {
			name, _ := c.(string)
			streams = append(streams, pdfcontent.Content{ID: name, Data: d.data[name], Named: d.named(resources), Transparent: d.transparent(resources), Anywhere: d.anywhere(resources)})
		}
		s := pdfcontent.See(streams, shown)
		cut = cut || s.Cut
		u.Inline += s.Inline
		for name, parts := range s.Images {
			u.Cropped[name] = append(u.Cropped[name], parts...)
		}
		area := (shown.Right - shown.Left) * (shown.Top - shown.Bottom)
		layer := s.Covered >= layerCovers*area && float64(s.Visible) <= layerVisible*float64(s.Invisible)
		keep := layer || s.Moves && !onlyRead
		u.Kept = u.Kept || keep && !layer
		s.Edits(!keep, func(id string) []byte { return d.data[id] }, func(id string, data []byte) {
			u.changed["obj:"+id] = d.streamOf(id, data)
			d.data[id] = data // another page may draw it, too
		})
	}
	if onlyRead {
		u.comments(d)
		u.masks(d.objects)
	}
	u.replacements(d.objects)
	u.layers(d.objects)
	d.onlyCropped(u.Cropped, cut)
	return u
}

// transparent finds graphics states in resources that make what is filled invisible.
func (d *Drawings) transparent(resources any) func(string) (transparent, known bool) {
	states := d.objects.dict(d.objects.dict(resources)["/ExtGState"])
	return func(name string) (transparent, known bool) {
		n, ok := d.objects.at(d.objects.dict(states["/"+name])["/ca"]).(json.Number)
		alpha, err := n.Float64()
		return alpha == 0, ok && err == nil
	}
}

// anywhere finds fonts in resources that are set in columns, or whose glyphs are drawings.
func (d *Drawings) anywhere(resources any) func(string) bool {
	fonts := d.objects.dict(d.objects.dict(resources)["/Font"])
	return func(name string) bool {
		font := d.objects.dict(fonts["/"+name])
		encoding, named := d.objects.at(font["/Encoding"]).(string)
		composite := font["/Subtype"] == "/Type0"
		return font == nil || font["/Subtype"] == "/Type3" || composite && (!named || encoding == "/V" || strings.HasSuffix(encoding, "-V"))
	}
}

// streamOf is the object of a stream with other data.
func (d *Drawings) streamOf(name string, data []byte) object {
	of := maps.Clone(d.stream(name))
	for _, key := range []string{"/Filter", "/DecodeParms", "/Length"} {
		delete(of, key)
	}
	return object{"stream": dict{"dict": of, "data": base64.StdEncoding.EncodeToString(data)}}
}

// onlyCropped keeps only images that are cropped wherever they are drawn. What may draw
// an image elsewhere, such as a pattern, shows all of it.
func (d *Drawings) onlyCropped(parts map[string][]pdfcontent.Area, cut bool) {
	for _, p := range d.pages {
		d.drawn[p.Object] = true
	}
	for n, o := range d.objects.objects {
		of := d.stream(refer(n))
		if of == nil {
			of, _ = o[valueKey].(dict)
		}
		if d.drawn[refer(n)] || of["/Type"] == "/Pages" {
			continue
		}
		for _, image := range d.objects.dict(d.objects.dict(of["/Resources"])["/XObject"]) {
			if name, ok := image.(string); ok {
				delete(parts, name)
			}
		}
	}
	for name, areas := range parts {
		mask, masked := d.stream(name)["/SMask"].(string)
		switch {
		case cut || len(areas) > areasMax || slices.ContainsFunc(areas, func(a pdfcontent.Area) bool { return !a.Crops() }):
			delete(parts, name)
		case masked:
			parts[mask] = append(parts[mask], areas...)
		}
	}
	for name := range d.objects.objects { // a mask may be that of a whole image, too
		if mask, ok := d.stream(refer(name))["/SMask"].(string); ok {
			if _, cropped := parts[refer(name)]; !cropped {
				delete(parts, mask)
			}
		}
	}
}

// comments removes comments from the pages: readers of a deck's text get them by
// themselves, or not at all.
func (u *Unseen) comments(d *Drawings) {
	isRemark := func(a any) bool {
		of := d.objects.dict(a)
		kind, _ := d.objects.at(of["/Subtype"]).(string)
		return isComment(kind) && of["/Name"] != fieldName
	}
	for _, p := range d.pages {
		page := d.objects.dict(p.Object)
		list := d.objects.array(page["/Annots"])
		if !slices.ContainsFunc(list, isRemark) {
			continue
		}
		page["/Annots"] = slices.DeleteFunc(slices.Clone(list), isRemark)
		u.changed["obj:"+p.Object] = object{valueKey: page}
	}
}

// masks removes masks from graphics states: what they draw is text for programs that read
// a page, but no page shows it.
func (u *Unseen) masks(f File) {
	change := func(name string, to object) {
		if _, already := u.changed[name]; !already { // with the same dictionaries
			u.changed[name] = to
		}
	}
	for n, o := range f.objects {
		value, made := o[valueKey], o
		if stream, ok := o["stream"].(dict); ok {
			value = stream["dict"]
			made = object{"stream": dict{"dict": value}}
		}
		of, _ := value.(dict)
		for _, holder := range []any{of, of["/Resources"]} {
			list := f.dict(holder)["/ExtGState"]
			for _, s := range f.dict(list) {
				state := f.dict(s)
				if f.dict(state["/SMask"]) == nil {
					continue
				}
				delete(state, "/SMask")
				change("obj:"+refer(n), made)
				for _, reference := range []any{holder, list, s} {
					if name, ok := reference.(string); ok {
						change("obj:"+name, object{valueKey: f.dict(reference)})
					}
				}
			}
		}
	}
}

// replacements removes texts that replace what pages show from the property lists of
// content streams.
func (u *Unseen) replacements(f File) {
	for n, o := range f.objects {
		value := o[valueKey]
		if stream, ok := o["stream"].(dict); ok {
			value = stream["dict"]
		}
		of, _ := value.(dict)
		resources := of
		if inner := f.dict(of["/Resources"]); inner != nil {
			resources = inner
		}
		for _, list := range f.dict(resources["/Properties"]) {
			properties := f.dict(list)
			if text := f.text(properties["/ActualText"]); text == "" || pdfcontent.ReplacesGlyphs(text) {
				continue
			}
			delete(properties, "/ActualText")
			if name, ok := list.(string); ok {
				u.changed["obj:"+name] = object{valueKey: properties}
			} else if _, isStream := o["stream"]; !isStream {
				u.changed["obj:"+refer(n)] = o
			}
		}
	}
}

// SetImage changes an image.
func (u *Unseen) SetImage(name string, i Image) {
	u.changed["obj:"+name] = object{"stream": i.stream(i.Dict)}
}

// Changes are the changes that remove what is not shown, in the form in which "qpdf
// --update-from-json" reads them, or nil if there is nothing to remove.
func (u *Unseen) Changes() ([]byte, error) {
	if len(u.changed) == 0 {
		return nil, nil
	}
	update, err := json.Marshal(map[string]any{"qpdf": []any{head{JSONVersion: 2, PDFVersion: u.version}, u.changed}})
	if err != nil {
		return nil, fmt.Errorf("write qpdf's JSON: %w", err)
	}
	return update, nil
}

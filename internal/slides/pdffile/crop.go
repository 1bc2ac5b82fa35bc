package pdffile

import (
	"encoding/json"
	"fmt"
	"maps"
)

// WideMargin is the width in points of what [Objects.Widen] adds on each side.
const WideMargin = 1000

// crop makes the part of each page that is shown the whole page. Programs show what is
// beside it again.
func (s stripper) crop() {
	for name, page := range s.pages() {
		if box, ok := s.shown(page); ok {
			s.setBoxes(page, box)
			s.changed[name] = object{valueKey: page}
		}
	}
}

// Widen returns changes that show what is beside each page, in a margin of WideMargin.
func (o Objects) Widen() ([]byte, error) {
	changed := map[string]object{}
	for name, page := range o.pages() {
		box, ok := o.shown(page)
		if !ok {
			continue
		}
		made := maps.Clone(page)
		o.setBoxes(made, []float64{box[0] - WideMargin, box[1] - WideMargin, box[2] + WideMargin, box[3] + WideMargin})
		delete(made, "/Annots")
		changed[name] = object{valueKey: made}
	}
	update, err := json.Marshal(map[string]any{"qpdf": []any{o.head, changed}})
	if err != nil {
		return nil, fmt.Errorf("write qpdf's JSON: %w", err)
	}
	return update, nil
}

// setBoxes sets the boxes of a page, which its parents may have, too.
func (o Objects) setBoxes(page dict, box []float64) {
	page["/MediaBox"], page["/CropBox"] = box, box
	for _, key := range []string{"/BleedBox", "/TrimBox", "/ArtBox"} { // of printers
		delete(page, key)
	}
}

// pages are the pages, by the names of their objects.
func (o Objects) pages() map[string]dict {
	pages := map[string]dict{}
	for name, object := range o.objects {
		if page, ok := object[valueKey].(dict); ok && page["/Type"] == "/Page" {
			pages[name] = page
		}
	}
	return pages
}

// shown is the part of a page that is shown: left, bottom, right, top.
func (o Objects) shown(page dict) (box []float64, ok bool) {
	if box, ok = o.box(o.inherited(page, "/MediaBox")); !ok {
		return nil, false
	}
	if crop, ok := o.box(o.inherited(page, "/CropBox")); ok {
		box = []float64{max(box[0], crop[0]), max(box[1], crop[1]), min(box[2], crop[2]), min(box[3], crop[3])}
	}
	return box, box[2] > box[0] && box[3] > box[1]
}

// inherited is an entry of a page or of one of its parents (ISO 32000-1, 7.7.3.4).
func (o Objects) inherited(page dict, key string) any {
	for range parentsMax {
		if v := page[key]; v != nil || page == nil {
			return v
		}
		page = o.dict(page["/Parent"])
	}
	return nil
}

func (o Objects) box(v any) ([]float64, bool) {
	list, _ := o.at(v).([]any)
	if len(list) != 4 {
		return nil, false
	}
	n := make([]float64, 0, len(list))
	for _, e := range list {
		number, _ := o.at(e).(json.Number)
		f, err := number.Float64()
		if err != nil {
			return nil, false
		}
		n = append(n, f)
	}
	return []float64{min(n[0], n[2]), min(n[1], n[3]), max(n[0], n[2]), max(n[1], n[3])}, true
}

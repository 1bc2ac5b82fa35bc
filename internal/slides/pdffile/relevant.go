package pdffile

import (
	"slices"
)

// relevantKeys are the entries of pages and annotations that a listing comes from.
func relevantKeys() []string {
	return []string{
		"/Resources", "/XObject", "/Annots", "/Subtype", "/Contents", "/T", "/M", "/CreationDate", "/Parent", "/IRT", "/F", "/StateModel",
	}
}

// relevant is the part of an object that comments may come from, or nil.
func relevant(v any) any {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		for _, e := range v {
			switch e.(type) {
			case string, dict:
			default:
				return nil
			}
		}
		return relevantList(v)
	case dict:
		kept := dict{}
		for _, key := range relevantKeys() {
			switch e := v[key].(type) {
			case nil:
			case []any:
				kept[key] = relevantList(e)
			case dict:
				if d := relevantDict(key, e); len(d) > 0 {
					kept[key] = d
				}
			default:
				kept[key] = e
			}
		}
		for _, key := range []string{"/Subtype", "/Annots", "/Resources", "/XObject"} {
			if kept[key] != nil {
				return kept
			}
		}
	}
	return nil
}

// relevantDict is the relevant part of the resources of a page, or of the images and
// forms in them.
func relevantDict(key string, d dict) dict {
	kept := dict{}
	switch key {
	case "/Resources":
		switch x := d["/XObject"].(type) {
		case string:
			kept["/XObject"] = x
		case dict:
			kept["/XObject"] = relevantDict("/XObject", x)
		}
	case "/XObject":
		for name, e := range d {
			if _, ok := e.(string); ok {
				kept[name] = e
			}
		}
	}
	return kept
}

// graphics are the images and forms in the resources of a page. A list of them that is
// an object of its own is known by its name alone.
func (l *listingReader) graphics(page string) []string {
	var made []string
	resources := l.dict(page)["/Resources"]
	list := l.dict(resources)["/XObject"]
	if name, ok := list.(string); ok {
		return []string{name}
	}
	for _, e := range l.dict(list) {
		if name, ok := e.(string); ok {
			made = append(made, name)
		}
	}
	slices.Sort(made)
	return made[:min(len(made), graphicsMax)]
}

// relevantList is a list of annotations, of which each is a reference or a dictionary.
func relevantList(list []any) []any {
	var kept []any
	for _, e := range list {
		if e = relevant(e); e != nil {
			kept = append(kept, e)
		}
	}
	return kept
}

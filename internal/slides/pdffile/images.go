package pdffile

import (
	"maps"
	"slices"
)

// Image is a stream of an image.
type Image struct {
	Dict dict
	File string // path of its data
}

// IsJPEG reports whether the data is a JPEG image.
func (i Image) IsJPEG() bool {
	filters := (Objects{}).filters(i.Dict)
	return len(filters) == 1 && filters[0] == "/DCTDecode"
}

// JPEGs are the names of the objects that are JPEG images, sorted.
func (o Objects) JPEGs() []string {
	var names []string
	for name, object := range o.objects {
		stream, _ := object["stream"].(dict)
		of, _ := stream["dict"].(dict)
		if filters := o.filters(of); len(filters) > 0 && filters[len(filters)-1] == "/DCTDecode" {
			names = append(names, name[len("obj:"):])
		}
	}
	slices.Sort(names)
	return names
}

// filters are the names of the filters of a stream.
func (o Objects) filters(stream dict) []any {
	switch filter := o.at(stream["/Filter"]).(type) {
	case string:
		return []any{filter}
	case []any:
		return filter
	}
	return nil
}

// Strip removes content from a file that LibreOffice made. It returns the JPEG images,
// whose data has metadata of its own.
func (f File) Strip(r Removal) []Image {
	o := Objects{objects: map[string]object{"trailer": {valueKey: f.trailer}}}
	for n, object := range f.objects {
		o.objects["obj:"+refer(n)] = object
	}
	s := stripper{Objects: o, Removal: r, changed: map[string]object{}, removed: map[string]bool{}}
	s.strip() // in place
	for n := range f.objects {
		if s.removed["obj:"+refer(n)] {
			f.objects[n] = object{valueKey: nil}
		}
	}
	var images []Image
	for _, name := range o.JPEGs() {
		stream, _ := o.objects["obj:"+name]["stream"].(dict)
		of, _ := stream["dict"].(dict)
		if file, ok := stream["datafile"].(string); ok && len(o.filters(of)) == 1 {
			images = append(images, Image{of, file})
		}
	}
	return images
}

// ReadImages are the images in qpdf's JSON, whose data is in files, by the names of
// their objects.
func ReadImages(data []byte) (map[string]Image, error) {
	_, objects, err := parse(data)
	if err != nil {
		return nil, err
	}
	images := map[string]Image{}
	for name, o := range objects {
		stream, _ := o["stream"].(dict)
		of, _ := stream["dict"].(dict)
		file, _ := stream["datafile"].(string)
		if file != "" {
			images[name] = Image{of, file}
		}
	}
	return images, nil
}

// stream is the object of an image: with the entries of its cleaned dictionary, but its
// own filter.
func (i Image) stream(cleaned any) dict {
	made := dict{}
	if d, ok := cleaned.(dict); ok {
		maps.Copy(made, d)
	}
	for _, key := range []string{"/Filter", "/DecodeParms", "/F", "/FFilter", "/FDecodeParms", "/DL", "/Length"} {
		delete(made, key)
		if v, ok := i.Dict[key]; ok && key != "/Length" { // qpdf counts it
			made[key] = v
		}
	}
	return dict{"dict": made, "datafile": i.File}
}

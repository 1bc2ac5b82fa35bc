package pdffile

import (
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
)

const (
	inflatedMax = 64 << 20  // bytes of content streams, and of an image
	croppedMax  = 256 << 20 // bytes of all images that are cropped, to bound the processor time
)

// Crop removes the parts of images that the pages of a file by LibreOffice do not show:
// it writes a cropped picture whole, with a clipping path. read and write are for the
// files of streams. It returns the number of images that it cannot crop.
func (f File) Crop(read func(path string) ([]byte, error), write func(path string, data []byte) error) (uncropped int, err error) {
	d, err := f.drawings(read)
	if err != nil {
		return 0, err
	}
	left := croppedMax
	for name, part := range d.Unseen(false).Cropped {
		n, _ := reference(name)
		stream, _ := f.objects[n]["stream"].(dict)
		of, data, err := inflated(stream, read)
		if err != nil {
			return 0, err
		}
		file, _ := stream["datafile"].(string)
		made, data, ok := Image{of, file}.Blank(data, part)
		if left -= len(data); !ok || left < 0 {
			uncropped++
			continue
		}
		if err = write(file, data); err != nil {
			return 0, err
		}
		delete(made.Dict, "/Length") // qpdf counts it
		stream["dict"] = made.Dict
	}
	return uncropped, nil
}

// drawings are what the pages of a file by LibreOffice draw.
func (f File) drawings(read func(path string) ([]byte, error)) (Drawings, error) {
	p, err := f.pages()
	if err != nil {
		return Drawings{}, err
	}
	d := Drawings{objects: f, data: map[string][]byte{}, drawn: map[string]bool{}}
	for _, n := range p.page {
		d.pages = append(d.pages, drawnPage{Object: refer(n), Contents: f.array(f.dict(refer(n))["/Contents"])})
		if name, ok := f.dict(refer(n))["/Contents"].(string); ok && d.stream(name) != nil {
			d.pages[len(d.pages)-1].Contents = []any{name}
		}
	}
	left := inflatedMax
	for _, name := range d.Streams() {
		n, _ := reference(name)
		stream, _ := f.objects[n]["stream"].(dict)
		_, data, err := inflated(stream, read)
		if err != nil {
			return Drawings{}, err
		}
		if left -= len(data); left < 0 {
			return Drawings{}, fmt.Errorf("%w: its pages take more than %d MB", ErrShape, inflatedMax>>20)
		}
		d.data[name] = data
	}
	return d, nil
}

// inflated are the dictionary and the data of a stream, without compression if its data
// is only compressed.
func inflated(stream dict, read func(path string) ([]byte, error)) (of dict, data []byte, err error) {
	of, _ = stream["dict"].(dict)
	file, _ := stream["datafile"].(string)
	if data, err = read(file); err != nil {
		return nil, nil, err
	}
	if filters := (Objects{}).filters(of); len(filters) != 1 || filters[0] != "/FlateDecode" || of["/DecodeParms"] != nil {
		return of, data, nil
	}
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		return of, nil, nil //nolint:nilerr // damaged data shows nothing
	}
	data, _ = io.ReadAll(io.LimitReader(r, inflatedMax)) // of damaged data, its beginning
	made := dict{}
	for key, v := range of {
		if key != "/Filter" {
			made[key] = v
		}
	}
	return made, data, nil
}

// Package pdffile changes PDF files that LibreOffice made: it repairs links, and
// joins files that hold the same pages, of which each shows only some. It is pure,
// and represents a file by its objects, in the form of qpdf's JSON (version 2; see
// the chapter "qpdf JSON" of its manual).
//
// It supports what LibreOffice writes: a flat list of pages, a flat table of
// contents, and tags of which each is on one page (ISO 32000-1, 7.7.3, 12.3.3 and
// 14.7). A file of another structure is an error, and never half changed.
package pdffile

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// File is a PDF file as its objects.
type File struct {
	version string
	most    int            // the highest number of an object
	objects map[int]object // by their numbers
	trailer dict           // where readers begin
}

// object is either a "value" or a "stream", as JSON.
type object map[string]any

type dict = map[string]any

const (
	trailerKey = "trailer"
	valueKey   = "value"
)

// head is the first of the two elements of qpdf's JSON.
type head struct {
	JSONVersion int    `json:"jsonversion"`
	PDFVersion  string `json:"pdfversion"`
	Most        int    `json:"maxobjectid"`
	Pushed      bool   `json:"pushedinheritedpageresources"`
	Called      bool   `json:"calledgetallpages"`
}

// Parse parses qpdf's JSON. The data of streams stays in the files that it names.
func Parse(data []byte) (File, error) {
	first, named, err := parse(data)
	if err != nil {
		return File{}, err
	}
	var h head
	if err = json.Unmarshal(first, &h); err != nil {
		return File{}, fmt.Errorf("read qpdf's JSON: %w", err)
	}
	f := File{version: h.PDFVersion, objects: make(map[int]object, len(named))}
	for name, o := range named {
		if name == trailerKey {
			f.trailer, _ = o[valueKey].(dict)
			continue
		}
		n, ok := reference(strings.TrimPrefix(name, "obj:"))
		if !ok {
			return File{}, fmt.Errorf("read qpdf's JSON: %q is not the name of an object", name)
		}
		f.objects[n] = o
		f.most = max(f.most, n)
	}
	return f, nil
}

// parse returns the head and the objects by name, such as "obj:3 0 R".
func parse(data []byte) (head json.RawMessage, objects map[string]object, err error) {
	var doc struct {
		QPDF []json.RawMessage `json:"qpdf"`
	}
	if err = json.Unmarshal(data, &doc); err != nil {
		return nil, nil, fmt.Errorf("read qpdf's JSON: %w", err)
	}
	if len(doc.QPDF) != 2 {
		return nil, nil, errors.New("read qpdf's JSON: it does not consist of a head and objects")
	}
	d := json.NewDecoder(bytes.NewReader(doc.QPDF[1]))
	d.UseNumber() // numbers are written as they were read
	if err = d.Decode(&objects); err != nil {
		return nil, nil, fmt.Errorf("read qpdf's JSON: %w", err)
	}
	return doc.QPDF[0], objects, nil
}

// JSON is the file in the form in which qpdf reads it.
func (f File) JSON() ([]byte, error) {
	named := make(map[string]object, len(f.objects)+1)
	named[trailerKey] = object{valueKey: f.trailer}
	for n, o := range f.objects {
		named["obj:"+refer(n)] = o
	}
	data, err := json.Marshal(struct {
		QPDF []any `json:"qpdf"`
	}{[]any{head{JSONVersion: 2, PDFVersion: f.version, Most: f.most}, named}})
	if err != nil {
		return nil, fmt.Errorf("write qpdf's JSON: %w", err)
	}
	return data, nil
}

// referencePattern matches a reference as qpdf writes it. No other string looks like
// one: texts begin with "u:" or "b:", names with a slash. Current programs write
// only the first generation of objects.
var referencePattern = regexp.MustCompile(`^[1-9][0-9]{0,8} 0 R$`)

// reference is the number of the object to which v refers.
func reference(v any) (int, bool) {
	s, ok := v.(string)
	if !ok || !referencePattern.MatchString(s) {
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimSuffix(s, " 0 R"))
	return n, err == nil
}

func refer(n int) string { return strconv.Itoa(n) + " 0 R" }

// at is v, or the object to which it refers.
func (f File) at(v any) any {
	if n, ok := reference(v); ok {
		return f.objects[n][valueKey]
	}
	return v
}

// dict is the dictionary that v is or refers to, or nil.
func (f File) dict(v any) dict {
	d, _ := f.at(v).(dict)
	return d
}

// array is the array that v is or refers to; any other value becomes its only
// element.
func (f File) array(v any) []any {
	switch v := f.at(v).(type) {
	case nil:
		return nil
	case []any:
		return v
	}
	return []any{v}
}

// text is the character or byte string that v is or refers to, or "".
func (f File) text(v any) string {
	s, _ := f.at(v).(string)
	if text, ok := strings.CutPrefix(s, "u:"); ok {
		return text
	}
	data, _ := hex.DecodeString(strings.TrimPrefix(s, "b:")) // anything else is not text
	return string(data)
}

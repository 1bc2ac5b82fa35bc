package pdffile

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"proceedings/internal/words"
)

// Attachment is a file that is embedded in a PDF file (ISO 32000-1, 7.11.4): it is
// attached to the document or a page, or it is a recording that a page plays.
type Attachment struct {
	Name string
	Size int64 // in bytes; 0 if unknown
}

// String is the name and the size.
func (a Attachment) String() string {
	name := words.Line(a.Name)
	if a.Size <= 0 {
		return name
	}
	return fmt.Sprintf("%s (%s)", name, words.Size(a.Size))
}

const (
	attachmentsMax = 1000
	embeddedMax    = 10_000 // streams of embedded files whose sizes are kept
	depthMax       = 20     // of dictionaries and lists in an object
)

// embedded is a file specification with an embedded file.
type embedded struct {
	name   any
	stream string // reference to its content
}

// findFiles adds the file specifications with embedded files in an object.
func (l *listingReader) findFiles(v any, depth int) {
	if depth > depthMax || len(l.files) >= attachmentsMax {
		return
	}
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			l.findFiles(e, depth+1)
		}
	case dict:
		if streams, ok := v["/EF"].(dict); ok {
			stream, _ := cmp.Or(streams["/UF"], streams["/F"]).(string)
			l.files = append(l.files, embedded{cmp.Or(v["/UF"], v["/F"]), stream})
			return
		}
		for _, e := range v {
			l.findFiles(e, depth+1)
		}
	}
}

// addStream keeps the size of a stream, if it is an embedded file: the size of its
// content, or else as it is stored.
func (l *listingReader) addStream(name string, stream dict) {
	params, has := stream["/Params"].(dict)
	if !has && stream["/Type"] != "/EmbeddedFile" || len(l.sizes) >= embeddedMax {
		return
	}
	size, ok := number(params["/Size"])
	if !ok {
		size, _ = number(stream["/Length"])
	}
	l.sizes[name] = int64(size)
}

// attachments are the embedded files, sorted by name, each once.
func (l *listingReader) attachments() []Attachment {
	var made []Attachment
	for _, f := range l.files {
		a := Attachment{Name: clip(words.OneLine(l.text(f.name)), nameMax), Size: l.sizes[f.stream]}
		if a.Name == "" {
			a.Name = "without a name"
		}
		made = append(made, a)
	}
	slices.SortFunc(made, func(a, b Attachment) int {
		return cmp.Or(strings.Compare(a.Name, b.Name), cmp.Compare(a.Size, b.Size))
	})
	return slices.Compact(made)
}

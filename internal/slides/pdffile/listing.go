package pdffile

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"proceedings/internal/meeting"
)

// Listing is what qpdf's JSON tells of any PDF file, not only of one by LibreOffice.
type Listing struct {
	Pages       []PageListing
	Attachments []Attachment // sorted by name
}

// PageListing is the listing of a page.
type PageListing struct {
	Label    string            // equal for pages with the same label (ISO 32000-1, 12.4.2); empty for none
	Comments []meeting.Comment // of its annotations (ISO 32000-1, 12.5.6)
	Graphics []string          // references to the images and forms in its resources, sorted
}

// ListArgs are the arguments with which qpdf writes what [ReadListing] reads.
func ListArgs() []string {
	return []string{
		"--json=2", "--json-key=pages", "--json-key=qpdf", "--json-stream-data=none", "--decode-level=none",
	}
}

const (
	pagesMax    = 2000
	graphicsMax = 1000
	objectsMax  = 200_000 // that are kept
)

// ReadListing reads qpdf's JSON, one object at a time: of an object it keeps only what
// is listed.
func ReadListing(r io.Reader) (Listing, error) {
	l := listingReader{d: json.NewDecoder(r), objects: map[string]any{}, sizes: map[string]int64{}}
	l.d.UseNumber()
	err := l.each(func(key string) error {
		switch key {
		case "pages":
			return l.page()
		case "qpdf":
			return l.file()
		}
		return l.skip()
	})
	if err != nil {
		return Listing{}, fmt.Errorf("read qpdf's JSON: %w", err)
	}
	l.made.Attachments = l.attachments()
	for i, name := range l.names {
		l.made.Pages[i].Comments, l.made.Pages[i].Graphics = l.comments(name), l.graphics(name)
	}
	return l.made, nil
}

// listingReader reads qpdf's JSON.
type listingReader struct {
	d       *json.Decoder
	objects map[string]any // by reference: dictionaries, texts and lists
	names   []string       // of the pages
	files   []embedded
	sizes   map[string]int64 // of embedded files, by reference to their streams
	made    Listing
}

// each calls do with each key of the next value, an object. do reads the value of the
// key.
func (l *listingReader) each(do func(key string) error) error {
	if err := l.expect(json.Delim('{')); err != nil {
		return err
	}
	for l.d.More() {
		token, err := l.d.Token()
		if err != nil {
			return err //nolint:wrapcheck // the caller does
		}
		key, _ := token.(string)
		if err = do(key); err != nil {
			return err
		}
	}
	return l.expect(json.Delim('}'))
}

var (
	errForm = errors.New("it has another form")
	errMany = fmt.Errorf("it has more than %d annotations and texts", objectsMax)
)

func (l *listingReader) expect(want json.Delim) error {
	token, err := l.d.Token()
	if err == nil && token != want {
		err = errForm
	}
	return err
}

func (l *listingReader) skip() error {
	var v json.RawMessage
	return l.d.Decode(&v) //nolint:wrapcheck // the caller does
}

// page reads the list of pages.
func (l *listingReader) page() error {
	if err := l.expect(json.Delim('[')); err != nil {
		return err
	}
	for l.d.More() {
		var p struct {
			Object string `json:"object"`
			Label  dict   `json:"label"`
		}
		if err := l.d.Decode(&p); err != nil {
			return err //nolint:wrapcheck // the caller does
		}
		if len(l.names) < pagesMax {
			l.names = append(l.names, p.Object)
			l.made.Pages = append(l.made.Pages, PageListing{Label: label(p.Label)})
		}
	}
	return l.expect(json.Delim(']'))
}

// label is a key of a page's label. A label without a number, such as "Cover", is
// none: it may stand for a range of pages.
func label(d dict) string {
	prefix := File{}.text(d["/P"])
	style, _ := d["/S"].(string)
	if style != "" {
		return fmt.Sprintf("%s %s %v", prefix, style, d["/St"])
	}
	if strings.ContainsAny(prefix, "0123456789") {
		return prefix
	}
	return ""
}

// file reads the objects.
func (l *listingReader) file() error {
	if err := l.expect(json.Delim('[')); err != nil {
		return err
	}
	if !l.d.More() {
		return errForm
	}
	if err := l.skip(); err != nil { // the head
		return err
	}
	err := l.each(func(key string) error {
		var o struct {
			Value  any `json:"value"`
			Stream struct {
				Dict dict `json:"dict"`
			} `json:"stream"`
		}
		if err := l.d.Decode(&o); err != nil {
			return err //nolint:wrapcheck // the caller does
		}
		name := strings.TrimPrefix(key, "obj:")
		l.addStream(name, o.Stream.Dict)
		l.findFiles(o.Value, 0)
		if v := relevant(o.Value); v != nil {
			if len(l.objects) >= objectsMax {
				return errMany
			}
			l.objects[name] = v
		}
		return nil
	})
	if err != nil {
		return err
	}
	return l.expect(json.Delim(']'))
}

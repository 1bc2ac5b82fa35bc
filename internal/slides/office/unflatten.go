package office

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"proceedings/internal/fault"
)

// Unflatten writes an OpenDocument presentation in flat XML as an archive, so that
// both forms are read the same way. Images in the XML become parts.
func Unflatten(w io.Writer, r io.Reader, limits Limits) error {
	data, err := io.ReadAll(io.LimitReader(r, limits.Part+1))
	if err != nil {
		return fmt.Errorf("read the deck: %w", err)
	}
	if int64(len(data)) > limits.Part {
		return fault.Refuse("is larger than %d MB", limits.Part>>20)
	}
	u := &unflattener{out: zip.NewWriter(w)}
	const mediaType = "application/vnd.oasis.opendocument.presentation"
	if err = u.stored("mimetype", []byte(mediaType)); err != nil {
		return err
	}
	if u.text, _, err = PlainXML(data); err == nil {
		err = u.split()
	}
	if u.failed != nil {
		return u.failed
	}
	if err != nil {
		return Damaged("its XML", err)
	}
	u.manifest.WriteString(`<manifest:file-entry manifest:full-path="/" manifest:media-type="` + mediaType + `"/>`)
	for _, part := range []struct{ name, root, of string }{
		{"content.xml", "document-content", "font-face-decls scripts automatic-styles body"},
		{"styles.xml", "document-styles", "font-face-decls styles automatic-styles master-styles"},
		{"meta.xml", "document-meta", "meta"},
		{"settings.xml", "document-settings", "settings"},
	} {
		if err = u.part(part.name, part.root, strings.Fields(part.of)); err != nil {
			return err
		}
	}
	list := `<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">` + u.manifest.String() + `</manifest:manifest>`
	if err := WritePart(u.out, "META-INF/manifest.xml", []byte(list)); err != nil {
		return fmt.Errorf("write the list of parts: %w", err)
	}
	if err := u.out.Close(); err != nil {
		return fmt.Errorf("write the archive: %w", err)
	}
	return nil
}

// unflattener divides a flat file into parts.
type unflattener struct {
	out      *zip.Writer
	text     []byte
	root     []byte            // the attributes of the root element
	prefix   string            // of the root element, with its colon
	sections map[string][]byte // the children of the root
	manifest strings.Builder
	pictures int
	failed   error // error of writing
}

// split finds the children of the root, and moves images out of them.
func (u *unflattener) split() error {
	u.sections = map[string][]byte{}
	d := xml.NewDecoder(bytes.NewReader(u.text))
	var (
		section bytes.Buffer
		name    string
		depth   int
		done    int // how much of the text is in section
		tag     int // the end of the last start tag, if only white space follows it
		image   bool
	)
	for {
		from := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			if depth != 0 || u.sections["body"] == nil {
				return errors.New("it ends before its body does")
			}
			return nil
		}
		if err != nil {
			return fmt.Errorf("%w", err)
		}
		to := int(d.InputOffset())
		switch token := token.(type) {
		case xml.Directive:
			if bytes.Contains(token, []byte("ENTITY")) {
				return ErrEntities
			}
		case xml.StartElement:
			switch depth {
			case 0:
				u.setRoot(token, u.text[from:to])
			case 1:
				name, done = token.Name.Local, from
				section.Reset()
			}
			if token.Name.Local == "binary-data" && image && depth > 1 {
				content, end, err := u.binary(d)
				if err != nil {
					return err
				}
				part, err := u.picture(content)
				if err != nil {
					return err
				}
				section.Write(u.text[done : tag-1]) // without the ">"
				fmt.Fprintf(&section, ` xmlns:at="http://www.w3.org/1999/xlink" at:href="%s" at:type="simple">`, part)
				done, image = end, false
				continue
			}
			depth++
			tag, image = to, strings.HasSuffix(token.Name.Local, "image") && u.text[to-2] != '/'
		case xml.EndElement:
			if depth--; depth < 0 {
				return errors.New("it ends more elements than it begins")
			}
			if depth == 1 {
				section.Write(u.text[done:to])
				u.sections[name] = bytes.Clone(section.Bytes())
			}
			image = false
		}
	}
}

func (u *unflattener) setRoot(e xml.StartElement, tag []byte) {
	if e.Name.Space != "" {
		u.prefix = e.Name.Space + ":"
	}
	tag = bytes.TrimSuffix(bytes.TrimSuffix(tag, []byte(">")), []byte("/"))
	u.root = bytes.TrimPrefix(tag, []byte("<"+u.prefix+e.Name.Local))
}

// binary reads to the end of an element with base64.
func (u *unflattener) binary(d *xml.Decoder) (content []byte, end int, err error) {
	for {
		token, err := d.RawToken()
		if err != nil {
			return nil, 0, fmt.Errorf("%w", err)
		}
		switch token := token.(type) {
		case xml.CharData:
			content = append(content, token...)
		case xml.StartElement:
			return nil, 0, errors.New("it has elements within a picture")
		case xml.EndElement:
			return content, int(d.InputOffset()), nil
		}
	}
}

// picture writes an image as a part and returns its name.
func (u *unflattener) picture(content []byte) (string, error) {
	content = bytes.Join(bytes.Fields(content), nil)
	data := make([]byte, base64.StdEncoding.DecodedLen(len(content)))
	n, err := base64.StdEncoding.Decode(data, content)
	if err != nil {
		return "", fmt.Errorf("a picture: %w", err)
	}
	u.pictures++
	name := fmt.Sprintf("Pictures/%04d", u.pictures)
	fmt.Fprintf(&u.manifest, `<manifest:file-entry manifest:full-path="%s" manifest:media-type=""/>`, name)
	u.failed = u.stored(name, data[:n])
	return name, u.failed
}

func (u *unflattener) stored(name string, data []byte) error {
	part, err := u.out.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Store})
	if err == nil {
		_, err = part.Write(data)
	}
	if err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	return nil
}

// part writes one of the four XML parts, made of sections.
func (u *unflattener) part(name, root string, sections []string) error {
	var b bytes.Buffer
	b.WriteString("<" + u.prefix + root)
	b.Write(u.root)
	b.WriteString(">")
	for _, s := range sections {
		b.Write(u.sections[s])
	}
	b.WriteString("</" + u.prefix + root + ">")
	if err := WritePart(u.out, name, b.Bytes()); err != nil {
		return fmt.Errorf("write %s: %w", name, err)
	}
	fmt.Fprintf(&u.manifest, `<manifest:file-entry manifest:full-path="%s" manifest:media-type="text/xml"/>`, name)
	return nil
}

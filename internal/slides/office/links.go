package office

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
)

// Unlinked are parts whose references to pictures, objects and films outside
// the archive are made empty; links for a reader to follow stay. LibreOffice
// would load whatever such a reference names, from the network or the disk of
// whoever runs it, and put it into what we publish; its setting against that
// (BlockUntrustedRefererLinks) does not hold for files named on its command
// line. The number is of references that were emptied.
func (a *Archive) Unlinked() (parts map[string][]byte, n int, err error) {
	parts = map[string][]byte{}
	for _, f := range a.files {
		name, ok := partName(f.Name)
		if !ok || a.parts[name] != f || !mayRefer(name) {
			continue
		}
		data, err := a.Read(name)
		if err != nil {
			return nil, 0, err
		}
		data, found, err := unlink(toUTF8(data))
		if err != nil {
			return nil, 0, refusal(name, err)
		}
		if found > 0 {
			parts[name] = data
			n += found
		}
	}
	return parts, n, nil
}

// mayRefer reports whether a part of that name is where a format keeps its
// references: OPC in parts of their own, OpenDocument in any XML.
func mayRefer(name string) bool {
	return strings.HasSuffix(name, ".rels") ||
		strings.HasSuffix(name, ".xml") && !strings.HasPrefix(name, "ppt/") && !strings.HasPrefix(name, "docprops/")
}

// Rewrite writes the archive with other content for some parts. What cannot be
// looked up by its name is left out.
func (a *Archive) Rewrite(w io.Writer, parts map[string][]byte) error {
	z := zip.NewWriter(w)
	for _, f := range a.files {
		name, ok := partName(f.Name)
		if !ok || a.parts[name] != f {
			continue
		}
		var err error
		if data, changed := parts[name]; changed {
			err = writePart(z, f.Name, data)
		} else {
			err = z.Copy(f)
		}
		if err != nil {
			return fmt.Errorf("rewrite %s: %w", f.Name, err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("rewrite the archive: %w", err)
	}
	return nil
}

func writePart(z *zip.Writer, name string, data []byte) error {
	part, err := z.Create(name)
	if err == nil {
		_, err = part.Write(data)
	}
	return err //nolint:wrapcheck // the caller says of what
}

// unlink empties the references in one part.
func unlink(data []byte) ([]byte, int, error) {
	var out bytes.Buffer
	d := xml.NewDecoder(bytes.NewReader(data))
	foreign := false
	d.CharsetReader = func(label string, input io.Reader) (io.Reader, error) {
		foreign = true // places in the text are not places in data
		return charsetReader(label, input)
	}
	n, done := 0, 0
	for {
		from := int(d.InputOffset())
		token, err := d.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, 0, fmt.Errorf("%w", err)
		}
		e, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		name := reference(e)
		if name == "" {
			continue
		}
		if foreign {
			return nil, 0, errors.New("it refers to files outside in an encoding that is not UTF-8")
		}
		to := int(d.InputOffset())
		out.Write(data[done:from])
		out.Write(empty(data[from:to], name))
		n, done = n+1, to
	}
	out.Write(data[done:])
	return out.Bytes(), n, nil
}

// reference is the name of the attribute by which e refers to something
// outside that is loaded with the deck, or "".
func reference(e xml.StartElement) string {
	value := map[string]string{}
	for _, a := range e.Attr {
		value[a.Name.Local] = a.Value
	}
	if e.Name.Local == "Relationship" {
		if strings.EqualFold(value["TargetMode"], "External") && !strings.HasSuffix(value["Type"], "/hyperlink") {
			return "Target"
		}
		return ""
	}
	switch e.Name.Local {
	case "a", "event-listener": // for a reader to follow
		return ""
	}
	if outside(value["href"]) {
		return "href"
	}
	return ""
}

// outside reports whether an OpenDocument reference leads out of its archive.
func outside(href string) bool {
	href = strings.TrimSpace(href)
	scheme, _, _ := strings.Cut(href, "/")
	return strings.Contains(scheme, ":") || strings.HasPrefix(href, "/") || strings.HasPrefix(href, `\`) || strings.HasPrefix(href, "..")
}

// empty is a tag without the value of an attribute, whatever its prefix.
func empty(tag []byte, attr string) []byte {
	var out []byte
	for i := 0; i < len(tag); i++ {
		out = append(out, tag[i])
		if tag[i] != '"' && tag[i] != '\'' {
			continue
		}
		end := i + 1 + bytes.IndexByte(tag[i+1:], tag[i])
		if end <= i { // not in a tag that was parsed
			continue
		}
		name := strings.TrimRight(string(out[:len(out)-1]), " \t\r\n=")
		if local := name[strings.LastIndexAny(name, " \t\r\n:<\"'")+1:]; local != attr {
			out = append(out, tag[i+1:end]...)
		}
		out = append(out, tag[end])
		i = end
	}
	return out
}

package office

import (
	"archive/zip"
	"fmt"
	"io"
	"unicode/utf8"
)

// Part is a part of an archive.
type Part struct {
	Name string // as spelt in the archive
	Key  string // see [Key]

	file *zip.File
}

// Parts are the parts that can be looked up, in the order of the archive.
func (a *Archive) Parts() []Part {
	var parts []Part
	for _, f := range a.files {
		if key, ok := Key(f.Name); ok && a.parts[key] == f {
			parts = append(parts, Part{Name: f.Name, Key: key, file: f})
		}
	}
	return parts
}

// PlainName is the name as the formats write it: with slashes, and none at the
// beginning.
func (p Part) PlainName() string { return plainName(p.Name) }

// Content describes the content of a part, whatever its name.
type Content struct {
	Whole         bool // it inflates to exactly what the archive's directory says
	XML           bool
	Gzip          bool // an SVG drawing, usually
	Width, Height int  // of an image, in pixels; 0 if unknown
}

// Content is what [Archive.Measure] found out about a part.
func (a *Archive) Content(p Part) Content {
	m := a.measured[p.file]
	return Content{Whole: m.whole, XML: m.kind.xml, Gzip: m.kind.gzip, Width: m.kind.width, Height: m.kind.height}
}

// CopyPart copies a part without inflating it. Its entry in z is written anew: of a
// measured archive, it says what was measured.
func (a *Archive) CopyPart(z *zip.Writer, p Part) error {
	sum := p.file.CRC32
	if m, ok := a.measured[p.file]; ok {
		sum = m.sum
	}
	header := &zip.FileHeader{
		Name: p.PlainName(), Method: p.file.Method, CRC32: sum,
		CompressedSize64: p.file.CompressedSize64, UncompressedSize64: p.file.UncompressedSize64,
	}
	if utf8.ValidString(header.Name) {
		const utf8Flag = 0x800
		header.Flags = utf8Flag
	}
	raw, err := p.file.OpenRaw()
	if err != nil {
		return Damaged(p.Name, err)
	}
	out, err := z.CreateRaw(header)
	if err == nil {
		_, err = io.Copy(out, raw)
	}
	if err != nil {
		return fmt.Errorf("copy %s: %w", p.Name, err)
	}
	return nil
}

// ReadAgain forgets how much was read, so that a second reader of the archive
// starts with the whole limit.
func (a *Archive) ReadAgain() { a.read = 0 }

// Limits are the limits that the archive was opened with.
func (a *Archive) Limits() Limits { return a.limits }

// WritePart writes a part to z.
func WritePart(z *zip.Writer, name string, data []byte) error {
	part, err := z.Create(name)
	if err == nil {
		_, err = part.Write(data)
	}
	return err //nolint:wrapcheck // the caller names the part
}

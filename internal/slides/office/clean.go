package office

import (
	"archive/zip"
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// Standard says by which of the two an archive's references are read.
type Standard int

// The two standards.
const (
	OpenXML Standard = iota
	OpenDocument
)

// Cleaned says what is not in the copy of a deck.
type Cleaned struct {
	Links    int      // references to files outside
	Objects  int      // files of other programs; the pictures that stand for them remain
	Macros   bool     // programs
	Huge     []string // sizes of pictures that are too large to be unpacked
	Broken   int      // parts that cannot be read
	Entities int      // drawings that declare entities
}

// Clean writes a copy of the archive for other programs to read. It has each
// part once, under a plain name, and whole; it refers to nothing outside, for
// LibreOffice would load whatever such a reference names, from the network or
// the disk of whoever runs it, and put it into what we publish: its setting
// against that (BlockUntrustedRefererLinks) does not hold for files named on
// its command line. And it has nothing in it that could be run, or that needs
// another program than the one that shows slides. Links for a reader to follow
// stay. Notes go: they are read from the deck itself and shown on no page, and
// with them LibreOffice takes half as much memory again.
//
// Of Office Open XML, slides are the parts of the slides in their order. From
// slide to slide, LibreOffice follows the number in the plain name of the part, which
// is the slide's where PowerPoint wrote it; the copy has it so.
//
// No such copy can be made of the old binary formats: against those, there is
// only the sandbox.
func (a *Archive) Clean(w io.Writer, standard Standard, slides ...string) (Cleaned, error) {
	if err := a.Measure(); err != nil {
		return Cleaned{}, err
	}
	a.read = 0 // what was read for other ends is not held against this
	c := &cleaner{Archive: a, out: zip.NewWriter(w), standard: standard}
	c.number = numbers(slides)
	for _, f := range a.files {
		key, ok := partName(f.Name)
		if !ok || a.parts[key] != f || c.unwanted(key) {
			continue
		}
		if err := c.part(f, key); err != nil {
			return Cleaned{}, err
		}
	}
	if c.locked {
		return Cleaned{}, errEncrypted()
	}
	if err := c.out.Close(); err != nil {
		return Cleaned{}, fmt.Errorf("copy the archive: %w", err)
	}
	return c.found, nil
}

// cleaner makes one copy.
type cleaner struct {
	*Archive
	sweep

	out      *zip.Writer
	standard Standard
}

// unwanted reports whether a part goes by its name alone. What relations lead
// to goes by theirs.
func (c *cleaner) unwanted(key string) bool {
	folders := strings.Split(key, "/")
	base := folders[len(folders)-1]
	folders = folders[:len(folders)-1]
	if c.standard == OpenXML {
		if base == "vbaproject.bin" || base == "vbadata.xml" {
			c.found.Macros = true
			return true
		}
		return slices.ContainsFunc(folders, func(s string) bool {
			return s == "embeddings" || s == "activex" || s == "customui" || s == "ctrlprops" || s == "notesslides"
		})
	}
	for _, s := range folders {
		switch s {
		case "basic", "scripts", "dialogs":
			// LibreOffice writes lists of libraries also where there are none.
			if !slices.Contains([]string{"script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml"}, base) {
				c.found.Macros = true
			}
			return true
		case "configurations2":
			return true
		}
	}
	return strings.HasPrefix(key, "meta-inf/") && strings.Contains(base, "signatures")
}

// part copies a part, or what may remain of it.
func (c *cleaner) part(f *zip.File, key string) error {
	m := c.measured[f]
	switch {
	case !m.sound:
		c.found.Broken++
		return nil
	case Huge(m.kind.width, m.kind.height):
		c.found.Huge = append(c.found.Huge, fmt.Sprintf("%d×%d", m.kind.width, m.kind.height))
		return nil
	case !m.kind.xml && !m.kind.packed:
		return c.copy(f, m)
	}
	data, err := c.Read(f.Name)
	if err != nil {
		return err
	}
	text := data
	if m.kind.packed {
		if text, err = unpack(data, c.limits.Part); err != nil {
			c.found.Broken++
			return nil //nolint:nilerr // it was counted
		}
		if !kindOf(text).xml {
			return c.copy(f, m)
		}
	}
	text, changed, err := c.text(key, text)
	switch {
	case err != nil:
		return c.without(f, key, err)
	case !changed:
		return c.copy(f, m)
	case m.kind.packed:
		text = packed(text)
	}
	if err = writePart(c.out, cleanName(f.Name), text); err != nil {
		return fmt.Errorf("copy %s: %w", f.Name, err)
	}
	return nil
}

// without leaves a part out for a reason, or refuses the deck for it: one that
// is nothing without the part, or is made to wear its readers out.
func (c *cleaner) without(f *zip.File, key string, why error) error {
	switch {
	case errors.Is(why, errDepth), errors.Is(why, errElements), c.vital(key):
		return refusal(f.Name, why)
	case errors.Is(why, errEntities):
		c.found.Entities++
	default:
		c.found.Broken++
	}
	return nil
}

// vital reports whether a deck is nothing without the part.
func (c *cleaner) vital(key string) bool {
	if c.standard == OpenXML {
		return strings.HasSuffix(key, ".rels") || key == "[content_types].xml" || strings.HasPrefix(key, "ppt/presentation")
	}
	return key == "content.xml" || key == "styles.xml" || key == "meta-inf/manifest.xml"
}

// text is an XML part without what must not be in the copy.
func (c *cleaner) text(key string, data []byte) (text []byte, changed bool, err error) {
	text, recoded, err := plain(data)
	if err != nil {
		return nil, false, err
	}
	if err = withinLimits(text, c.limits); err != nil {
		return nil, false, err
	}
	judge := c.openDocument
	switch {
	case c.standard == OpenDocument && isSVG(text):
		judge = c.svg
	case c.standard == OpenDocument:
	case strings.HasSuffix(key, ".rels"):
		judge = c.relation
		owner := ownerOf(key)
		c.hyperlinks, c.folder = onlyFollowed(text, c.owner(owner)), ""
		if c.number[owner] > 0 {
			c.folder = path.Dir(owner)
		}
	case bytes.Contains(text, []byte("<svg")), bytes.Contains(text, []byte(":svg ")):
		judge = c.svg // also within something else: programs look no closer
	default:
		if !bytes.Contains(text, []byte("<!DOCTYPE")) { // which the standard forbids
			return text, recoded, nil
		}
		judge = func(xml.StartElement) verdict { return verdict{} }
	}
	text, changed, err = edited(text, judge)
	return text, changed || recoded, err
}

// ownerOf is the part whose relations are in the part of that name.
func ownerOf(rels string) string {
	folder, base := path.Split(rels)
	return path.Join(path.Dir(path.Clean(folder)), strings.TrimSuffix(base, ".rels"))
}

// owner is the text of the part whose relations are read, or nothing.
func (c *cleaner) owner(name string) []byte {
	if !c.Has(name) {
		return nil
	}
	data, err := c.Read(name)
	if err != nil {
		return nil
	}
	text, _, err := plain(data)
	if err != nil {
		return nil
	}
	return text
}

// isSVG reports whether the first element of a text is a drawing's.
func isSVG(text []byte) bool {
	d := xml.NewDecoder(bytes.NewReader(text))
	d.Strict = false
	for {
		token, err := d.RawToken()
		if err != nil {
			return false
		}
		if e, ok := token.(xml.StartElement); ok {
			return e.Name.Local == "svg"
		}
	}
}

// copy copies a part as it is. What the directory says of it is said anew: of
// all that the archive says, only what was measured is believed.
func (c *cleaner) copy(f *zip.File, m measured) error {
	header := &zip.FileHeader{
		Name: cleanName(f.Name), Method: f.Method, CRC32: m.sum,
		CompressedSize64: f.CompressedSize64, UncompressedSize64: f.UncompressedSize64,
	}
	if utf8.ValidString(header.Name) {
		const utf8Flag = 0x800
		header.Flags = utf8Flag
	}
	raw, err := f.OpenRaw()
	if err != nil {
		return refusal(f.Name, err)
	}
	out, err := c.out.CreateRaw(header)
	if err == nil {
		_, err = io.Copy(out, raw)
	}
	if err != nil {
		return fmt.Errorf("copy %s: %w", f.Name, err)
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

func packed(data []byte) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(data) // a buffer takes all
	_ = z.Close()
	return b.Bytes()
}

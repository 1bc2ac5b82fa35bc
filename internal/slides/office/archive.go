// Package office reads what pptx and odp files have in common: a zip archive of
// XML parts. It treats archives as hostile, and limits all that it reads.
package office

import (
	"archive/zip"
	"compress/flate"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"proceedings/internal/fault"
)

// Limits bound what reading an archive may cost.
type Limits struct {
	Entries  int   // in the archive
	Part     int64 // bytes of one part, inflated
	Total    int64 // bytes of all parts that are read, inflated
	Depth    int   // of nested elements
	Elements int   // elements and texts of one part
}

// DefaultLimits are far above what real decks need, and low enough for a small
// machine: an archive of 448 KB that inflates to 400 MB keeps LibreOffice busy for
// more than two minutes.
func DefaultLimits() Limits {
	return Limits{Entries: 10_000, Part: 64 << 20, Total: 512 << 20, Depth: 256, Elements: 1_000_000}
}

// encryptedFlag marks an entry that needs a password.
const encryptedFlag = 1

// RefuseEncrypted refuses an encrypted archive.
func RefuseEncrypted() error { return fault.Refuse("is encrypted and needs a password") }

// Archive is an open zip archive. It is not safe for concurrent use.
type Archive struct {
	files  []*zip.File
	parts  map[string]*zip.File
	limits Limits
	size   int64 // of the archive itself
	read   int64 // bytes inflated so far

	measured map[*zip.File]measured // nil before Measure
}

// Open reads the directory of the archive in r. Names that lead out of the archive
// are ignored; of two parts with one name, the first counts.
func Open(r io.ReaderAt, size int64, limits Limits) (*Archive, error) {
	r = io.NewSectionReader(r, 0, size) // so that negative offsets are not mistaken for disk errors
	if err := checkDirectory(r, size, limits); err != nil {
		return nil, err
	}
	z, err := zip.NewReader(r, size)
	if errors.Is(err, zip.ErrInsecurePath) {
		err = nil // names are never used as paths
	}
	if err != nil {
		return nil, Damaged("its directory", err)
	}
	if len(z.File) > limits.Entries {
		return nil, fault.Refuse("has more than %d parts", limits.Entries)
	}
	a := &Archive{files: z.File, parts: make(map[string]*zip.File, len(z.File)), limits: limits, size: size}
	for _, f := range z.File {
		name, ok := Key(f.Name)
		if _, taken := a.parts[name]; ok && !taken {
			a.parts[name] = f
		}
	}
	return a, nil
}

// Key is the key by which a part is looked up: OPC compares names without regard
// to case, and some programs write backslashes or a leading slash. It is false for
// folders and for names that lead out of the archive.
func Key(name string) (string, bool) {
	name = strings.ReplaceAll(name, `\`, "/")
	if strings.HasSuffix(name, "/") {
		return "", false
	}
	name = strings.TrimPrefix(name, "/")
	clean := path.Clean(name)
	if clean != name || clean == "." || clean == ".." || strings.HasPrefix(clean, "../") || strings.HasPrefix(clean, "/") {
		return "", false
	}
	return strings.ToLower(clean), true
}

// plainName is the name of a part as the formats write it.
func plainName(name string) string {
	return strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/")
}

// Names are the plain names of the parts that can be looked up, in their order.
func (a *Archive) Names() []string {
	var names []string
	for _, p := range a.Parts() {
		names = append(names, p.PlainName())
	}
	return names
}

// Open opens a part, after measuring the archive, which bounds the part's size.
func (a *Archive) Open(name string) (io.ReadCloser, error) {
	f, ok := a.find(name)
	if !ok {
		return nil, fault.Refuse("is damaged: %s is missing", name)
	}
	if err := a.Measure(); err != nil {
		return nil, err
	}
	r, err := f.Open()
	if err != nil {
		return nil, Damaged(name, err)
	}
	return r, nil
}

// Has reports whether there is a part of that name.
func (a *Archive) Has(name string) bool {
	_, ok := a.find(name)
	return ok
}

func (a *Archive) find(name string) (*zip.File, bool) {
	key, ok := Key(name)
	if !ok {
		return nil, false
	}
	f, ok := a.parts[key]
	return f, ok
}

// Read inflates a part. It counts towards the limit of the archive.
func (a *Archive) Read(name string) ([]byte, error) {
	f, ok := a.find(name)
	if !ok {
		return nil, fault.Refuse("is damaged: %s is missing", name)
	}
	if f.Flags&encryptedFlag != 0 {
		return nil, RefuseEncrypted()
	}
	r, err := f.Open()
	if err != nil {
		return nil, Damaged(name, err)
	}
	defer r.Close() //nolint:errcheck // only read
	data, err := io.ReadAll(io.LimitReader(r, a.limits.Part+1))
	a.read += int64(len(data))
	switch {
	case int64(len(data)) > a.limits.Part:
		return nil, fault.Refuse("has a part that is larger than %d MB: %s", a.limits.Part>>20, name)
	case a.read > a.limits.Total:
		return nil, fault.Refuse("has more than %d MB in it", a.limits.Total>>20)
	case err != nil:
		return nil, Damaged(name, err)
	}
	return data, nil
}

// Damaged refuses an archive for a damaged part, unless err is an error of the
// disk, which stays temporary.
func Damaged(part string, err error) error {
	if disk := (*fs.PathError)(nil); errors.As(err, &disk) {
		return fmt.Errorf("read %s: %w", part, err)
	}
	return fault.Refuse("is damaged: %s%s", part, damage(err))
}

// damage says why a part cannot be read, after its name. It replaces the words of
// libraries, which readers do not know.
func damage(err error) string {
	var syntax *xml.SyntaxError
	var corrupt flate.CorruptInputError
	switch {
	case errors.As(err, &syntax):
		return fmt.Sprintf(" is not valid XML (line %d)", syntax.Line)
	case errors.As(err, &corrupt), errors.Is(err, zip.ErrChecksum):
		return " is corrupt"
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return " ends too early"
	case errors.Is(err, zip.ErrFormat), errors.Is(err, zip.ErrAlgorithm):
		return " cannot be unpacked"
	}
	return ": " + err.Error()
}

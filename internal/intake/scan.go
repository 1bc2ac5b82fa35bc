package intake

import (
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/intake/agenda"
	"proceedings/internal/sniff"
)

// Limits on what is taken for one meeting.
const (
	maxFiles = 2000
	maxDepth = 12      // folders within the folder
	maxSheet = 1 << 20 // bytes of meeting.yaml
	maxNames = 100_000 // files that are counted before the count is given up
)

// listing is what was found.
type listing struct {
	folder  string // its name; empty if files were given
	entries []entry
	sheet   *sheetFile // nil if there is none
	notes   []string
}

// entry is one file that was found.
type entry struct {
	path    string
	at      place
	name    string // relative to the folder, with slashes
	size    int64
	format  sniff.Format
	refusal string // why it was not even looked at
	helper  []byte // the beginning of a file that says something of others
}

// sheetFile is meeting.yaml.
type sheetFile struct {
	path string
	data []byte
}

// scan reads the folder or the files at paths.
func scan(paths []string) (listing, error) {
	s := &scanner{roots: make(map[string]*os.Root)}
	if len(paths) == 0 {
		return listing{}, usagef("no files are given: name a folder, or files")
	}
	for _, p := range paths {
		info, err := os.Stat(p)
		if err == nil && info.IsDir() {
			if len(paths) > 1 {
				return listing{}, usagef("%s is a folder: name one folder, or any number of files", p)
			}
			s.folder = baseName(p)
			err = s.walkFolder(p)
		} else {
			err = s.addNamed(p)
		}
		if err != nil {
			return listing{}, err
		}
	}
	return s.finish(paths)
}

// scanner gathers a listing.
type scanner struct {
	listing
	sheets []sheetPlace
	count  int
	roots  map[string]*os.Root // of files that were named, by folder
}

// sheetPlace is where a meeting.yaml is.
type sheetPlace struct {
	path string
	at   place
}

// walkFolder adds the files of the folder that the user named.
func (s *scanner) walkFolder(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return usagef("%s: %s", dir, fault.Cause(err))
	}
	return s.walk(dir, place{root, "."}, "", 0)
}

// addNamed adds a file that the user named. Links are followed within its folder.
func (s *scanner) addNamed(p string) error {
	dir, base := filepath.Dir(p), filepath.Base(p)
	if s.ignore(base) {
		return nil
	}
	root, known := s.roots[dir]
	if !known {
		var err error
		if root, err = os.OpenRoot(dir); err != nil {
			return usagef("%s: %s", p, fault.Cause(err))
		}
		s.roots[dir] = root
	}
	at := place{root, base}
	if _, err := root.Lstat(base); err != nil {
		return usagef("%s: %s", p, fault.Cause(err))
	}
	return s.add(p, at, base)
}

// walk adds the files of the folder at, whose name below the user's folder is rel.
func (s *scanner) walk(dir string, at place, rel string, depth int) error {
	names, err := at.list()
	if err != nil {
		if rel == "" {
			return usagef("%s %s", dir, err)
		}
		s.refuse(dir, rel, err.Error())
		return nil
	}
	for _, d := range names {
		if s.ignore(d.Name()) {
			continue
		}
		full, name := filepath.Join(dir, d.Name()), path.Join(rel, d.Name())
		switch {
		case d.IsDir() && depth == 0 && isSheet(d.Name()):
			return usagef("%s is a folder, and not the description of the meeting: rename it", full)
		case d.IsDir() && depth == maxDepth:
			s.refuse(full, name, fmt.Sprintf("lies more than %d folders deep", maxDepth))
			continue
		case d.IsDir():
			err = s.walk(full, at.below(d.Name()), name, depth+1)
		default:
			err = s.add(full, at.below(d.Name()), name)
		}
		if err != nil {
			return err
		}
		if s.count > maxNames {
			return usagef("%s has more than %d files; a meeting may have %d", dir, maxNames, maxFiles)
		}
	}
	return nil
}

// add lists one file, unless it is meeting.yaml. A meeting.yaml that cannot be read is
// an error: without it, a private meeting would be published.
func (s *scanner) add(full string, at place, name string) error {
	info, err := at.stat()
	switch {
	case err == nil && info.IsDir():
		err = refusal("is a link to a folder, and those are not followed")
	case err == nil && !info.Mode().IsRegular():
		err = refusal(irregular(info.Mode()))
	}
	switch {
	case err != nil && isSheet(name):
		return usagef("%s %s", full, err)
	case err != nil:
		s.refuse(full, name, err.Error())
	case isSheet(name):
		s.sheets = append(s.sheets, sheetPlace{full, at})
	default:
		s.count++
		s.entries = append(s.entries, entry{path: full, at: at, name: strings.ToValidUTF8(name, "\ufffd"), size: info.Size()})
	}
	return nil
}

func (s *scanner) refuse(full, name, why string) {
	s.entries = append(s.entries, entry{path: full, name: strings.ToValidUTF8(name, "\ufffd"), refusal: why})
}

func isSheet(name string) bool {
	return strings.EqualFold(name, "meeting.yaml") || strings.EqualFold(name, "meeting.yml")
}

// ignore reports whether a file or folder of this name is a temporary or system
// file. An unfinished download gets a note.
func (s *scanner) ignore(name string) bool {
	if Unfinished(name) {
		s.notes = append(s.notes, name+" is an unfinished download or upload; it was left out")
		return true
	}
	switch strings.ToLower(name) {
	case "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
}

// Unfinished reports whether a name is that of a download or a copy that is not complete.
func Unfinished(name string) bool {
	return slices.ContainsFunc([]string{".crdownload", ".part", ".partial", ".filepart"}, func(end string) bool {
		return strings.HasSuffix(strings.ToLower(name), end)
	})
}

// finish detects the formats, once the number of files is known to be allowed.
func (s *scanner) finish(paths []string) (listing, error) {
	switch {
	case s.count > maxFiles:
		return listing{}, usagef("%s has %d files; a meeting may have %d", where(paths), s.count, maxFiles)
	case len(s.sheets) > 1:
		return listing{}, usagef("%s and %s: keep one of the two", s.sheets[0].path, s.sheets[1].path)
	case len(s.entries) == 0:
		why := ""
		if len(s.notes) > 0 {
			why = "; " + strings.Join(s.notes, "; ")
		}
		if len(s.sheets) == 1 {
			why = " beside " + filepath.Base(s.sheets[0].path) + why
		}
		return listing{}, usagef("%s has no files%s", where(paths), why)
	}
	for _, sheet := range s.sheets {
		data, err := readSheet(sheet)
		if err != nil {
			return listing{}, err
		}
		s.sheet = &sheetFile{sheet.path, data}
	}
	if s.folder == "" {
		s.entries = distinct(s.entries)
	}
	slices.SortStableFunc(s.entries, func(a, b entry) int { return natural(a.name, b.name) })
	for i := range s.entries {
		if e := &s.entries[i]; e.refusal == "" {
			e.look()
		}
	}
	return s.listing, nil
}

func where(paths []string) string {
	if len(paths) == 1 {
		return paths[0]
	}
	return "what was given"
}

func readSheet(sheet sheetPlace) ([]byte, error) {
	file, err := sheet.at.open()
	if err != nil {
		return nil, usagef("%s %s", sheet.path, err)
	}
	defer func() { _ = file.Close() }() // only read from
	data, err := io.ReadAll(io.LimitReader(file, maxSheet+1))
	switch {
	case err != nil:
		return nil, usagef("%s: %s", sheet.path, fault.Cause(err))
	case len(data) > maxSheet:
		return nil, usagef("%s is longer than %d bytes", sheet.path, maxSheet)
	}
	return data, nil
}

// look detects the format of the file.
func (e *entry) look() {
	file, err := e.at.open()
	if err != nil {
		e.refusal = err.Error()
		return
	}
	defer func() { _ = file.Close() }() // only read from
	e.format, err = sniff.File(file, e.size)
	if limit := e.helperSize(); err == nil && limit > 0 {
		e.helper, err = io.ReadAll(io.LimitReader(file, limit))
	}
	if err != nil {
		e.refusal = "cannot be read: " + fault.Cause(err).Error()
	}
}

// helperSize is how many bytes are read of a file that describes other files; 0
// for most.
func (e *entry) helperSize() int64 {
	const start = 4 << 10
	switch {
	case strings.EqualFold(e.base(), "metadata.xml") && e.size <= maxMetadata:
		return maxMetadata
	case e.isSchedule() && e.dir() == "." && e.size <= agenda.MaxSize:
		return agenda.MaxSize
	case e.ext() == "srt" && strings.HasPrefix(strings.ToUpper(e.base()), "DJI_"):
		return start
	}
	return 0
}

// distinct drops files that were named twice, and puts the folder before the
// names that several files bear.
func distinct(entries []entry) []entry {
	seen := make(map[string]bool)
	entries = slices.DeleteFunc(entries, func(e entry) bool {
		again := seen[absolute(e.path)]
		seen[absolute(e.path)] = true
		return again
	})
	bearers := make(map[string]int)
	for _, e := range entries {
		bearers[e.name]++
	}
	for i, e := range entries {
		if bearers[e.name] > 1 {
			entries[i].name = path.Join(baseName(filepath.Dir(e.path)), e.name)
		}
	}
	return entries
}

// baseName is the name of a folder, also of "." and "..".
func baseName(dir string) string {
	name := filepath.Base(absolute(dir))
	if name == string(filepath.Separator) {
		return ""
	}
	return strings.ToValidUTF8(name, "\ufffd")
}

func absolute(p string) string {
	if abs, err := filepath.Abs(p); err == nil {
		return abs
	}
	return filepath.Clean(p)
}

package intake

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

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
	s := &scanner{}
	if len(paths) == 0 {
		return listing{}, usagef("no files are given: name a folder, or files")
	}
	for _, p := range paths {
		info, err := os.Stat(p)
		if err != nil {
			return listing{}, usagef("%s: %s", p, cause(err))
		}
		if !info.IsDir() {
			if !s.ignore(filepath.Base(p)) {
				s.add(p, filepath.Base(p), info)
			}
			continue
		}
		if len(paths) > 1 {
			return listing{}, usagef("%s is a folder: name one folder, or any number of files", p)
		}
		s.folder = baseName(p)
		if err := s.walk(p, "", 0); err != nil {
			return listing{}, err
		}
	}
	return s.finish(paths)
}

// scanner gathers a listing.
type scanner struct {
	listing
	sheets []string
	count  int
}

// walk adds the files of dir, whose name below the folder is rel.
func (s *scanner) walk(dir, rel string, depth int) error {
	names, err := os.ReadDir(dir)
	if err != nil {
		if rel == "" {
			return usagef("%s: %s", dir, cause(err))
		}
		s.refuse(dir, rel, "cannot be read: "+cause(err))
		return nil
	}
	for _, d := range names {
		if s.ignore(d.Name()) {
			continue
		}
		full, name := filepath.Join(dir, d.Name()), path.Join(rel, d.Name())
		switch {
		case d.IsDir() && depth == maxDepth:
			s.refuse(full, name, fmt.Sprintf("lies more than %d folders deep", maxDepth))
			continue
		case d.IsDir():
			if err := s.walk(full, name, depth+1); err != nil {
				return err
			}
			continue
		}
		info, err := os.Stat(full) // follows a link: to a file it is as good as the file
		if err != nil {
			s.refuse(full, name, "cannot be read: "+cause(err))
			continue
		}
		s.add(full, name, info)
		if s.count > maxNames {
			return usagef("%s has more than %d files; a meeting may have %d", dir, maxNames, maxFiles)
		}
	}
	return nil
}

// add lists one file, unless it is meeting.yaml.
func (s *scanner) add(full, name string, info fs.FileInfo) {
	switch {
	case info.IsDir():
		s.refuse(full, name, "is a link to a folder, and those are not followed")
		return
	case !info.Mode().IsRegular():
		s.refuse(full, name, "is not a regular file")
		return
	case isSheet(name):
		s.sheets = append(s.sheets, full)
		return
	}
	s.count++
	s.entries = append(s.entries, entry{path: full, name: strings.ToValidUTF8(name, "\ufffd"), size: info.Size()})
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
	lower := strings.ToLower(name)
	for _, end := range []string{".crdownload", ".part", ".partial", ".filepart"} {
		if strings.HasSuffix(lower, end) {
			s.notes = append(s.notes, name+" is an unfinished download or upload; it was left out")
			return true
		}
	}
	switch lower {
	case "thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx":
		return true
	}
	return strings.HasPrefix(name, ".") || strings.HasPrefix(name, "~$")
}

// finish detects the formats, once the number of files is known to be allowed.
func (s *scanner) finish(paths []string) (listing, error) {
	switch {
	case s.count > maxFiles:
		return listing{}, usagef("%s has %d files; a meeting may have %d", where(paths), s.count, maxFiles)
	case len(s.sheets) > 1:
		return listing{}, usagef("%s and %s: keep one of the two", s.sheets[0], s.sheets[1])
	case len(s.entries) == 0:
		why := ""
		if len(s.notes) > 0 {
			why = "; " + strings.Join(s.notes, "; ")
		}
		if len(s.sheets) == 1 {
			why = " beside " + filepath.Base(s.sheets[0]) + why
		}
		return listing{}, usagef("%s has no files%s", where(paths), why)
	}
	for _, sheet := range s.sheets {
		data, err := readSheet(sheet)
		if err != nil {
			return listing{}, err
		}
		s.sheet = &sheetFile{sheet, data}
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

func readSheet(name string) ([]byte, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, usagef("%s: %s", name, cause(err))
	}
	defer func() { _ = file.Close() }() // only read from
	data, err := io.ReadAll(io.LimitReader(file, maxSheet+1))
	switch {
	case err != nil:
		return nil, usagef("%s: %s", name, cause(err))
	case len(data) > maxSheet:
		return nil, usagef("%s is longer than %d bytes", name, maxSheet)
	}
	return data, nil
}

// look detects the format of the file.
func (e *entry) look() {
	file, err := os.Open(e.path)
	if err == nil {
		defer func() { _ = file.Close() }() // only read from
		e.format, err = sniff.File(file, e.size)
	}
	if limit := e.helperSize(); err == nil && limit > 0 {
		e.helper, err = io.ReadAll(io.LimitReader(file, limit))
	}
	if err != nil {
		e.refusal = "cannot be read: " + cause(err)
	}
}

// helperSize is how many bytes are read of a file that describes other files; 0
// for most.
func (e *entry) helperSize() int64 {
	const start = 4 << 10
	switch {
	case strings.EqualFold(e.base(), "metadata.xml") && e.size <= maxMetadata:
		return maxMetadata
	case e.ext() == "srt" && strings.HasPrefix(strings.ToUpper(e.base()), "DJI_"):
		return start
	}
	return 0
}

// cause is the reason of a failed system call, without the call.
func cause(err error) string {
	if failed := (*fs.PathError)(nil); errors.As(err, &failed) {
		return failed.Err.Error()
	}
	return err.Error()
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

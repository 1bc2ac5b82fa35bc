package intake

import (
	"bufio"
	"compress/bzip2"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"proceedings/internal/compressed"
	"proceedings/internal/fault"
	"proceedings/internal/sniff"
)

// maxUnpacked is the number of bytes that any archive may unpack to.
const maxUnpacked = 1 << 30

// archiveEndings are the endings of names that are not part of a meeting's name.
func archiveEndings() []string {
	return []string{".tar.gz", ".tar.bz2", ".tgz", ".tbz2", ".tbz", ".tar", ".zip"}
}

// IsArchive reports whether a path names an archive of files that [ReadArchive] unpacks. Archives that
// are a deck, such as a PPTX file or a ZIP of images, are none.
func IsArchive(path string) bool {
	file, err := File{Path: path}.Open()
	if err != nil {
		return false // whoever reads it says why
	}
	defer file.Close() //nolint:errcheck // only read from
	_, is := archiveFormat(file)
	return is
}

// archiveFormat looks into a file, and leaves its offset at the beginning.
func archiveFormat(file *os.File) (compressed.Format, bool) {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return "", false
	}
	found, err := sniff.File(file, info.Size())
	if err != nil || !found.Archive() {
		return "", false
	}
	format := compressed.Format(found.Name)
	var r io.Reader = bufio.NewReader(file)
	switch format {
	case compressed.ZIP, compressed.Tar:
		return format, true
	case compressed.Gzip:
		if r, err = gzip.NewReader(r); err != nil {
			return "", false
		}
	case compressed.Bzip2:
		r = bzip2.NewReader(r)
	default:
		return "", false
	}
	head := make([]byte, 512) // a tar's first header
	_, err = io.ReadFull(r, head)
	_, seekErr := file.Seek(0, io.SeekStart)
	return format, err == nil && seekErr == nil && sniff.IsTar(head)
}

// ReadArchive is [Read] for the folder in an archive. It is unpacked into a folder of its own below
// the one for temporary files, until the input is closed. The archive itself is not submitted.
func ReadArchive(ctx context.Context, path string, opts Options) (in Input, err error) {
	file, err := File{Path: path}.Open()
	if err != nil {
		return in, usagef("%s: %s", path, fault.Cause(err))
	}
	defer file.Close() //nolint:errcheck // only read from
	format, is := archiveFormat(file)
	if !is {
		return in, usagef("%s is no archive that can be unpacked here", path)
	}
	dir, err := os.MkdirTemp("", "proceedings-unpacked-")
	if err != nil {
		return in, usagef("make a temporary folder in %s to unpack %s: %s; TMPDIR sets another place", os.TempDir(), path, fault.Cause(err))
	}
	s := &scanner{roots: make(map[string]*os.Root)}
	remove := func() { _ = errors.Join(s.closed(nil), os.RemoveAll(dir)) } // nothing else is in it
	defer func() {
		if err != nil {
			remove()
		}
	}()
	refused, err := compressed.Unpack(ctx, file, format, dir, compressed.Limits{Files: maxFiles, Depth: maxDepth, Bytes: maxUnpacked})
	if own := (*compressed.Error)(nil); errors.As(err, &own) {
		return in, usagef("%s %s", path, own)
	}
	if err != nil {
		return in, err
	}
	for _, r := range refused { // without it, a private meeting would be published
		if isSheet(baseOf(r.Name)) {
			return in, usagef("%s: %s %s", path, r.Name, r.Reason)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return in, usagef("%s: %s", path, fault.Cause(err))
	}
	s.roots[dir] = root
	top := s.topFolder(place{root, "."})
	s.folder = top.name
	if top.name == "." {
		s.folder = archiveName(path)
	}
	if err = s.walk(filepath.Join(dir, top.name), top, "", 0); err != nil {
		return in, err
	}
	for i := range s.sheets { // messages show the path in the archive
		s.sheets[i].path = filepath.Join(path, strings.TrimPrefix(s.sheets[i].path, dir))
	}
	for _, r := range refused {
		s.refuse(filepath.Join(dir, r.Name), strings.TrimPrefix(r.Name, top.name+"/"), r.Reason)
	}
	found, err := s.finish([]string{path})
	if err != nil {
		return in, err
	}
	if in, err = decide(found, opts); err != nil {
		return in, err
	}
	in.close = remove
	return in, nil
}

// topFolder returns the folder that has the meeting: the only one in at, if at has nothing else.
func (s *scanner) topFolder(at place) place {
	entries, err := at.list()
	if err != nil {
		return at // the walk says why
	}
	only := ""
	for _, e := range entries {
		switch {
		case s.ignore(e.Name()):
		case only != "" || !e.IsDir():
			return at
		default:
			only = e.Name()
		}
	}
	return at.below(only)
}

// baseOf is the last part of a path in an archive.
func baseOf(name string) string { return name[strings.LastIndexAny(name, `/\`)+1:] }

// archiveName is the name of an archive without what says that it is one.
func archiveName(path string) string {
	name := baseName(path)
	for _, end := range archiveEndings() {
		if len(name) > len(end) && strings.EqualFold(name[len(name)-len(end):], end) {
			return name[:len(name)-len(end)]
		}
	}
	return name
}

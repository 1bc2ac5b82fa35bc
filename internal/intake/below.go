package intake

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"golang.org/x/text/unicode/norm"

	"proceedings/internal/fault"
)

// ReadBelow is [Read] for folders and files below a folder, by relative paths with slashes, or
// by absolute ones within it. It never leaves the folder, and follows no link to a path. Of
// several folders, the names of files begin with the folder's. The caller closes the input.
func ReadBelow(folder string, paths []string, opts Options) (Input, error) {
	top, err := os.OpenRoot(folder)
	if err != nil {
		return Input{}, usagef("%s: %s", folder, fault.Cause(err))
	}
	defer top.Close() //nolint:errcheck // only read from
	s := &scanner{roots: make(map[string]*os.Root)}
	for _, p := range paths {
		if err = s.addBelow(top, folder, p, len(paths) > 1); err != nil {
			return Input{}, s.closed(err)
		}
	}
	found, err := s.finish(paths)
	if err != nil {
		return Input{}, s.closed(err)
	}
	in, err := decide(found, opts)
	if err != nil {
		return Input{}, s.closed(err)
	}
	in.close = func() { _ = s.closed(nil) }
	return in, nil
}

// Close closes the folders of an input of [ReadBelow], and deletes what [ReadArchive] unpacked. Its
// files cannot be opened any more.
func (in Input) Close() {
	if in.close != nil {
		in.close()
	}
}

// closed closes the folders that were opened, and returns err.
func (s *scanner) closed(err error) error {
	for _, root := range s.roots {
		_ = root.Close() // only read from
	}
	return err
}

// addBelow adds a folder or a file. several means that there are others.
func (s *scanner) addBelow(top *os.Root, folder, name string, several bool) error {
	rel, err := relative(folder, name)
	if err != nil {
		return err
	}
	rel, info, err := find(top, rel)
	if err != nil {
		return err
	}
	dir := rel
	if !info.IsDir() {
		dir = path.Dir(rel)
	}
	root, known := s.roots[dir]
	if !known {
		if root, err = top.OpenRoot(filepath.FromSlash(dir)); err != nil {
			return usagef("%s cannot be opened: %s", name, fault.Cause(err))
		}
		s.roots[dir] = root
	}
	full := filepath.Join(folder, filepath.FromSlash(rel))
	if !info.IsDir() {
		return s.add(full, place{root, path.Base(rel)}, path.Base(rel))
	}
	prefix := ""
	if several {
		prefix = path.Base(rel)
	} else {
		s.folder = baseName(full)
	}
	return s.walk(full, place{root, "."}, prefix, 0)
}

// relative returns the path of name below folder.
func relative(folder, name string) (string, error) {
	if path.IsAbs(name) {
		below, err := filepath.Rel(absolute(folder), name)
		if err != nil || !filepath.IsLocal(below) {
			return "", usagef("%s is outside %s: name a folder that has all files with --root", name, folder)
		}
		name = filepath.ToSlash(below)
	}
	if !filepath.IsLocal(filepath.FromSlash(name)) {
		return "", usagef("%s is outside %s", name, folder)
	}
	return name, nil
}

// find looks for a path part by part, and refuses links. A name that differs only in the form of
// its accents, as on disks of a Mac, is the same.
func find(top *os.Root, name string) (rel string, info fs.FileInfo, err error) {
	rel = "."
	parts := strings.Split(path.Clean(name), "/")
	for i, part := range parts {
		for _, form := range []string{part, norm.NFC.String(part), norm.NFD.String(part)} {
			if info, err = top.Lstat(filepath.FromSlash(path.Join(rel, form))); err == nil {
				part = form
				break
			}
		}
		switch {
		case err != nil && os.IsNotExist(err):
			return "", nil, usagef("%s does not exist%s", name, didYouMean(top, rel, part))
		case err != nil:
			return "", nil, usagef("%s cannot be read: %s", name, fault.Cause(err))
		case info.Mode()&fs.ModeSymlink != 0:
			return "", nil, usagef("%s leads through a link (%s), and links are not followed: write the path of the files themselves", name, path.Join(rel, part))
		case i < len(parts)-1 && !info.IsDir():
			return "", nil, usagef("%s does not exist: %s is a file", name, path.Join(rel, part))
		}
		rel = path.Join(rel, part)
	}
	return rel, info, nil
}

// didYouMean names an entry of a folder with a similar name.
func didYouMean(top *os.Root, dir, part string) string {
	entries, err := fs.ReadDir(top.FS(), dir)
	if err != nil {
		return ""
	}
	names := make([]string, len(entries))
	for i, e := range entries {
		names[i] = e.Name()
	}
	if best := nearest(part, names); best != "" {
		return "; there is " + path.Join(dir, best)
	}
	return ""
}

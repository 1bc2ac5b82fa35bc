package sniff

import (
	"archive/zip"
	"path"
	"strings"
)

// album reports whether an archive holds pictures and nothing else: slides
// that a program has saved one by one. All must be named so; the first is
// looked at, the others are for whoever binds them.
func album(entries []*zip.File) bool {
	found := false
	for _, entry := range entries {
		name := strings.ReplaceAll(entry.Name, `\`, "/")
		if Litter(name) {
			continue
		}
		if !pictureName(name) {
			return false
		}
		if !found && !byMagic(nil, part(entry, 64)).Slides {
			return false
		}
		found = true
	}
	return found
}

func pictureName(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".jpe", ".webp", ".gif", ".tif", ".tiff", ".bmp":
		return true
	}
	return false
}

// Litter reports whether an entry of an archive is a by-product of a program or
// system, such as Thumbs.db.
func Litter(name string) bool {
	base := path.Base(name)
	return strings.HasSuffix(name, "/") || strings.HasPrefix(name, "__MACOSX/") || strings.HasPrefix(base, ".") ||
		strings.EqualFold(base, "Thumbs.db") || strings.EqualFold(base, "desktop.ini")
}

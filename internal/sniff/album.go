package sniff

import (
	"archive/zip"
	"path"
	"strings"
)

// album reports whether an archive holds pictures: slides that a program has saved one by
// one. odd is the first entry that is none; empty if all are. All pictures must be named
// so; the first is looked at, the others are for whoever binds them.
func album(entries []*zip.File) (found bool, odd string) {
	for _, entry := range entries {
		name := strings.ReplaceAll(entry.Name, `\`, "/")
		switch {
		case Litter(name):
			continue
		case pictureName(name) && (found || byMagic(nil, part(entry, 64)).Slides):
			found = true
		case odd == "":
			odd = name
		}
	}
	return found, odd
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

// shortened is the name of an entry for a message.
func shortened(name string) string {
	const most = 80
	letters := []rune(strings.ToValidUTF8(name, "\ufffd"))
	if len(letters) > most {
		return string(letters[:most]) + "…"
	}
	return string(letters)
}

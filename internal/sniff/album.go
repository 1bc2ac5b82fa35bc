package sniff

import (
	"archive/zip"
	"path"
	"slices"
	"strings"
)

// album reports whether an archive holds pictures: slides that a program has saved one by
// one. odd is the first entry that is none; empty if all are. All pictures must be named
// so; the first is looked at, the others are for whoever binds them.
func album(entries []*zip.File) (found bool, odd string) {
	for _, entry := range entries {
		name := strings.ReplaceAll(entry.Name, `\`, "/")
		switch {
		case Litter(name), AboutAlbum(name):
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

// AboutAlbum reports whether an entry of an archive of images is a text about them, which
// is left out: a README, a licence.
func AboutAlbum(name string) bool {
	switch base := path.Base(name); strings.ToLower(path.Ext(base)) {
	case ".txt", ".md", ".nfo", ".url", ".webloc":
		return true
	case "":
		return slices.Contains([]string{"readme", "licence", "license", "copying"}, strings.ToLower(base))
	}
	return false
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

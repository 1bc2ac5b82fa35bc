package sniff

import (
	"archive/zip"
	"bytes"
	"io"
	"path"
	"regexp"
	"strings"
)

// iWork knows Apple's documents, most of which only Apple's programs open. A document
// that is a folder has an archive Index.zip in it, and may be in a folder of the archive.
func iWork(f *file, names map[string]*zip.File) Format {
	other := false
	for name, entry := range names {
		if strings.HasPrefix(name, "__MACOSX/") {
			continue
		}
		if isKeynotePart(name) {
			return keynote()
		}
		folder := path.Dir(name)
		switch {
		case path.Base(name) == "Index.zip" && strings.Count(name, "/") <= 1:
			if holdsSlides(f, entry) {
				return keynote()
			}
			other = true
		case name == "Index/Document.iwa", strings.HasSuffix(name, "/Index/Document.iwa") && !strings.Contains(path.Dir(folder), "/"):
			other = true
		}
	}
	if other {
		return refused("iwork", "is a Pages, Numbers or Keynote document, which only Apple's programs open; hand it in as PDF")
	}
	return Format{}
}

func keynote() Format { return deck("key", "application/vnd.apple.keynote") }

// slidePicture matches a picture of a slide in a Keynote document.
var slidePicture = regexp.MustCompile(`^(.*/)?Data/st(\d+|-[0-9A-Fa-f-]{36})(-\d+)?\.(jpe?g|png|tiff?)$`)

func isKeynotePart(name string) bool {
	if slidePicture.MatchString(name) {
		return true
	}
	switch base := path.Base(name); base {
	case "index.apxl", "Presentation.iwa", "presentation.apxl", "presentation.apxl.gz":
		return true
	default:
		return (strings.HasPrefix(name, "Index/") || strings.Contains(name, "/Index/")) && strings.HasSuffix(name, ".iwa") &&
			(strings.HasPrefix(base, "Slide") || strings.HasPrefix(base, "MasterSlide") || strings.HasPrefix(base, "TemplateSlide"))
	}
}

// holdsSlides reports whether Index.zip is that of a Keynote document.
func holdsSlides(f *file, entry *zip.File) bool {
	var r io.ReaderAt
	size := int64(entry.UncompressedSize64) //nolint:gosec // a negative size fails below
	if off, err := entry.DataOffset(); err == nil && entry.Method == zip.Store {
		r = io.NewSectionReader(f, off, size)
	} else {
		data := part(entry, 4*maxPart)
		r, size = bytes.NewReader(data), int64(len(data))
	}
	nested, err := zip.NewReader(r, size)
	if err != nil || len(nested.File) > maxEntries {
		return false
	}
	for _, e := range nested.File {
		if isKeynotePart(strings.ReplaceAll(e.Name, `\`, "/")) {
			return true
		}
	}
	return false
}

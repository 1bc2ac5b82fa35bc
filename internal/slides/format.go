package slides

import (
	"fmt"
	"io"

	"proceedings/internal/slides/office"
	"proceedings/internal/sniff"
)

// Format is the kind of a deck, as far as the way of reading it goes.
type Format string

// The formats. Slide shows, templates and files with macros have the format on
// which they are based: a .ppsm is PPTX, an .otp is ODP.
const (
	PPTX Format = "pptx"
	PPT  Format = "ppt"
	ODP  Format = "odp"
	PDF  Format = "pdf"
	KEY  Format = "key" // Keynote, of which LibreOffice reads some versions
)

// The formats that are first wrapped as an OpenDocument archive.
const (
	flatODP     Format = "fodp"
	singleImage Format = "picture"
	imageAlbum  Format = "album"
)

func (f Format) needsWrapping() bool { return f == flatODP || f == singleImage || f == imageAlbum }

// formatOf is the format of a recognised file, or "" for one that is not a deck.
func formatOf(found sniff.Format) Format {
	if found.Slides {
		return singleImage
	}
	switch name := found.Name; name {
	case "pptx", "pptm", "ppsx", "ppsm", "potx", "potm":
		return PPTX
	case "odp", "otp":
		return ODP
	case "fodp", "fotp":
		return flatODP
	case "ppt", "pdf", "key", "album":
		return Format(name)
	}
	return ""
}

// CarriesNotes reports whether a file of a format, as package sniff names it, is a deck
// that may have speaker notes and hidden slides.
func CarriesNotes(format string) bool {
	switch formatOf(sniff.Format{Name: format}) {
	case PPTX, PPT, ODP, flatODP, KEY:
		return true
	}
	return false
}

// ReadsText reports whether the text of a deck of a format, as package sniff names it, is
// read without LibreOffice, which takes seconds.
func ReadsText(format string) bool {
	switch formatOf(sniff.Format{Name: format}) {
	case PPTX, ODP, flatODP, PDF:
		return true
	}
	return false
}

// encryptedFormat is the format of an encrypted deck, or "" for any other file.
// Only LibreOffice can open it, without its size being checked.
func encryptedFormat(r io.ReaderAt, size int64) (Format, error) {
	found, err := sniff.File(r, size)
	if err != nil {
		return "", fmt.Errorf("look at the deck: %w", err)
	}
	switch {
	case found.EncryptedDeck():
		return PPT, nil
	case found.Name == "encrypted":
		return PPTX, nil // or Word or Excel, which LibreOffice does not open as a deck
	case formatOf(found) != ODP:
		return "", nil
	}
	const manifest = "META-INF/manifest.xml"
	archive, err := office.Open(r, size, office.DefaultLimits())
	if err != nil {
		return "", fmt.Errorf("open the deck: %w", err)
	}
	if !archive.Has(manifest) {
		return "", nil
	}
	root, err := archive.Tree(manifest, nil)
	if err != nil {
		return "", fmt.Errorf("open the deck: %w", err)
	}
	for range root.Find("encryption-data") {
		return ODP, nil
	}
	return "", nil
}

package sniff

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"proceedings/internal/meeting"
)

// Limits on what is looked at within an archive.
const (
	maxEntries = 10_000
	maxPart    = 1 << 20
)

// byContainer looks into the archives that office documents are.
func byContainer(f *file, head []byte) Format {
	switch {
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return inZip(f)
	case bytes.HasPrefix(head, []byte("PK\x05\x06")):
		return refused("zip", "is an archive with nothing in it")
	case bytes.HasPrefix(head, []byte(oleSignature)):
		return inOLE(f, head)
	}
	return Format{}
}

func inZip(f *file) Format {
	if entries(f) > maxEntries {
		return tooMany()
	}
	archive, err := zip.NewReader(f, f.size)
	switch {
	case errors.Is(err, errBudget):
		return tooMany()
	case err != nil && !errors.Is(err, zip.ErrInsecurePath): // nothing is unpacked to a path here
		return refused("zip", "is damaged: the table of contents at its end is missing or broken")
	case len(archive.File) > maxEntries:
		return tooMany()
	}

	names := make(map[string]*zip.File, len(archive.File))
	for _, entry := range archive.File {
		name := strings.ReplaceAll(entry.Name, `\`, "/") // written so by some converters
		if names[name] == nil {
			names[name] = entry
		}
	}
	for _, look := range []func(map[string]*zip.File) Format{openDocument, openXML} {
		if found := look(names); found.Name != "" {
			return found
		}
	}
	if found := iWork(f, names); found.Name != "" {
		return found
	}
	switch found, odd := album(archive.File); {
	case found && odd == "":
		return deck("album", "application/zip")
	case found:
		return refused("zip", fmt.Sprintf("is a compressed archive with images, but %s in it is no image; "+
			"remove that from the archive, or extract the archive and add the files", shortened(odd)))
	}
	return refused("zip", archived)
}

// entries is how many entries an archive says it has: archive/zip makes room
// for them before it has seen one.
func entries(f *file) uint64 {
	const endSize, locatorSize, zip64Size = 22, 20, 56
	start := max(0, f.size-endSize-0xffff)
	tail := f.at(start, endSize+0xffff)
	i := bytes.LastIndex(tail[:max(0, len(tail)-endSize+4)], []byte("PK\x05\x06"))
	if i < 0 {
		return 0
	}
	count := uint64(binary.LittleEndian.Uint16(tail[i+10:]))
	locator := f.at(start+int64(i)-locatorSize, locatorSize)
	if len(locator) == locatorSize && string(locator[:4]) == "PK\x06\x07" {
		end := f.at(int64(binary.LittleEndian.Uint64(locator[8:])), zip64Size)
		if len(end) == zip64Size && string(end[:4]) == "PK\x06\x06" {
			count = max(count, binary.LittleEndian.Uint64(end[32:]))
		}
	}
	return count
}

func tooMany() Format {
	return refused("zip", fmt.Sprintf("is an archive with more than %d entries", maxEntries))
}

// part is the beginning of an entry, as far as it can be unpacked.
func part(entry *zip.File, n int64) []byte {
	body, err := entry.Open()
	if err != nil {
		return nil
	}
	defer func() { _ = body.Close() }()            // only read from
	data, _ := io.ReadAll(io.LimitReader(body, n)) // damage: what was read counts
	return data
}

// openDocument goes by the mimetype entry (OpenDocument 1.3 part 2, 3.3);
// EPUB has one too.
func openDocument(names map[string]*zip.File) Format {
	entry := names["mimetype"]
	if entry == nil {
		return Format{}
	}
	return byMimetype(strings.TrimSpace(string(part(entry, 256))))
}

// byMimetype knows OpenDocument's media types, of packages and of flat XML.
func byMimetype(mediaType string) Format {
	if mediaType == "application/epub+zip" {
		return document("epub", mediaType)
	}
	kind, found := strings.CutPrefix(mediaType, "application/vnd.oasis.opendocument.")
	if !found {
		return Format{}
	}
	switch kind {
	case "presentation":
		return deck("odp", mediaType)
	case "presentation-template":
		return deck("otp", mediaType)
	case "text", "text-master", "text-web":
		return document("odt", mediaType)
	case "text-template":
		return document("ott", mediaType)
	case "spreadsheet":
		return document("ods", mediaType)
	case "spreadsheet-template":
		return document("ots", mediaType)
	case "graphics", "graphics-template":
		return document("odg", mediaType)
	}
	return Format{}
}

// mainTypes are the content types that the main part of an Office Open XML
// package may have, each with the format that it makes of the package.
func mainTypes() map[string]Format {
	const ooxml = "application/vnd.openxmlformats-officedocument."
	const slides = ooxml + "presentationml."
	return map[string]Format{
		slides + "presentation.main+xml":                                   deck("pptx", slides+"presentation"),
		slides + "slideshow.main+xml":                                      deck("ppsx", slides+"slideshow"),
		slides + "template.main+xml":                                       deck("potx", slides+"template"),
		"application/vnd.ms-powerpoint.presentation.macroenabled.main+xml": deck("pptm", "application/vnd.ms-powerpoint.presentation.macroEnabled.12"),
		"application/vnd.ms-powerpoint.slideshow.macroenabled.main+xml":    deck("ppsm", "application/vnd.ms-powerpoint.slideshow.macroEnabled.12"),
		"application/vnd.ms-powerpoint.template.macroenabled.main+xml":     deck("potm", "application/vnd.ms-powerpoint.template.macroEnabled.12"),
		ooxml + "wordprocessingml.document.main+xml":                       document("docx", ooxml+"wordprocessingml.document"),
		ooxml + "wordprocessingml.template.main+xml":                       document("dotx", ooxml+"wordprocessingml.template"),
		"application/vnd.ms-word.document.macroenabled.main+xml":           document("docm", "application/vnd.ms-word.document.macroEnabled.12"),
		"application/vnd.ms-word.template.macroenabledtemplate.main+xml":   document("dotm", "application/vnd.ms-word.template.macroEnabled.12"),
		ooxml + "spreadsheetml.sheet.main+xml":                             document("xlsx", ooxml+"spreadsheetml.sheet"),
		ooxml + "spreadsheetml.template.main+xml":                          document("xltx", ooxml+"spreadsheetml.template"),
		"application/vnd.ms-excel.sheet.macroenabled.main+xml":             document("xlsm", "application/vnd.ms-excel.sheet.macroEnabled.12"),
		"application/vnd.ms-excel.sheet.binary.macroenabled.main":          document("xlsb", "application/vnd.ms-excel.sheet.binary.macroEnabled.12"),
		"application/vnd.ms-visio.drawing.main+xml":                        document("vsdx", "application/vnd.ms-visio.drawing"),
		"application/vnd.ms-package.xps-fixeddocumentsequence+xml":         document("xps", "application/vnd.ms-xpsdocument"),
	}
}

// openXML goes by the content type of the main part (ISO/IEC 29500-2, 10.1.2).
// Where the list of types cannot be read, the place of the main part tells.
func openXML(names map[string]*zip.File) Format {
	entry := names["[Content_Types].xml"]
	if entry == nil {
		return Format{}
	}
	known := mainTypes()
	var document Format // a deck goes before any other main part
	for decoder := xml.NewDecoder(bytes.NewReader(part(entry, maxPart))); ; {
		token, err := decoder.RawToken()
		if err != nil {
			break // the end, or damage: what was read counts
		}
		element, ok := token.(xml.StartElement)
		if !ok {
			continue
		}
		for _, attr := range element.Attr {
			found := known[strings.ToLower(strings.TrimSpace(attr.Value))]
			if attr.Name.Local != "ContentType" || found.Name == "" {
				continue
			}
			if found.Role == meeting.Deck {
				return found
			}
			document = found
		}
	}
	if document.Name == "" && names["ppt/presentation.xml"] != nil {
		return deck("pptx", "application/vnd.openxmlformats-officedocument.presentationml.presentation")
	}
	return document
}

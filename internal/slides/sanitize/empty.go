package sanitize

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"

	"proceedings/internal/slides/office"
)

// emptySlide is a slide without content.
const emptySlide = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` +
	`<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">` +
	`<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/></p:spTree></p:cSld></p:sld>`

// EmptySlides writes a copy of an Office Open XML presentation, itself made by
// Copy, in which the slides of the named parts are empty. They stay slides, so that
// the others keep their numbers, and links to them work.
func EmptySlides(w io.Writer, a *office.Archive, slides []string) error {
	empty := map[string]bool{} // by key
	for _, name := range slides {
		key, _ := office.Key(name)
		empty[key] = rootName(a, name) == "sld" // and not a layout, to which a wrong relation leads
	}
	out := zip.NewWriter(w)
	for _, p := range a.Parts() {
		var err error
		switch {
		case empty[p.Key]:
			err = office.WritePart(out, p.PlainName(), []byte(emptySlide))
		case path.Base(path.Dir(p.Key)) == "_rels" && empty[ownerOf(p.Key)]:
			err = writeLayoutRelation(out, a, p)
		default:
			err = a.CopyPart(out, p)
		}
		if err != nil {
			return fmt.Errorf("copy %s: %w", p.Name, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("copy the archive: %w", err)
	}
	return nil
}

// writeLayoutRelation copies the relations of an emptied slide: it keeps only its
// layout.
func writeLayoutRelation(out *zip.Writer, a *office.Archive, p office.Part) error {
	text, err := a.Read(p.Name)
	if err != nil {
		return err
	}
	if text, err = onlyLayout(text); err != nil {
		return err
	}
	return office.WritePart(out, p.PlainName(), text)
}

// onlyLayout is a list of relations without those that lead to no layout.
func onlyLayout(text []byte) ([]byte, error) {
	text, _, err := editXML(text, func(e xml.StartElement) change {
		return change{drop: e.Name.Local == "Relationship" && !strings.HasSuffix(strings.ToLower(attr(e, "Type")), "/slidelayout")}
	})
	return text, err
}

package office

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"io"
	"path"
	"strings"
)

// nothing is a slide with nothing on it.
const nothing = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` +
	`<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">` +
	`<p:cSld><p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/></p:spTree></p:cSld></p:sld>`

// Emptied writes a copy of an Office Open XML presentation, itself a copy that
// Clean made, in which there is nothing on the slides of the parts named. They
// stay slides, so that all others keep their numbers, and links to them lead
// somewhere.
func (a *Archive) Emptied(w io.Writer, slides []string) error {
	empty := map[string]bool{} // by how parts are looked up
	for _, name := range slides {
		key, _ := partName(name)
		empty[key] = true
	}
	out := zip.NewWriter(w)
	for _, f := range a.files {
		key, _ := partName(f.Name)
		var err error
		switch {
		case empty[key]:
			err = writePart(out, f.Name, []byte(nothing))
		case path.Base(path.Dir(key)) == "_rels" && empty[ownerOf(key)]:
			err = a.emptiedRelations(out, f)
		default:
			err = out.Copy(f)
		}
		if err != nil {
			return fmt.Errorf("copy %s: %w", f.Name, err)
		}
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("copy the archive: %w", err)
	}
	return nil
}

// emptiedRelations copies the relations of a slide that was emptied: it keeps
// its layout.
func (a *Archive) emptiedRelations(out *zip.Writer, f *zip.File) error {
	text, err := a.Read(f.Name)
	if err != nil {
		return err
	}
	text, _, err = edited(text, func(e xml.StartElement) verdict {
		return verdict{drop: e.Name.Local == "Relationship" && !strings.HasSuffix(strings.ToLower(attr(e, "Type")), "/slidelayout")}
	})
	if err != nil {
		return err
	}
	return writePart(out, f.Name, text)
}

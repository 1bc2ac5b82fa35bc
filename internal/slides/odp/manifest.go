package odp

import (
	"path"
	"strings"

	"proceedings/internal/fault"
	"proceedings/internal/slides/office"
)

const manifestPart = "META-INF/manifest.xml"

// manifest is what an archive's list of parts contains.
type manifest struct{ macros bool }

// readManifest refuses encrypted decks, whose parts would look damaged.
func readManifest(a *office.Archive) (manifest, error) {
	var m manifest
	if !a.Has(manifestPart) {
		return m, nil
	}
	root, err := a.Tree(manifestPart, nil)
	if err != nil {
		return m, err
	}
	for range root.Find("encryption-data") {
		return m, fault.Refuse("is encrypted and needs a password")
	}
	for entry := range root.Named("file-entry") {
		m.macros = m.macros || isMacro(entry.Attr("full-path"))
	}
	return m, nil
}

// isMacro reports whether a part is a macro. LibreOffice writes directories of
// libraries even if they are empty; these do not count.
func isMacro(part string) bool {
	folder, rest, _ := strings.Cut(part, "/")
	switch path.Base(part) {
	case "script-lc.xml", "script-lb.xml", "dialog-lc.xml", "dialog-lb.xml":
		return false
	}
	return (folder == "Basic" || folder == "Scripts") && rest != "" && !strings.HasSuffix(rest, "/")
}

package intake

import (
	_ "embed" // of the list
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// licences is the identifiers of the SPDX License List, one a line, those that
// it calls deprecated too.
//
//go:embed licences.txt
var licences string

// ported is the form of the Creative Commons licences of one country, of which
// the SPDX list has only some.
var ported = regexp.MustCompile(`^CC-BY(-NC)?(-ND|-SA)?-(1\.0|2\.0|2\.1|2\.5|3\.0)-[A-Z]{2,3}$`)

// checkLicence adds a note about a licence that readers and programs will not
// recognise. A sentence is as good as an identifier; only what looks like an
// identifier must be one.
func (d *decision) checkLicence() {
	license := strings.TrimSpace(d.sheet.Rights.License)
	known := strings.Fields(licences)
	slices.Reverse(known) // later versions first
	if license == "" || slices.Contains(known, license) || ported.MatchString(license) {
		return
	}
	like := strings.Join(strings.Fields(license), "-")
	i := slices.IndexFunc(known, func(id string) bool {
		rest, found := strings.CutPrefix(strings.ToLower(id), strings.ToLower(like))
		return found && strings.Trim(rest, "-.0123456789") == "" // the same, or without its version
	})
	hint := ""
	switch {
	case i >= 0:
		hint = fmt.Sprintf("did you mean %q? ", known[i])
	case strings.ContainsAny(license, " \t\n"):
		return // a sentence
	default:
		if near := nearest(license, known); near != "" {
			hint = fmt.Sprintf("did you mean %q? ", near)
		}
	}
	d.warnings = append(d.warnings, fmt.Sprintf("%s:%d: the licence %q is unknown; %swrite an identifier of https://spdx.org/licenses/, such as CC-BY-4.0, or a sentence",
		d.listing.sheet.path, max(1, d.reader.at("rights.license")), license, hint))
}

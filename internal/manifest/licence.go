package manifest

import (
	"regexp"
	"strings"
)

var (
	// creativeCommons is the form of SPDX's identifiers of these licences.
	creativeCommons = regexp.MustCompile(`^CC-(BY(?:-NC)?(?:-ND|-SA)?)-(\d\.\d)(?:-([A-Z]{2,3}))?$`)
	// spdx is the form of the identifiers that SPDX has a page for.
	spdx = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9.+-]{1,63}$`)
)

// LicenceURL is the address of the text of an SPDX licence, on its authors'
// site if known; empty for free text.
func LicenceURL(license string) string {
	license = strings.TrimSpace(license)
	if inside := creativeCommonsPath(license); inside != "" {
		return "https://creativecommons.org/" + inside
	}
	if !spdx.MatchString(license) {
		return ""
	}
	return "https://spdx.org/licenses/" + license + ".html"
}

// rightsURI names a licence as IIIF wants it named: only Creative Commons' own
// URIs and those of rightsstatements.org may stand in "rights", and they are
// with http, whatever they can be read by (Presentation 3.0, section 3.1).
func rightsURI(license string) string {
	if inside := creativeCommonsPath(strings.TrimSpace(license)); inside != "" {
		return "http://creativecommons.org/" + inside
	}
	return ""
}

func creativeCommonsPath(license string) string {
	if license == "CC0-1.0" {
		return "publicdomain/zero/1.0/"
	}
	parts := creativeCommons.FindStringSubmatch(license)
	if parts == nil {
		return ""
	}
	inside := "licenses/" + strings.ToLower(parts[1]) + "/" + parts[2] + "/"
	if parts[3] != "" {
		inside += strings.ToLower(parts[3]) + "/"
	}
	return inside
}

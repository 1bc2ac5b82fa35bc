package manifest

import (
	"path"
	"strings"

	"proceedings/internal/layout"
)

// Address is the absolute URL of a file of the meeting id; that of the
// meeting's page for an empty url. base is the address of the public space and
// ends in a slash. Files that leave the site (feeds, oEmbed, IIIF) need
// absolute URLs; all others use relative ones.
func Address(base, id, url string) string {
	inside := strings.TrimPrefix(layout.Public.Meeting(id, url), string(layout.Public)+"/")
	if url == "" {
		return base + inside + "/" + layout.Index
	}
	return base + path.Clean(inside)
}

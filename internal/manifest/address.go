package manifest

import (
	"path"
	"strings"

	"proceedings/internal/layout"
)

// Address is the absolute URL of what the manifest of the meeting id calls url;
// that of the meeting's page for an empty url. base is where the public space is
// reached, and ends in a slash. Files that leave the site (feeds, oEmbed, IIIF)
// need such URLs; all others name their neighbours.
func Address(base, id, url string) string {
	inside := strings.TrimPrefix(layout.Public.Meeting(id, url), string(layout.Public)+"/")
	if url == "" {
		return base + inside + "/" + layout.Index
	}
	return base + path.Clean(inside)
}

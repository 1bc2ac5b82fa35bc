package steps

import (
	"path"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// savedAs is the Content-Disposition of one of a step's objects: what readers
// download gets the original's name, with the ending of what it has become. PDF
// files and pictures are read where they are; anything else is saved, so that no
// original is ever run on the site's own origin. Where the original has no name,
// and for what players and pages fetch, there is none.
func savedAs(original string, o meeting.Object) string {
	if original == "" || path.Dir(o.Name) != "." {
		return ""
	}
	ext := path.Ext(o.Name)
	name := path.Base(strings.ReplaceAll(original, `\`, "/"))
	if own := path.Ext(name); !strings.EqualFold(own, ext) {
		name = strings.TrimSuffix(name, own) + ext
	}
	copied := strings.TrimSuffix(o.Name, ext) == "original"
	switch {
	case ext == ".pdf", copied && strings.HasPrefix(o.Type, "image/"):
		return storage.Inline(name)
	case copied, ext == ".mp4", ext == ".m4a":
		return storage.Attachment(name)
	}
	return ""
}

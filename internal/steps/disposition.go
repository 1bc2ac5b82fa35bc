package steps

import (
	"path"
	"strings"

	"proceedings/internal/meeting"
	"proceedings/internal/storage"
)

// contentDisposition returns the Content-Disposition of an object: the original's name
// with the object's extension. Browsers display PDF files and images, and save the
// rest, so no original runs on the site's origin. Other objects get none.
func contentDisposition(original string, o meeting.Object) string {
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

package office

import (
	"path"
	"slices"
	"strings"
)

// IsImageName reports whether an alternative text is the name or the path of an image,
// video or audio file, which programs fill in. A path may name a person.
func IsImageName(text string) bool {
	return slices.Contains([]string{
		".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".svg", ".emf", ".wmf", ".webp", ".heic",
		".mp4", ".m4v", ".mov", ".wmv", ".avi", ".mpg", ".mpeg", ".webm", ".mkv", ".mp3", ".m4a", ".wav", ".wma", ".ogg",
	}, strings.ToLower(path.Ext(text)))
}

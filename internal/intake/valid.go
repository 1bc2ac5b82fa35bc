package intake

import (
	"fmt"
	"io/fs"
	"strings"
	"unicode/utf8"
)

// MaxText is the longest title that a meeting.yaml can have, in bytes.
const MaxText = maxSheet

// maxElement is the longest name of a file or a folder that common file systems store, in
// characters. A name that is no UTF-8 has fewer characters than bytes.
const maxElement = 255

// CheckName says what is wrong with the name of a file, as a predicate; empty if [Read] could
// have found a file of that name: a path in a folder, at most 12 folders deep. File systems
// allow control characters, so they are no mistake; what shows a name escapes them.
func CheckName(name string) string {
	switch {
	case name == "" || name == ".":
		return "is empty"
	case strings.ContainsRune(name, 0):
		return "has a zero byte"
	case !fs.ValidPath(name):
		return "is not a path within a folder"
	case strings.Count(name, "/") > maxDepth:
		return fmt.Sprintf("is more than %d folders deep", maxDepth)
	}
	for element := range strings.SplitSeq(name, "/") {
		if utf8.RuneCountInString(element) > maxElement {
			return fmt.Sprintf("has an element of more than %d characters", maxElement)
		}
	}
	return ""
}

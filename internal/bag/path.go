package bag

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// CheckPath says what is wrong with a path in a bag, as a predicate; empty if nothing is.
func CheckPath(name string) string {
	switch {
	case name == "":
		return "is empty"
	case !utf8.ValidString(name):
		return "is not UTF-8"
	case strings.HasPrefix(name, "/"), strings.HasPrefix(name, `\`), isDrive(name):
		return "is an absolute path"
	case strings.HasPrefix(name, "~"):
		return "begins with ~, which stands for a home folder"
	case strings.Contains(name, `\`):
		return `has a backslash, which Windows takes for a folder`
	case strings.ContainsRune(name, 0):
		return "has a zero byte"
	}
	for element := range strings.SplitSeq(name, "/") {
		switch element {
		case "..":
			return "leads out of the bag"
		case "", ".":
			return "has an empty element or a dot between its slashes"
		}
	}
	return ""
}

// isDrive reports whether a path begins with a drive of Windows.
func isDrive(name string) bool {
	return len(name) > 1 && name[1] == ':' && name[0] < utf8.RuneSelf && unicode.IsLetter(rune(name[0]))
}

// encodePath is a path in a manifest of BagIt 1.0 (RFC 8493, 2.1.3).
func encodePath(name string) string {
	return strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A").Replace(name)
}

// decodePath is the path of an entry of a manifest. BagIt 0.97 leaves % as it is.
func decodePath(text, version string) (string, error) {
	if version != version1 {
		return strings.NewReplacer("%0D", "\r", "%0d", "\r", "%0A", "\n", "%0a", "\n").Replace(text), nil
	}
	var b strings.Builder
	for {
		before, after, found := strings.Cut(text, "%")
		b.WriteString(before)
		if !found {
			return b.String(), nil
		}
		code := strings.ToUpper(after[:min(2, len(after))])
		char, known := map[string]byte{"25": '%', "0D": '\r', "0A": '\n'}[code]
		if !known {
			return "", fmt.Errorf("has %%%s; only %%25, %%0D and %%0A may follow a percent sign", code)
		}
		b.WriteByte(char)
		text = after[2:]
	}
}

// Fold is a name as file systems compare it that ignore case and Unicode normalisation: two
// files of one folder must differ in it.
func Fold(name string) string { return norm.NFC.String(cases.Fold().String(norm.NFC.String(name))) }

// names finds paths that a file system may take for one another, or for a folder of another.
type names map[string]string // by the folded path; a folder ends in a slash

// add notes a path, and returns the earlier path that it conflicts with, and why; empty if none.
func (n names) add(name string) (other, why string) {
	for i, c := range name {
		if c != '/' {
			continue
		}
		if other, why = n.note(name[:i], "/"); other != "" {
			return other, why
		}
	}
	return n.note(name, "")
}

func (n names) note(name, end string) (other, why string) {
	key := Fold(name)
	if was, there := n[key]; there {
		if was == name+end {
			return "", "" // the same folder or file
		}
		if was = strings.TrimSuffix(was, "/"); was == name {
			return name, "is a file and a folder"
		}
		return was, "differs only in upper and lower case or in Unicode normalisation from " + was
	}
	n[key] = name + end
	return "", ""
}

// Names chooses paths that do not conflict on any file system.
type Names struct{ taken names }

// Take reports whether a path is free, and takes it.
func (n *Names) Take(name string) bool {
	if n.taken == nil {
		n.taken = names{}
	}
	if was, there := n.taken[Fold(name)]; there && was == name {
		return false
	}
	other, _ := n.taken.add(name)
	return other == ""
}

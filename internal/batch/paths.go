package batch

import (
	"fmt"
	"path"
	"path/filepath"
	"regexp"
	"strings"
)

var (
	drive = regexp.MustCompile(`^[A-Za-z]:[\\/]`)
	list  = regexp.MustCompile(`\s*[;|\n]\s*`)
)

// splitFiles returns the names in a cell. Commas separate nothing: names of files have some.
func splitFiles(cell string) (names []string) {
	for _, name := range list.Split(cell, -1) {
		if name = strings.Trim(strings.TrimSpace(name), `"`); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// cleanPath returns a path of a sheet with slashes, relative to the folder of the files. A
// backslash separates folders if there is no slash.
func cleanPath(name string) (string, error) {
	switch {
	case drive.MatchString(name), strings.HasPrefix(name, `\\`):
		return "", fmt.Errorf("%q is a path of another computer: write it relative to the folder of the sheet, or name its folder with --root", shorten(name))
	case strings.Contains(name, "://"):
		return "", fmt.Errorf("%q is an address: only files below the folder of the sheet, or of --root, are read", shorten(name))
	}
	if !strings.Contains(name, "/") {
		name = strings.ReplaceAll(name, `\`, "/")
	}
	if path.IsAbs(name) {
		return name, nil // package intake knows where the root is
	}
	clean := path.Clean(name)
	if !filepath.IsLocal(clean) {
		return "", fmt.Errorf("%q is outside the folder of the sheet: name a folder that has all files with --root", shorten(name))
	}
	return clean, nil
}

// splitNames returns the names of people in a cell. Commas separate only if no other
// character does, and no name looks like "Last, First".
func splitNames(cell string) (names []string) {
	parts := list.Split(cell, -1)
	if len(parts) == 1 {
		byComma := strings.Split(cell, ",")
		whole := len(byComma) > 1
		for _, part := range byComma {
			whole = whole && len(strings.Fields(part)) > 1
		}
		if whole {
			parts = byComma
		}
	}
	for _, name := range parts {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

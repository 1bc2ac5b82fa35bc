package main

import (
	"cmp"
	"crypto/sha256"
	"encoding/base32"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// licences returns a file with the licence of every package in the bundle, and its
// name with a content hash. Most licences require the whole text, and minified code
// keeps only legal comments.
func licences(web string, meta metafile) (name string, text []byte, err error) {
	var b strings.Builder
	b.WriteString("The scripts of this site contain code of these packages.\n")
	for _, pkg := range packages(meta) {
		folder := filepath.Join(web, "node_modules", filepath.FromSlash(pkg))
		data, err := os.ReadFile(filepath.Join(folder, "package.json"))
		if err != nil {
			return "", nil, fmt.Errorf("read package.json of %s: %w", pkg, err)
		}
		var about struct{ Version, License string }
		if err = json.Unmarshal(data, &about); err != nil {
			return "", nil, fmt.Errorf("read package.json of %s: %w", pkg, err)
		}
		fmt.Fprintf(&b, "\n%s\n%s %s (%s)\n\n", strings.Repeat("=", 78), pkg, about.Version, cmp.Or(about.License, "no licence named"))
		found, err := filepath.Glob(filepath.Join(folder, "[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
		if err != nil || len(found) == 0 {
			return "", nil, fmt.Errorf("%s has no licence file: find its licence and add it in licences.go", pkg)
		}
		for _, file := range found {
			licence, err := os.ReadFile(file)
			if err != nil {
				return "", nil, fmt.Errorf("read the licence of %s: %w", pkg, err)
			}
			b.Write(licence)
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return "licences-" + base32.StdEncoding.EncodeToString(sum[:5]) + ".txt", []byte(b.String()), nil
}

// packages lists the names of the packages with code in any output.
func packages(meta metafile) []string {
	names := map[string]bool{}
	for _, o := range meta.Outputs {
		for input, share := range o.Inputs {
			_, after, found := strings.Cut(input, "node_modules/")
			if !found || share.BytesInOutput == 0 {
				continue
			}
			parts := strings.SplitN(after, "/", 3)
			name := parts[0]
			if strings.HasPrefix(name, "@") && len(parts) > 1 {
				name += "/" + parts[1]
			}
			names[name] = true
		}
	}
	return slices.Sorted(maps.Keys(names))
}

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

// licences is a file with the licence of every package of which something is
// in the bundle, under a name with its hash. Minified code keeps only those
// comments that say that they are legal, and most licences want their whole
// text to go along.
func licences(web string, meta metafile) (name string, text []byte, err error) {
	var b strings.Builder
	b.WriteString("The scripts of this site hold code of these packages.\n")
	for _, pkg := range packages(meta) {
		folder := filepath.Join(web, "node_modules", filepath.FromSlash(pkg))
		data, err := os.ReadFile(filepath.Join(folder, "package.json"))
		if err != nil {
			return "", nil, fmt.Errorf("read what %s is: %w", pkg, err)
		}
		var about struct{ Version, License string }
		if err = json.Unmarshal(data, &about); err != nil {
			return "", nil, fmt.Errorf("read what %s is: %w", pkg, err)
		}
		fmt.Fprintf(&b, "\n%s\n%s %s (%s)\n\n", strings.Repeat("=", 78), pkg, about.Version, cmp.Or(about.License, "licence not named"))
		found, err := filepath.Glob(filepath.Join(folder, "[Ll][Ii][Cc][Ee][Nn][CcSs][Ee]*"))
		if err != nil || len(found) == 0 {
			return "", nil, fmt.Errorf("%s brings no licence: look at it, and say here which it has", pkg)
		}
		for _, file := range found {
			said, err := os.ReadFile(file)
			if err != nil {
				return "", nil, fmt.Errorf("read the licence of %s: %w", pkg, err)
			}
			b.Write(said)
		}
	}
	sum := sha256.Sum256([]byte(b.String()))
	return "licences-" + base32.StdEncoding.EncodeToString(sum[:5]) + ".txt", []byte(b.String()), nil
}

// packages are the names of the packages that left bytes in some output.
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

package bag

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"proceedings/internal/words"
)

// entries are the checksums of a manifest, by path.
type entries map[string]string

// entryLine is a line of a manifest: a checksum, white space and a path.
var entryLine = regexp.MustCompile(`^([0-9A-Fa-f]+)[ \t]+(.+)$`)

// parseManifest returns the entries of a manifest of an algorithm. Entries that are wrong are
// left out and become problems.
func parseManifest(name, algorithm, version string, data []byte) (entries, []Problem) {
	if !utf8.Valid(data) {
		return nil, []Problem{{name, "is not UTF-8"}}
	}
	var list []Problem
	all := entries{}
	tags := strings.HasPrefix(name, tagPrefix)
	for i, line := range splitLines(string(data)) {
		if line == "" {
			continue
		}
		note := func(text string) { list = append(list, Problem{name, fmt.Sprintf("line %d: %s", i+1, text)}) }
		m := entryLine.FindStringSubmatch(line)
		if m == nil {
			note("is not a checksum and a path")
			continue
		}
		file, err := decodePath(m[2], version)
		if err != nil {
			note(fmt.Sprintf("the path %s %v", quote(m[2]), err))
			continue
		}
		switch wrong := CheckPath(file); {
		case wrong != "":
			note(fmt.Sprintf("the path %s %s", quote(file), wrong))
		case !tags && !inPayload(file):
			note(fmt.Sprintf("the path %s is not below data/", quote(file)))
		case tags && (inPayload(file) || strings.HasPrefix(file, tagPrefix)):
			note(fmt.Sprintf("the path %s does not belong into a tag manifest", quote(file)))
		case hex.DecodedLen(len(m[1])) != newHash(algorithm).Size():
			note(fmt.Sprintf("the checksum of %s has %d characters, not %d", quote(file), len(m[1]), 2*newHash(algorithm).Size()))
		case all[file] != "":
			note(quote(file) + " is listed twice")
		default:
			all[file] = strings.ToLower(m[1])
		}
	}
	return all, list
}

// formatManifest is the manifest of an algorithm, in the order of the paths.
func formatManifest(files []File, algorithm string) string {
	var b strings.Builder
	for _, f := range slices.SortedFunc(slices.Values(files), func(a, b File) int { return strings.Compare(a.Path, b.Path) }) {
		fmt.Fprintf(&b, "%s  %s\n", f.Sums[algorithm], encodePath(f.Path))
	}
	return b.String()
}

// fetchLine is a line of fetch.txt: an address, a length or "-", and a path.
var fetchLine = regexp.MustCompile(`^(\S+)[ \t]+(\d+|-)[ \t]+(.+)$`)

// fetched is an entry of fetch.txt.
type fetched struct {
	path, url string
	size      int64 // -1 if it is not known
}

// parseFetch returns the entries of fetch.txt.
func parseFetch(version string, data []byte) (all []fetched, list []Problem) {
	if !utf8.Valid(data) {
		return nil, []Problem{{fetchFile, "is not UTF-8"}}
	}
	for i, line := range splitLines(string(data)) {
		if line == "" {
			continue
		}
		note := func(text string) { list = append(list, Problem{fetchFile, fmt.Sprintf("line %d: %s", i+1, text)}) }
		m := fetchLine.FindStringSubmatch(line)
		if m == nil {
			note("is not an address, a length and a path")
			continue
		}
		f := fetched{url: m[1], size: -1}
		var err error
		if m[2] != "-" {
			if f.size, err = strconv.ParseInt(m[2], 10, 64); err != nil {
				note("the length " + words.Clip(m[2], maxQuote) + " is too large")
				continue
			}
		}
		if f.path, err = decodePath(m[3], version); err != nil {
			note(fmt.Sprintf("the path %s %v", quote(m[3]), err))
			continue
		}
		wrong := CheckPath(f.path)
		if wrong == "" && !inPayload(f.path) {
			wrong = "is not below data/"
		}
		if wrong != "" {
			note(fmt.Sprintf("the path %s %s", quote(f.path), wrong))
			continue
		}
		all = append(all, f)
	}
	return all, list
}

func formatFetch(all []fetched) string {
	var b strings.Builder
	for _, f := range all {
		fmt.Fprintf(&b, "%s %d %s\n", f.url, f.size, encodePath(f.path))
	}
	return b.String()
}

package archtest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A rule for a missing package checks nothing, and misleads readers.
func TestRulesNamePackagesThatExist(t *testing.T) {
	t.Parallel()
	var named []string
	for _, level := range levels() {
		named = append(named, level...)
	}
	for from, to := range sameLevelImports() {
		named = append(append(named, from), to...)
	}
	for _, d := range restrictions() {
		named = append(append(named, d.packages...), d.tests...)
	}
	for name := range exemptions() {
		named = append(named, name)
	}
	for _, name := range slices.Concat(named, modelPackages(), pure()) {
		if !exists(name) {
			t.Errorf("the rules of internal/archtest name %s, which does not exist: remove it", name)
		}
	}
}

func TestLinterNamesPackagesThatExist(t *testing.T) {
	t.Parallel()
	for _, name := range found(t, ".golangci.yml", `(?:pkg: |- )`+module+`/([a-z0-9/]+)|\*\*/((?:internal|cmd)/[a-z0-9/]+?)/\*|path: (internal/[a-z0-9/\\.]+)`) {
		name = strings.ReplaceAll(name, `\.`, ".")
		if !exists(name) {
			t.Errorf(".golangci.yml names %s, which does not exist: remove it", name)
		}
	}
}

func TestDocumentsNamePackagesThatExist(t *testing.T) {
	t.Parallel()
	documents, err := filepath.Glob(filepath.Join("..", "..", "docs", "*.md"))
	if err != nil || len(documents) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	names := []string{"README.md", "CONTRIBUTING.md"}
	for _, path := range documents {
		names = append(names, filepath.Join("docs", filepath.Base(path)))
	}
	for _, document := range names {
		list := found(t, document, `\b((?:internal|cmd)/[a-z0-9_/.]*[a-z0-9])`)
		for _, several := range found(t, document, `\binternal/\{([a-z0-9,/]+)\}`) {
			for name := range strings.SplitSeq(several, ",") {
				list = append(list, "internal/"+name)
			}
		}
		for _, name := range list {
			if !exists(name) {
				t.Errorf("%s names %s, which does not exist", document, name)
			}
		}
	}
	// The first column of the package table.
	for _, name := range found(t, filepath.Join("docs", "architecture.md"), `(?m)^\| ([a-z0-9]+(?:/[a-z0-9]+)*) \|`) {
		if name != "package" && !exists("internal/"+name) && !exists(name) {
			t.Errorf("docs/architecture.md names the package %s, which does not exist", name)
		}
	}
}

// exists reports whether a path below the root exists.
func exists(name string) bool {
	_, err := os.Stat(filepath.Join("..", "..", filepath.FromSlash(name)))
	return err == nil
}

// found returns the groups of all matches of a pattern in a file below the root.
func found(t *testing.T, name, pattern string) []string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(string(text), -1) {
		list = append(list, strings.Join(match[1:], ""))
	}
	return list
}

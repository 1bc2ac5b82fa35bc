package archtest_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestEveryPackageHasAComment(t *testing.T) {
	t.Parallel()
	docs := map[string]string{} // package comments by folder
	for _, f := range tree(t) {
		if !f.test {
			docs[f.pkg] += f.doc
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(docs)) {
		if docs[pkg] == "" {
			t.Errorf("package %s has no package comment: describe its purpose in one of its files", pkg)
		}
	}
}

func TestEveryPackageHasALevel(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range tree(t) {
		_, _, ok := entryOf(f.pkg)
		// web only embeds files, and this package contains only tests.
		if known := ok || within(f.pkg, "web") || f.pkg == "internal/archtest"; known || seen[f.pkg] {
			continue
		}
		seen[f.pkg] = true
		t.Errorf("package %s has no level: add it to levels() in internal/archtest and to .golangci.yml", f.pkg)
	}
}

func TestPackagesImportLowerLevelsOnly(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		if f.test {
			continue // tests may import higher levels
		}
		for _, imported := range f.imports {
			to, ok := ours(imported)
			if _, _, known := entryOf(to); !ok || !known {
				continue
			}
			if !allowed(f.pkg, to) {
				t.Errorf("%s imports %s, which is not on a lower level: move the shared code to a lower level, or pass it as an argument", f.path, to)
			}
		}
	}
}

func TestModelPackagesImportTheStandardLibraryOnly(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		if f.test || !slices.Contains(modelPackages(), f.pkg) {
			continue
		}
		for _, imported := range f.imports {
			// Only paths outside the standard library begin with a host, which has a dot.
			host, _, _ := strings.Cut(imported, "/")
			if strings.Contains(host, ".") {
				t.Errorf("%s imports %s: model packages may import the standard library only", f.path, imported)
			}
		}
	}
}

func TestPurePackagesHaveNoSideEffects(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		if f.test || !slices.ContainsFunc(pure(), func(p string) bool { return within(f.pkg, p) }) {
			continue
		}
		for _, imported := range f.imports {
			name := strings.TrimPrefix(imported, module+"/")
			// net/url only parses strings.
			if name == "net/url" {
				continue
			}
			if slices.ContainsFunc(effects(), func(e string) bool { return within(name, e) }) {
				t.Errorf("%s imports %s: %s is pure, so the caller must do its I/O", f.path, imported, f.pkg)
			}
		}
	}
}

func TestRestrictedImports(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		for _, d := range restrictions() {
			for _, imported := range f.imports {
				if d.covers(imported) && !d.permits(f.pkg, f.test) {
					t.Errorf("%s imports %s, which only %s may: %s", f.path, imported, strings.Join(d.packages, " and "), d.reason)
				}
			}
		}
	}
}

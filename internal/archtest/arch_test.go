package archtest_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	docs := map[string]string{} // folder → its package comments
	for _, f := range tree(t) {
		if !f.test {
			docs[f.pkg] += f.doc
		}
	}
	for _, pkg := range slices.Sorted(maps.Keys(docs)) {
		if docs[pkg] == "" {
			t.Errorf("package %s has no package comment: say in one of its files what it is for", pkg)
		}
	}
}

func TestEveryPackageHasALevel(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, f := range tree(t) {
		_, _, ok := room(f.pkg)
		// web only carries files, and this package only tests.
		if known := ok || within(f.pkg, "web") || f.pkg == "internal/archtest"; known || seen[f.pkg] {
			continue
		}
		seen[f.pkg] = true
		t.Errorf("package %s has no level: put it into levels() in internal/archtest and into .golangci.yml", f.pkg)
	}
}

func TestImportsPointDown(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		if f.test {
			continue // a test may look at its package from above
		}
		for _, imported := range f.imports {
			to, ok := ours(imported)
			if _, _, known := room(to); !ok || !known {
				continue
			}
			if !allowed(f.pkg, to) {
				t.Errorf("%s imports %s, which does not stand below it: move what both need down, or pass it in as an argument", f.path, to)
			}
		}
	}
}

func TestNounsKnowTheStandardLibraryOnly(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		if f.test || !slices.Contains(nouns(), f.pkg) {
			continue
		}
		for _, imported := range f.imports {
			// What the standard library has no dot in, others' paths have: their host.
			host, _, _ := strings.Cut(imported, "/")
			if strings.Contains(host, ".") {
				t.Errorf("%s imports %s: the nouns know the standard library only", f.path, imported)
			}
		}
	}
}

func TestPurePackagesTouchNothing(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		if f.test || !slices.ContainsFunc(pure(), func(p string) bool { return within(f.pkg, p) }) {
			continue
		}
		for _, imported := range f.imports {
			name := strings.TrimPrefix(imported, module+"/")
			// net/url only takes strings apart.
			if name == "net/url" {
				continue
			}
			if slices.ContainsFunc(effects(), func(e string) bool { return within(name, e) }) {
				t.Errorf("%s imports %s: %s decides and touches nothing, so the caller reads and writes for it", f.path, imported, f.pkg)
			}
		}
	}
}

func TestEffectsKeepToTheirDoors(t *testing.T) {
	t.Parallel()
	for _, f := range tree(t) {
		for _, d := range doors() {
			for _, imported := range f.imports {
				if d.leads(imported) && !d.open(f.pkg, f.test) {
					t.Errorf("%s imports %s, which only %s may: %s", f.path, imported, strings.Join(d.rooms, " and "), d.reason)
				}
			}
		}
	}
}

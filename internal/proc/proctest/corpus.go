package proctest

import (
	"os"
	"path/filepath"
	"testing"
)

// Corpus is the folder of real files from other projects' test suites: what
// PROCEEDINGS_CORPUS names, else shared/corpus beside the repository. They are
// not part of it, so that a test without them skips wherever it runs.
func Corpus(t testing.TB) string {
	t.Helper()
	folder := os.Getenv("PROCEEDINGS_CORPUS")
	if folder == "" {
		folder = filepath.Join(root(t), "..", "shared", "corpus")
	}
	if _, err := os.Stat(folder); err != nil {
		t.Skipf("no corpus of real files: set PROCEEDINGS_CORPUS to its folder (%v)", err)
	}
	return folder
}

// root is the folder of go.mod.
func root(t testing.TB) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if dir == filepath.Dir(dir) {
			t.Fatal("no go.mod above the test")
		}
		dir = filepath.Dir(dir)
	}
}

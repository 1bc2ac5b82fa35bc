package proctest

import (
	"os"
	"testing"
)

// CorpusFolder is the environment variable that names the folder of [Corpus].
const CorpusFolder = "PROCEEDINGS_CORPUS"

// Corpus is the folder of real files from other projects' test suites. They are
// not part of this repository: a test that needs them is optional, and fails only
// where the folder is named and missing.
func Corpus(t testing.TB) string {
	t.Helper()
	folder := os.Getenv(CorpusFolder)
	if folder == "" {
		Optional(t, "needs the corpus of real files: set %s to its folder", CorpusFolder)
	}
	if _, err := os.Stat(folder); err != nil {
		t.Fatalf("find the corpus that %s names: %v", CorpusFolder, err)
	}
	return folder
}

package transcode_test

import (
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// lines are those of a hash list that are no comments.
func lines(text string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for line := range strings.Lines(text) {
			if line = strings.TrimSpace(line); line != "" && line[0] != '#' && !yield(line) {
				return
			}
		}
	}
}

// link brings a file to where a sandboxed tool may read it.
func link(t *testing.T, dir, path string) string {
	t.Helper()
	in, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = in.Close() }()
	to := filepath.Join(dir, "source"+filepath.Ext(path))
	out, err := os.Create(to)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = out.Close() }()
	if _, err = io.Copy(out, in); err != nil {
		t.Fatal(err)
	}
	return to
}

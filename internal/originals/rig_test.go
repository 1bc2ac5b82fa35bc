package originals_test

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// names returns the names of the files in dir, sorted and joined.
func names(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var list []string
	for _, e := range entries {
		list = append(list, e.Name())
	}
	return sorted(list...)
}

func sorted(list ...string) string {
	slices.Sort(list)
	return strings.Join(list, " ")
}

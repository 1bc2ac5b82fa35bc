package archtest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// The tools are listed twice, for a machine and for an image. A stage that
// works on one and not on the other is found by its users first.
func TestImageHasWhatSetupInstalls(t *testing.T) {
	t.Parallel()
	setup := listed(t, filepath.Join("scripts", "setup"), `(?s)\npackages=\((.*?)\n\)`, `(?m)^\s+([a-z][a-z0-9-]*):`)
	image := listed(t, "Dockerfile", `(?s)--no-install-recommends(.*?)&& rm`, `(?m)^\s+([a-z][a-z0-9-]*) \\$`)
	// In the image's world Redis runs beside it.
	setup = slices.DeleteFunc(setup, func(name string) bool { return name == "redis-server" })
	if !slices.Equal(setup, image) {
		t.Errorf("scripts/setup installs %q, and the Dockerfile %q: make them the same", setup, image)
	}
}

// listed are the names that one pattern finds in the block that another finds
// in a file, in the order of the alphabet.
func listed(t *testing.T, name, block, entry string) []string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(block).FindSubmatch(src)
	if found == nil {
		t.Fatalf("%s: no block like %s", name, block)
	}
	var names []string
	for _, m := range regexp.MustCompile(entry).FindAllSubmatch(found[1], -1) {
		names = append(names, string(m[1]))
	}
	if len(names) == 0 {
		t.Fatalf("%s: no package in its list", name)
	}
	slices.Sort(names)
	return names
}

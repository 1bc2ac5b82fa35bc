package archtest_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// The tools are listed twice: for development machines and for the image. Without this
// test, a tool that one of them lacks would fail only in production.
func TestImageAndSetupInstallTheSamePackages(t *testing.T) {
	t.Parallel()
	setup := listed(t, filepath.Join("scripts", "setup"), `(?s)\npackages=\((.*?)\n\)`, `(?m)^\s+([a-z][a-z0-9-]*):`)
	image := listed(t, "Dockerfile", `(?s)--no-install-recommends(.*?)&& rm`, `(?m)^\s+([a-z][a-z0-9-]*) \\$`)
	// With the image, Redis runs in its own container.
	setup = slices.DeleteFunc(setup, func(name string) bool { return name == "redis-server" })
	if !slices.Equal(setup, image) {
		t.Errorf("scripts/setup installs %q, and the Dockerfile %q: install the same packages", setup, image)
	}
}

// listed returns the names that entry matches within the block of a file, sorted.
func listed(t *testing.T, name, block, entry string) []string {
	t.Helper()
	src, err := os.ReadFile(filepath.Join("..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	found := regexp.MustCompile(block).FindSubmatch(src)
	if found == nil {
		t.Fatalf("%s: no match for %s", name, block)
	}
	var names []string
	for _, m := range regexp.MustCompile(entry).FindAllSubmatch(found[1], -1) {
		names = append(names, string(m[1]))
	}
	if len(names) == 0 {
		t.Fatalf("%s: the list has no packages", name)
	}
	slices.Sort(names)
	return names
}

package intake_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"proceedings/internal/intake"
)

func TestCheckName(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"talk.pdf": "", "day 1/talk.pdf": "", `a\b.pdf`: "", "C:talk.pdf": "", strings.Repeat("ü", 255): "",
		"": "is empty", ".": "is empty", "a\x00b": "has a zero byte",
		"../a": "is not a path within a folder", "a/../../b": "is not a path within a folder", "/a": "is not a path within a folder", "a//b": "is not a path within a folder", "a/": "is not a path within a folder",
		strings.Repeat("a/", 13) + "b": "is more than 12 folders deep", strings.Repeat("x", 256): "has an element of more than 255 characters",
	} {
		if got := intake.CheckName(name); got != want {
			t.Errorf("CheckName(%.40q) = %q, want %q", name, got, want)
		}
	}
}

// Whatever a folder can hold passes: the import of a bag refuses the rest.
func TestCheckNameTakesWhatReadFinds(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	deep := filepath.Join(dir, strings.Repeat("d/", 12))
	if err := os.MkdirAll(deep, 0o700); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{filepath.Join(deep, "a.txt"), filepath.Join(dir, "line\nbreak\x1b.txt"), filepath.Join(dir, "bytes\xff\xfe.txt"), filepath.Join(dir, strings.Repeat("\xffa", 125)+".txt")} {
		if err := os.WriteFile(name, []byte("%PDF-1.7\n"), 0o600); err != nil {
			t.Skipf("this file system refuses %q: %v", name, err)
		}
	}
	in, err := intake.Read([]string{dir}, intake.Options{})
	if err != nil || len(in.Meeting.Sources) != 4 {
		t.Fatalf("%d files, %v", len(in.Meeting.Sources), err)
	}
	for _, s := range in.Meeting.Sources {
		if wrong := intake.CheckName(s.Name); wrong != "" {
			t.Errorf("%q %s", s.Name, wrong)
		}
	}
}

package manifest_test

import (
	"slices"
	"strings"
	"testing"

	"proceedings/internal/manifest"
	"proceedings/internal/manifest/manifesttest"
)

// Files come in the same order each time, those of a map by their names, and no
// more of them than are wanted.
func TestFilesHaveAnOrder(t *testing.T) {
	t.Parallel()
	m := manifest.Manifest{ID: "m", Pages: map[string]manifest.File{}}
	for name := range strings.SplitSeq("k c a h f e b j d g i", " ") {
		m.Pages[name] = manifesttest.File(name, "text/html", 1)
	}
	var got []string
	for f := range m.Files() {
		got = append(got, f.URL)
	}
	if !slices.Equal(got, strings.Split("a b c d e f g h i j k", " ")) {
		t.Errorf("files in the order %q", got)
	}
	got = nil
	for f := range m.Files() {
		if got = append(got, f.URL); len(got) == 3 {
			break
		}
	}
	if len(got) != 3 {
		t.Errorf("%d files, of which three were wanted", len(got))
	}
}

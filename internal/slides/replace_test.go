package slides_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"proceedings/internal/slides/slidestest"
)

// replaceOnce replaces a text once in one of an archive's parts.
func replaceOnce(t *testing.T, archive []byte, old, replacement string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	parts := make([]slidestest.Part, 0, len(z.File))
	done := false
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		content := string(data)
		if !done && strings.Contains(content, old) {
			content, done = strings.Replace(content, old, replacement, 1), true
		}
		parts = append(parts, slidestest.Part{Name: f.Name, Content: content})
	}
	if !done {
		t.Fatalf("%q is in no part", old)
	}
	return slidestest.Zip(t, parts...)
}

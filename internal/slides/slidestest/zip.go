// Package slidestest makes small decks of known content for tests.
package slidestest

import (
	"archive/zip"
	"bytes"
	"testing"
)

// Part is a part of an archive.
type Part struct{ Name, Content string }

// Zip is an archive of parts, in their order. A part called mimetype is stored, as
// OpenDocument requires; the others are deflated.
func Zip(t testing.TB, parts ...Part) []byte {
	t.Helper()
	var buf bytes.Buffer
	z := zip.NewWriter(&buf)
	for _, p := range parts {
		method := zip.Deflate
		if p.Name == "mimetype" {
			method = zip.Store
		}
		w, err := z.CreateHeader(&zip.FileHeader{Name: p.Name, Method: method})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(p.Content)); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return buf.Bytes()
}

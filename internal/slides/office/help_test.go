package office_test

import (
	"encoding/binary"
	"testing"
	"unicode/utf16"

	"proceedings/internal/slides/office"
)

// utf16LE is s as UTF-16, little end first.
func utf16LE(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func mustOpen(t *testing.T, data []byte) *office.Archive {
	t.Helper()
	a, err := open(t, data, limits())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

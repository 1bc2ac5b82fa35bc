package sanitize_test

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"testing"
	"unicode/utf16"

	"proceedings/internal/slides/office"
)

func limits() office.Limits {
	return office.Limits{Entries: 10, Part: 1 << 20, Total: 3 << 20, Depth: 20, Elements: 1000}
}

func open(t *testing.T, data []byte, l office.Limits) (*office.Archive, error) {
	t.Helper()
	return office.Open(bytes.NewReader(data), int64(len(data)), l)
}

func mustOpen(t *testing.T, data []byte) *office.Archive {
	t.Helper()
	a, err := open(t, data, limits())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// utf16LE is s as UTF-16, little end first.
func utf16LE(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func crcOf(b []byte) uint32 { return crc32.ChecksumIEEE(b) }

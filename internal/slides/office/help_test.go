package office_test

import (
	"encoding/binary"
	"hash/crc32"
	"testing"
	"unicode/utf16"

	"proceedings/internal/slides/office"
)

// wide is s as UTF-16, little end first.
func wide(s string) string {
	var b []byte
	for _, u := range utf16.Encode([]rune(s)) {
		b = binary.LittleEndian.AppendUint16(b, u)
	}
	return string(b)
}

func crcOf(b []byte) uint32 { return crc32.ChecksumIEEE(b) }

func must(t *testing.T, data []byte) *office.Archive {
	t.Helper()
	a, err := open(t, data, limits())
	if err != nil {
		t.Fatal(err)
	}
	return a
}

package office_test

import (
	"bytes"
	"compress/gzip"
	"encoding/binary"
	"slices"
	"strings"
	"testing"

	"proceedings/internal/fault"
	"proceedings/internal/slides/slidestest"
)

func TestMeasureRefuses(t *testing.T) {
	t.Parallel()

	overlapping := slidestest.Zip(t, slidestest.Part{Name: "a", Content: strings.Repeat("a", 200)}, slidestest.Part{Name: "b", Content: strings.Repeat("a", 200)})
	second := bytes.LastIndex(overlapping, []byte("PK\x01\x02"))
	binary.LittleEndian.PutUint32(overlapping[second+42:], 0) // the offset of its local header
	encrypted := slidestest.Zip(t, slidestest.Part{Name: "a", Content: "a"})
	encrypted[bytes.LastIndex(encrypted, []byte("PK\x01\x02"))+8] |= 1
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write(make([]byte, 2<<20)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name   string
		data   []byte
		reason string
	}{
		{"parts that share bytes", overlapping, "is damaged: a and b overlap"},
		{"an encrypted part", encrypted, "is encrypted and needs a password"},
		{"a bomb in a compressed drawing", slidestest.Zip(t, slidestest.Part{Name: "a.svgz", Content: packed.String()}), "has a part that is larger than 1 MB: a.svgz"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, tt.data, limits())
			if err == nil {
				err = a.Measure()
			}
			if fault.Reason(err) != tt.reason {
				t.Errorf("Measure = %v, want %q", err, tt.reason)
			}
		})
	}
}

func TestLimitsHoldFor64BitDirectories(t *testing.T) {
	t.Parallel()

	data := slidestest.Zip(t, slidestest.Part{Name: "a", Content: "a"})
	end := bytes.LastIndex(data, []byte("PK\x05\x06"))
	with := func(entries, length, offset uint64) []byte {
		record := make([]byte, 56+20)
		copy(record, "PK\x06\x06")
		binary.LittleEndian.PutUint64(record[4:], 44)
		binary.LittleEndian.PutUint64(record[24:], entries)
		binary.LittleEndian.PutUint64(record[32:], entries)
		binary.LittleEndian.PutUint64(record[40:], length)
		binary.LittleEndian.PutUint64(record[48:], offset)
		copy(record[56:], "PK\x06\x07")
		binary.LittleEndian.PutUint64(record[64:], uint64(end)) //nolint:gosec // an offset within it
		binary.LittleEndian.PutUint32(record[72:], 1)
		last := bytes.Clone(data[end:])
		copy(last[8:], "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff")
		return slices.Concat(data[:end], record, last)
	}
	offset := uint64(binary.LittleEndian.Uint32(data[end+16:]))
	length := uint64(binary.LittleEndian.Uint32(data[end+12:]))
	for _, tt := range []struct {
		name   string
		data   []byte
		reason string
	}{
		{"a correct directory", with(1, length, offset), ""},
		{"too many entries", with(11, length, offset), "has more than 10 parts"},
		{"an offset outside the file", with(1, length, 1<<40), "is damaged: its directory is not where its end says"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := open(t, tt.data, limits())
			if fault.Reason(err) != tt.reason || (err == nil && !a.Has("a")) {
				t.Errorf("Open = %v, want %q", err, tt.reason)
			}
		})
	}
}

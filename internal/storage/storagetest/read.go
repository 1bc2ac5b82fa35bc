package storagetest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"proceedings/internal/fault"
	"proceedings/internal/storage"
)

func testMissing(t *testing.T, s storage.Store) {
	put(t, s, "a/there", []byte("x"))
	for _, key := range []string{"missing", "a/missing", "a", "a/ther", "a/theres", "b/c/d"} {
		if _, err := s.Stat(t.Context(), key); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("stat %s: %v, want ErrNotFound", key, err)
		}
		for _, offset := range []int64{0, 1} {
			if _, _, err := s.Get(t.Context(), key, offset, -1); !errors.Is(err, storage.ErrNotFound) {
				t.Errorf("get %s from %d: %v, want ErrNotFound", key, offset, err)
			}
		}
		if _, _, err := s.Get(t.Context(), key, 0, 0); !errors.Is(err, storage.ErrNotFound) {
			t.Errorf("get nothing of %s: %v, want ErrNotFound", key, err)
		}
	}
}

func testRoundTrip(t *testing.T, s storage.Store) {
	for _, size := range []int{1, 1000, 1 << 20} {
		key := fmt.Sprintf("sizes/%d", size)
		data := content(1, size)
		before := time.Now().Add(-time.Minute) // clocks differ
		info := put(t, s, key, data)
		if info.Key != key || info.Size != int64(size) || info.ETag == "" || strings.Contains(info.ETag, `"`) {
			t.Errorf("put %s says %+v", key, info)
		}
		holds(t, s, key, data)
		stat, err := s.Stat(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		if stat.Key != key || stat.Size != int64(size) || stat.ETag != info.ETag {
			t.Errorf("stat %s says %+v after put said %+v", key, stat, info)
		}
		if stat.Modified.Before(before) || stat.Modified.After(time.Now().Add(time.Minute)) {
			t.Errorf("stat %s says modified at %v, want about now", key, stat.Modified)
		}
	}
}

func testEmpty(t *testing.T, s storage.Store) {
	put(t, s, "empty", nil)
	holds(t, s, "empty", nil)
	for _, r := range [][2]int64{{0, -1}, {0, 0}, {0, 1}, {1, -1}, {1, 1}} {
		if got, info := get(t, s, "empty", r[0], r[1]); len(got) > 0 || info.Size != 0 {
			t.Errorf("get %d bytes from %d of nothing: %q, %+v", r[1], r[0], got, info)
		}
	}
}

func testAttrs(t *testing.T, s storage.Store) {
	want := storage.Attrs{
		ContentType:        "video/mp4; codecs=\"avc1.640028\"",
		CacheControl:       "public, max-age=31536000, immutable",
		ContentDisposition: `attachment; filename="a b.mp4"`,
		Metadata:           map[string]string{"name": "Board meeting (1).mp4", "sha256": "abc"},
	}
	for _, size := range []int{10, 17 << 20} { // in one piece and in parts
		key := fmt.Sprintf("attrs/%d", size)
		info, err := s.Put(t.Context(), key, bytes.NewReader(content(1, size)), want, storage.Always)
		if err != nil {
			t.Fatal(err)
		}
		_, got := get(t, s, key, 0, -1)
		_, ranged := get(t, s, key, 2, 3)
		stat, err := s.Stat(t.Context(), key)
		if err != nil {
			t.Fatal(err)
		}
		for call, attrs := range map[string]storage.Attrs{"put": info.Attrs, "get": got.Attrs, "ranged get": ranged.Attrs, "stat": stat.Attrs} {
			if diff := cmp.Diff(want, attrs); diff != "" {
				t.Errorf("attributes of %s by %s (-put +got):\n%s", key, call, diff)
			}
		}
	}
}

func testDefaultType(t *testing.T, s storage.Store) {
	put(t, s, "untyped", []byte("x"))
	info, err := s.Stat(t.Context(), "untyped")
	if err != nil {
		t.Fatal(err)
	}
	want := storage.Attrs{ContentType: storage.DefaultType}
	if diff := cmp.Diff(want, info.Attrs, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("attributes of an object without any (-want +got):\n%s", diff)
	}
}

func testRanges(t *testing.T, s storage.Store) {
	data := content(1, 1000)
	put(t, s, "r", data)
	tests := []struct {
		name           string
		offset, length int64
		want           []byte
	}{
		{"the whole", 0, -1, data},
		{"the whole by its length", 0, 1000, data},
		{"the first byte", 0, 1, data[:1]},
		{"the last byte", 999, 1, data[999:]},
		{"the middle", 300, 400, data[300:700]},
		{"from the middle to the end", 300, -1, data[300:]},
		{"nothing at the start", 0, 0, nil},
		{"nothing in the middle", 300, 0, nil},
		{"a length that reaches over the end", 900, 200, data[900:]},
		{"a length far over the end", 0, 1 << 40, data},
		{"at the end", 1000, -1, nil},
		{"one byte at the end", 1000, 1, nil},
		{"beyond the end", 5000, 10, nil},
		{"nothing beyond the end", 5000, 0, nil},
	}
	for _, tt := range tests {
		got, info := get(t, s, "r", tt.offset, tt.length)
		if !bytes.Equal(got, tt.want) {
			t.Errorf("%s: got %d bytes from %d on, want %d", tt.name, len(got), tt.offset, len(tt.want))
		}
		if info.Size != 1000 || info.ETag == "" {
			t.Errorf("%s: the info is %+v, want that of the whole object", tt.name, info)
		}
	}
}

func testNegativeOffset(t *testing.T, s storage.Store) {
	put(t, s, "r", []byte("0123456789"))
	if _, _, err := s.Get(t.Context(), "r", -3, -1); !fault.IsPermanent(err) {
		t.Errorf("get from -3: %v, want a permanent error", err)
	}
}

func testSafeKeys(t *testing.T, s storage.Store) {
	const safe = "abcdefghijklmnopqrstuvwxyz/ABCDEFGHIJKLMNOPQRSTUVWXYZ/0123456789/!-_.*'()/x"
	keys := []string{safe, "..a/.b/c..", "a/-/_/!/*/'/(/)", strings.Repeat("k", 200) + "/" + strings.Repeat("k", 200)}
	for i, key := range keys {
		data := content(byte(i), 100)
		put(t, s, key, data)
		holds(t, s, key, data)
		if got := list(t, s, key); !cmp.Equal(got, []string{key}) {
			t.Errorf("list %s: %v", key, got)
		}
	}
	for _, key := range keys {
		if err := s.Delete(t.Context(), key); err != nil {
			t.Errorf("delete %s: %v", key, err)
		}
		absent(t, s, key)
	}
}

func testUnsafeKeys(t *testing.T, s storage.Store) {
	for _, key := range []string{"", "/a", "a/", "a//b", "../a", "a/../../b", "a b", "a\x00b", "ä"} {
		_, putErr := s.Put(t.Context(), key, strings.NewReader("x"), storage.Attrs{}, storage.Always)
		_, _, getErr := s.Get(t.Context(), key, 0, -1)
		_, statErr := s.Stat(t.Context(), key)
		deleteErr := s.Delete(t.Context(), key)
		for call, err := range map[string]error{"put": putErr, "get": getErr, "stat": statErr, "delete": deleteErr} {
			if !fault.IsPermanent(err) {
				t.Errorf("%s %q: %v, want a permanent error", call, key, err)
			}
		}
	}
}

func testLarge(t *testing.T, s storage.Store) {
	data := content(1, largeSize)
	for key, body := range map[string]io.ReadSeeker{
		"large/file":   bytes.NewReader(data), // readable at several places at once
		"large/stream": plain{bytes.NewReader(data)},
	} {
		info, err := s.Put(t.Context(), key, body, storage.Attrs{}, storage.Always)
		if err != nil {
			t.Fatal(err)
		}
		if info.Size != largeSize || info.ETag == "" {
			t.Errorf("put %s says %+v", key, info)
		}
		holds(t, s, key, data)
		const from, length = 16<<20 - 5, 10 // over the border of two parts
		if got, _ := get(t, s, key, from, length); !bytes.Equal(got, data[from:from+length]) {
			t.Errorf("get %s over a border of parts: not what was put", key)
		}
	}
}

package storagetest

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"proceedings/internal/storage"
)

func testCopy(t *testing.T, s storage.Store) {
	want := storage.Attrs{
		ContentType: "video/mp4", CacheControl: storage.CacheForever, ContentDisposition: storage.Attachment("Über uns (1).mp4"),
		Metadata: map[string]string{"sha256": "0a"},
	}
	for name, size := range map[string]int{"empty": 0, "small": 1000, "large": largeSize, "very-large": 2 * largeSize} {
		from, to := "from/it's_"+name+".(1)!.mp4", "to/it's_"+name+".(1)!.mp4"
		data := content(1, size)
		if _, err := s.Put(t.Context(), from, bytes.NewReader(data), want, storage.Always); err != nil {
			t.Fatal(err)
		}
		put(t, s, to, []byte("old"))
		for range 2 {
			if err := s.Copy(t.Context(), from, to); err != nil {
				t.Fatal(err)
			}
			holds(t, s, from, data)
			holds(t, s, to, data)
			info, err := s.Stat(t.Context(), to)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, info.Attrs); diff != "" {
				t.Errorf("attributes of the copy of %s (-want +got):\n%s", from, diff)
			}
		}
	}
}

func testCopyMissing(t *testing.T, s storage.Store) {
	put(t, s, "other", []byte("x"))
	if err := s.Copy(t.Context(), "missing", "to"); !errors.Is(err, storage.ErrNotFound) {
		t.Errorf("copy of a missing object: %v, want ErrNotFound", err)
	}
	absent(t, s, "to")
	for _, keys := range [][2]string{{"other", "a b"}, {"a b", "to"}} {
		if err := s.Copy(t.Context(), keys[0], keys[1]); err == nil {
			t.Errorf("copy %s to %s: no error", keys[0], keys[1])
		}
	}
}
